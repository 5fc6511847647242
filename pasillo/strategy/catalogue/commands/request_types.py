"""What can be asked of a service comes and goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.addresses import address_from, is_a_name
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands.wordings import word
from pasillo.strategy.catalogue.facts import RequestTypeChanged, RequestTypeDrafted, RequestTypeRetired
from pasillo.strategy.catalogue.models import Kind, Offered, RequestType, Service

CAN_CHANGE = {"names", "summaries", "keywords", "kind", "position"}


@transaction.atomic
def draft_request_type(
    service_id: int,
    *,
    names: Mapping[str, str],
    kind: str = Kind.REQUEST,
    slug: str = "",
    summaries: Mapping[str, str] | None = None,
    keywords: Mapping[str, str] | None = None,
    position: int = 100,
    by: str,
    at: datetime,
) -> RequestType:
    """One more thing to ask of a service. Customers see it once its form is published."""
    if kind not in Kind.values:
        raise Refused(_("This kind of request does not exist: %(kind)s.") % {"kind": kind})
    if not is_a_name(slug or in_language(names, "en")):
        raise Refused(_("What can be asked needs a name."))
    service = Service.objects.select_for_update().get(pk=service_id)
    taken = set(service.request_types.values_list("slug", flat=True))
    chosen = address_from(slug or in_language(names, "en"), otherwise="request", taken=taken)
    try:
        with transaction.atomic():
            request_type = RequestType.objects.create(
                service=service,
                slug=chosen,
                kind=kind,
                names=dict(names),
                summaries=dict(summaries or {}),
                keywords=dict(keywords or {}),
                position=position,
            )
    except IntegrityError:
        raise Refused(_("This service already has “%(slug)s”.") % {"slug": chosen}) from None
    fact = RequestTypeDrafted(request_type_id=request_type.pk, service_id=service.pk)
    tell(fact, about=service.ref, by=by, at=at)
    return request_type


@transaction.atomic
def change_request_type(request_type_id: int, *, changes: Mapping[str, Any], by: str, at: datetime) -> RequestType:
    """Another name, summary, kind or place. Requests already made keep the kind they were made with."""
    request_type = RequestType.objects.select_for_update().select_related("service").get(pk=request_type_id)
    if set(changes) - CAN_CHANGE or changes.get("kind", request_type.kind) not in Kind.values:
        raise Refused(_("This cannot be changed about a request."))
    if not in_language(changes.get("names", request_type.names), "en").strip():
        raise Refused(_("What can be asked needs a name."))
    for name, value in changes.items():
        setattr(request_type, name, value)
    request_type.save(update_fields=list(changes))
    word(request_type.service)
    fact = RequestTypeChanged(
        request_type_id=request_type.pk, service_id=request_type.service_id, changed=sorted(changes)
    )
    tell(fact, about=request_type.service.ref, by=by, at=at)
    return request_type


@transaction.atomic
def retire_request_type(request_type_id: int, *, by: str, at: datetime) -> RequestType:
    """This can no longer be asked. Requests already made keep their form."""
    request_type = RequestType.objects.select_for_update().select_related("service").get(pk=request_type_id)
    if request_type.state == Offered.RETIRED:
        return request_type
    request_type.state = Offered.RETIRED
    request_type.save(update_fields=["state"])
    word(request_type.service)
    fact = RequestTypeRetired(request_type_id=request_type.pk, service_id=request_type.service_id)
    tell(fact, about=request_type.service.ref, by=by, at=at)
    return request_type
