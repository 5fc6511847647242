"""Every way in which the catalogue changes."""

from pasillo.strategy.catalogue.commands.forms import publish_form
from pasillo.strategy.catalogue.commands.request_types import draft_request_type, retire_request_type
from pasillo.strategy.catalogue.commands.services import (
    change_service,
    draft_service,
    publish_service,
    retire_service,
)
from pasillo.strategy.catalogue.commands.slots import release_slots, take_slots

__all__ = [
    "change_service",
    "draft_request_type",
    "draft_service",
    "publish_form",
    "publish_service",
    "release_slots",
    "retire_request_type",
    "retire_service",
    "take_slots",
]
