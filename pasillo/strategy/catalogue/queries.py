"""What others may ask of the catalogue."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.audience import EVERYBODY, open_to
from pasillo.strategy.catalogue.finding import Hit, find
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.models import FormVersion, Offered, RequestType, Service
from pasillo.strategy.catalogue.slots import Slot, Wanted, source_of

__all__ = [
    "Hit",
    "current_form",
    "find",
    "form_of",
    "form_version",
    "general_service",
    "offered_request_types",
    "offered_services",
    "published_request_types",
    "published_services",
    "request_type_by_slug",
    "service_by_slug",
    "slots_for",
]


def published_services() -> QuerySet[Service]:
    """What can be asked for now, by customers or colleagues, block by block, in the order that was chosen."""
    return Service.objects.filter(state=Offered.PUBLISHED).order_by("block", "position", "slug")


def offered_services(seen: Sight) -> QuerySet[Service]:
    """What this visitor can ask for now."""
    return published_services().filter(audience__in=open_to(seen))


def general_service() -> Service | None:
    """The service for what comes in by a door that names none: the general one, else the first customers see."""
    offered = Service.objects.filter(state=Offered.PUBLISHED, audience__in=EVERYBODY)
    general = offered.filter(slug__in=["general", "other", "enquiries", "general-enquiries"]).first()
    return general or offered.order_by("block", "position", "slug").first() or Service.objects.order_by("pk").first()


def service_by_slug(slug: str, seen: Sight) -> Service:
    """A service that this visitor can ask for, or LookupError."""
    service = offered_services(seen).select_related("area", "calendar").filter(slug=slug).first()
    if service is None:
        raise LookupError(slug)
    return service


def published_request_types(service_id: int | None = None) -> QuerySet[RequestType]:
    """What can be asked now, by customers or colleagues: of one service, or of all."""
    types = RequestType.objects.filter(state=Offered.PUBLISHED, service__state=Offered.PUBLISHED)
    if service_id is not None:
        types = types.filter(service_id=service_id)
    return types.order_by("service_id", "position", "slug")


def offered_request_types(seen: Sight, service_id: int | None = None) -> QuerySet[RequestType]:
    """What this visitor can ask now: of one service, or of all."""
    return published_request_types(service_id).filter(service__audience__in=open_to(seen))


def request_type_by_slug(service_slug: str, slug: str, seen: Sight) -> RequestType:
    """One thing that this visitor can ask now, or LookupError."""
    types = offered_request_types(seen).select_related("service", "service__area", "service__calendar")
    found = types.filter(service__slug=service_slug, slug=slug).first()
    if found is None:
        raise LookupError(f"{service_slug}/{slug}")
    return found


def current_form(request_type_id: int) -> FormVersion | None:
    """The newest published version of a form."""
    return FormVersion.objects.filter(request_type_id=request_type_id).order_by("-number").first()


def form_version(request_type_id: int, number: int) -> FormVersion | None:
    """One version of a form, by its number."""
    return FormVersion.objects.filter(request_type_id=request_type_id, number=number).first()


def form_of(version: FormVersion | None) -> Form:
    """The questions of a version; none where there is no version."""
    return Form.from_json(version.fields) if version else Form()


def slots_for(form: Form, *, request_type_id: int | None, at: datetime) -> dict[str, Sequence[Slot]]:
    """The times that every question of a form offers at a moment."""
    return {
        asked.key: source_of(asked.slots).offered(
            Wanted(request_type_id=request_type_id or 0, key=asked.key, settings=asked.slots, at=at)
        )
        for asked in form.of_kind("slot")
    }
