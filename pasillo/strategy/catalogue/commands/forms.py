"""The questions of a request are published, each time as a new version."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands.wordings import word
from pasillo.strategy.catalogue.facts import FormPublished
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.models import FormVersion, Offered, RequestType
from pasillo.strategy.catalogue.slots import source_of


@transaction.atomic
def publish_form(request_type_id: int, *, fields: list[dict[str, Any]], by: str, at: datetime) -> FormVersion:
    """From now on these questions are asked. Requests already made keep the version they were asked with."""
    for asked in Form.from_json(fields).of_kind("slot"):
        source_of(asked.slots).check(asked.slots)
    request_type = RequestType.objects.select_for_update().select_related("service").get(pk=request_type_id)
    if request_type.state == Offered.RETIRED:
        raise Refused(_("This can no longer be asked, so it needs no form."))
    newest = request_type.form_versions.order_by("-number").first()
    if newest is not None and newest.fields == fields and request_type.state == Offered.PUBLISHED:
        return newest
    version = FormVersion.objects.create(
        request_type=request_type, number=newest.number + 1 if newest else 1, fields=fields, published_at=at
    )
    request_type.state = Offered.PUBLISHED
    request_type.save(update_fields=["state"])
    word(request_type.service)
    fact = FormPublished(
        request_type_id=request_type.pk,
        service_id=request_type.service_id,
        form_version_id=version.pk,
        number=version.number,
    )
    tell(fact, about=request_type.service.ref, by=by, at=at)
    return version
