"""Services that are offered, and the forms of what can be asked of them."""

from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.catalogue.shapes import RequestTypeWhole, ServiceOut, ServiceWhole
from pasillo.doors.api.manner.door import reads
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import safe
from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.catalogue.queries import (
    current_form,
    form_of,
    offered_request_types,
    offered_services,
    request_type_by_slug,
    service_by_slug,
    slots_for,
)

TAG = "catalogue"
SERVICES = "/api/v1/services"


@reads(TAG, "/services", name="services", scope="catalogue.read", gives=list[ServiceOut], summary="List services",
       marked=True)  # fmt: skip
def every(request: HttpRequest) -> Any:
    """What the owner of the token can ask for now, block by block."""
    return [_service(service) for service in offered_services(sight(request))]


@reads(TAG, "/services/{slug}", name="service", scope="catalogue.read", gives=ServiceWhole, summary="Read a service",
       marked=True)  # fmt: skip
def one(request: HttpRequest, slug: str) -> Any:
    """One service with what can be asked of it."""
    service = service_by_slug(safe(slug), sight(request))
    asked = offered_request_types(sight(request), service.pk)
    return _service(service) | {
        "area": {"id": service.area.pk, "name": service.area.name},
        "calendar": service.calendar_id,
        "request_types": [_asked(one, service) for one in asked],
    }


@reads(TAG, "/services/{slug}/request-types/{type_slug}", name="request-type", scope="catalogue.read",
       gives=RequestTypeWhole, summary="Read a form", marked=True)  # fmt: skip
def form(request: HttpRequest, slug: str, type_slug: str) -> Any:
    """What is asked, with its questions and the times that are free."""
    asked = request_type_by_slug(safe(slug), safe(type_slug), sight(request))
    version = current_form(asked.pk)
    slots = slots_for(form_of(version), request_type_id=asked.pk, at=now())
    return _asked(asked, asked.service) | {
        "service": asked.service.slug,
        "form_version": version.number if version else None,
        "fields": version.fields if version else [],
        "slots": {name: [str(slot.value) for slot in free] for name, free in slots.items()},
    }


def _service(service: Service) -> dict[str, Any]:
    names = ("slug", "block", "names", "summaries", "promise_texts", "audience")
    return {name: getattr(service, name) for name in names} | {"url": f"{SERVICES}/{service.slug}"}


def _asked(asked: RequestType, service: Service) -> dict[str, Any]:
    address = f"{SERVICES}/{service.slug}/request-types/{asked.slug}"
    return {name: getattr(asked, name) for name in ("slug", "kind", "names", "summaries")} | {"url": address}
