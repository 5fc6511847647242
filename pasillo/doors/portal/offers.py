"""What can be asked, made ready to be read: names and promised times in the visitor's language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.portal.promise_card import has_clock
from pasillo.doors.shell.promised import service_day, within
from pasillo.ground.hours.queries import timetables
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.models import Audience, Block, RequestType, Service
from pasillo.strategy.catalogue.queries import offered_services, published_request_types
from pasillo.strategy.objectives.queries import promised_minutes

AMONG_US = "colleagues"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One line of the catalogue, as a visitor reads it."""

    service_id: int
    name: str
    summary: str
    promise: str
    url: str
    without_clock: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OfferBlock:
    """One of the three blocks, or what is for colleagues, with what it holds."""

    block: str
    title: str
    words: str
    offers: Sequence[Offer]


def place_of(service: Service) -> str:
    """Where this service stands: in its block, or among what is for colleagues alone."""
    return AMONG_US if service.audience == Audience.COLLEAGUES else service.block


def titles() -> dict[str, tuple[str, str]]:
    """How a customer calls the three blocks; what only colleagues may ask for stands before them."""
    return {
        AMONG_US: (_("For us who work here"), _("Rooms, purchases, letters and what is broken in the house")),
        Block.LIFECYCLE: (_("My services change"), _("Sign up, add, move, pause or cancel")),
        Block.CUSTOMER: (_("I want to tell you something"), _("Ask, report, complain, suggest or say thanks")),
        Block.DELIVERY: (_("I use what I pay for"), _("Your service, when you need it")),
    }


def blocks(language: str, seen: Sight, *, at: datetime) -> list[OfferBlock]:
    """The whole catalogue in its three blocks, and what is for colleagues before them; an empty one is left out."""
    services = list(offered_services(seen))
    found = defaultdict(list)
    for service, offer in zip(services, offers(services, language, at=at), strict=True):
        found[place_of(service)].append(offer)
    named = titles()
    return [
        OfferBlock(block=block, title=named[block][0], words=named[block][1], offers=found[block])
        for block in named
        if found[block]
    ]


def offers(services: Sequence[Service], language: str, *, at: datetime) -> list[Offer]:
    """These services as lines of a list, in few questions to the database."""
    asked: dict[int, list[RequestType]] = defaultdict(list)
    for one in published_request_types():
        asked[one.service_id].append(one)
    counted = [service.pk for service in services if has_clock([one.kind for one in asked[service.pk]])]
    promised = promised_minutes(counted, at=at)
    days = _days({service.calendar_id for service in services if service.pk in promised}, at=at)
    return [
        Offer(
            service_id=service.pk,
            name=in_language(service.names, language),
            summary=in_language(service.summaries, language),
            promise=within(promised[service.pk], days[service.calendar_id]) if service.pk in promised else "",
            url=address_of(service, asked[service.pk]),
            without_clock=frozenset(one.slug for one in asked[service.pk] if not has_clock([one.kind])),
        )
        for service in services
    ]


def address_of(service: Service, request_types: Sequence[RequestType]) -> str:
    """Straight to the form where there is only one thing to ask, else to the service's page."""
    if len(request_types) == 1:
        return reverse("portal:form", args=[service.slug, request_types[0].slug])
    return reverse("portal:service", args=[service.slug])


def _days(calendar_ids: set[int], *, at: datetime) -> dict[int, int]:
    """How long a day of service is in each of these calendars."""
    hours_at = timetables(calendar_ids)
    days = {}
    for pk in calendar_ids:
        try:
            days[pk] = service_day(hours_at(pk, at))
        except LookupError:
            days[pk] = 24 * 60
    return days
