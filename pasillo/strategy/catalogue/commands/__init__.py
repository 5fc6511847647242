"""Every way in which the catalogue changes."""

from pasillo.strategy.catalogue.commands.families import change_family, open_family
from pasillo.strategy.catalogue.commands.form_drafts import drop_form_draft, publish_draft, write_form
from pasillo.strategy.catalogue.commands.forms import publish_form
from pasillo.strategy.catalogue.commands.overtaken import Overtaken
from pasillo.strategy.catalogue.commands.request_types import (
    change_request_type,
    draft_request_type,
    retire_request_type,
)
from pasillo.strategy.catalogue.commands.services import (
    change_service,
    draft_service,
    offer_service,
    publish_service,
    retire_service,
)
from pasillo.strategy.catalogue.commands.slots import release_slots, take_slots

__all__ = [
    "Overtaken",
    "change_family",
    "change_request_type",
    "change_service",
    "draft_request_type",
    "draft_service",
    "drop_form_draft",
    "offer_service",
    "open_family",
    "publish_draft",
    "publish_form",
    "publish_service",
    "release_slots",
    "retire_request_type",
    "retire_service",
    "take_slots",
    "write_form",
]
