"""Which services a person steers, and what they may see of them."""

from dataclasses import dataclass

from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.models import Audience, Block, Offered, Service
from pasillo.strategy.catalogue.steering import answered_for_by

AMONG_US, LAST = "colleagues", 9


@dataclass(frozen=True, kw_only=True)
class Steered:
    """A service as the cockpit speaks of it."""

    id: int
    name: str
    block: str
    owner: str


def steered_by(sight: Sight, language: str) -> list[Steered]:
    """Heads and auditors steer all services; others those that their areas answer for, or that they own."""
    services = answered_for_by(sight).exclude(state=Offered.DRAFT).select_related("owner")
    order = {block: place for place, block in enumerate(Block.values)}
    found = sorted(services, key=lambda s: (order.get(_place(s), LAST), s.position, s.slug))
    return [
        Steered(
            id=service.pk,
            name=in_language(service.names, language),
            block=_place(service),
            owner=service.owner.name if service.owner else "",
        )
        for service in found
    ]


def _place(service: Service) -> str:
    """Its block; what colleagues ask of each other stands apart from what customers live."""
    return AMONG_US if service.audience == Audience.COLLEAGUES else service.block
