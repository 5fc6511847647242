"""A service is written down, changed, published and one day retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.addresses import LONGEST, address_from, is_a_name
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.strategy.catalogue.commands.overtaken import check_revision
from pasillo.strategy.catalogue.commands.wordings import word
from pasillo.strategy.catalogue.facts import ServiceChanged, ServiceDrafted, ServicePublished, ServiceRetired
from pasillo.strategy.catalogue.models import Audience, Block, Offered, Service
from pasillo.strategy.catalogue.sheets import open_every_week, readiness_of

CAN_CHANGE = {
    "block", "names", "summaries", "promise_texts", "advice", "steps", "keywords", "icon", "paradigm",
    "owner", "area", "calendar", "position", "family", "instead", "serving_areas", "audience",
}  # fmt: skip
RESERVED = frozenset({"new", "families"})


@transaction.atomic
def draft_service(
    *,
    block: str,
    names: Mapping[str, str],
    area: Area,
    calendar: Calendar | None = None,
    slug: str = "",
    details: Mapping[str, Any] | None = None,
    by: str,
    at: datetime,
) -> Service:
    """A new service is written down. Customers see it only once it is published."""
    if block not in Block.values:
        raise Refused(_("A service belongs to one of the three blocks."))
    _check_names(names)
    _check_details(details or {})
    chosen = _address(slug, in_language(names, "en"))
    plain = {name: value for name, value in (details or {}).items() if name != "serving_areas"}
    try:
        with transaction.atomic():
            service = Service.objects.create(
                slug=chosen,
                block=block,
                names=dict(names),
                area=area,
                calendar=calendar or area.calendar,
                **plain,
            )
    except IntegrityError:
        raise Refused(_("There is already a service at “%(slug)s”.") % {"slug": chosen}) from None
    service.serving_areas.set((details or {}).get("serving_areas", [area]))
    tell(ServiceDrafted(service_id=service.pk, block=block), about=service.ref, by=by, at=at)
    return service


@transaction.atomic
def change_service(
    service_id: int, *, changes: Mapping[str, Any], revision: int | None = None, by: str, at: datetime
) -> Service:
    """Something about a service is said anew; a published one is found by its new words at once.

    With a revision, a change that was begun before somebody else's is refused.
    """
    _check_details(changes)
    if "names" in changes:
        _check_names(changes["names"])
    service = _locked(service_id)
    check_revision(service, revision)
    if "calendar" in changes and changes["calendar"].pk != service.calendar_id:
        _check_hours(changes["calendar"])
    for name in changes.keys() - {"serving_areas"}:
        setattr(service, name, changes[name])
    service.revision += 1
    service.save(update_fields=[*(changes.keys() - {"serving_areas"}), "revision"])
    if "serving_areas" in changes:
        service.serving_areas.set(changes["serving_areas"])
    if service.state == Offered.PUBLISHED:
        word(service)
    tell(ServiceChanged(service_id=service.pk, changed=sorted(changes)), about=service.ref, by=by, at=at)
    return service


@transaction.atomic
def offer_service(service_id: int, *, by: str, at: datetime) -> Service:
    """Customers can ask for it from now on, if nothing that is needed is missing. This is how people publish."""
    service = _locked(service_id)
    missing = readiness_of([service])[service.pk].missing
    if missing:
        what = "; ".join(str(point.title) for point in missing)
        raise Refused(_("It cannot be published yet. Still missing: %(what)s.") % {"what": what})
    return publish_service(service_id, by=by, at=at)


@transaction.atomic
def publish_service(service_id: int, *, by: str, at: datetime) -> Service:
    """From now on customers can find the service and ask for it. What is taken over as it runs is not checked."""
    service = _locked(service_id)
    _check_names(service.names)
    if service.state == Offered.PUBLISHED:
        return service
    service.state = Offered.PUBLISHED
    service.save(update_fields=["state"])
    word(service)
    tell(ServicePublished(service_id=service.pk, block=service.block), about=service.ref, by=by, at=at)
    return service


@transaction.atomic
def retire_service(service_id: int, *, by: str, at: datetime) -> Service:
    """Nobody can ask for it any more. What was asked goes on as promised."""
    service = _locked(service_id)
    if service.state == Offered.RETIRED:
        return service
    service.state = Offered.RETIRED
    service.save(update_fields=["state"])
    word(service)
    tell(ServiceRetired(service_id=service.pk), about=service.ref, by=by, at=at)
    return service


def _address(slug: str, name: str) -> str:
    """As it was asked for, else from the name: one in other letters, or that is a word of the house, gets a number."""
    if not slug:
        if not is_a_name(name):
            raise Refused(_("The service needs a name."))
        taken = set(Service.objects.values_list("slug", flat=True))
        return address_from(name, otherwise="service", taken=taken, never=RESERVED)
    chosen = slugify(slug)[:LONGEST].strip("-")
    if not chosen or chosen in RESERVED:
        raise Refused(_("The service needs an address of letters and digits that is not a word of the house."))
    return chosen


def _locked(service_id: int) -> Service:
    return Service.objects.select_for_update().get(pk=service_id)


def _check_hours(calendar: Calendar) -> None:
    """Hours that open on some dates only cannot hold what is promised on every day."""
    if not open_every_week({calendar.pk}):
        raise Refused(
            _("Nothing can be promised in the hours “%(calendar)s”: no day of their week is open. Choose others.")
            % {"calendar": calendar.name}
        )


def _check_names(names: Mapping[str, str]) -> None:
    if not isinstance(names, Mapping) or not in_language(names, "en").strip():
        raise Refused(_("The service needs a name."))


def _check_details(details: Mapping[str, Any]) -> None:
    unknown = sorted(set(details) - CAN_CHANGE)
    if unknown:
        raise Refused(_("A service has no such details: %(names)s.") % {"names": ", ".join(unknown)})
    if details.get("audience", Audience.CUSTOMERS) not in Audience.values:
        raise Refused(_("A service is for customers, for colleagues, or for both."))
