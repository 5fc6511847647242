"""The next version of a form is written, question by question, before anybody is asked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands.forms import publish_form
from pasillo.strategy.catalogue.commands.overtaken import check_revision
from pasillo.strategy.catalogue.facts import FormDrafted
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.models import FormDraft, FormVersion, RequestType


@transaction.atomic
def write_form(
    request_type_id: int,
    *,
    fields: list[dict[str, Any]],
    revision: int | None = None,
    person_id: int | None = None,
    by: str,
    at: datetime,
) -> FormDraft:
    """Keeps the questions of the next version. Customers still see the published one."""
    Form.from_json(fields)
    draft = _draft_of(request_type_id, at=at)
    check_revision(draft, revision)
    draft.fields, draft.changed_at, draft.changed_by_id = fields, at, person_id
    draft.revision += 1
    draft.save()
    service_id = draft.request_type.service_id
    fact = FormDrafted(request_type_id=request_type_id, service_id=service_id, revision=draft.revision)
    tell(fact, about=f"service:{service_id}", by=by, at=at)
    return draft


@transaction.atomic
def publish_draft(request_type_id: int, *, revision: int | None = None, by: str, at: datetime) -> FormVersion:
    """The questions that were written are asked from now on, as a new version."""
    draft = FormDraft.objects.select_for_update().filter(request_type_id=request_type_id).first()
    if draft is None:
        raise Refused(_("Nothing has been changed, so there is nothing to publish."))
    check_revision(draft, revision)
    version = publish_form(request_type_id, fields=draft.fields, by=by, at=at)
    draft.delete()
    return version


@transaction.atomic
def drop_form_draft(request_type_id: int, *, by: str, at: datetime) -> None:
    """What was written and not published is let go; the published questions stay."""
    request_type = RequestType.objects.select_for_update().get(pk=request_type_id)
    gone, _rows = FormDraft.objects.filter(request_type=request_type).delete()
    if gone:
        fact = FormDrafted(request_type_id=request_type_id, service_id=request_type.service_id, revision=0)
        tell(fact, about=f"service:{request_type.service_id}", by=by, at=at)


def _draft_of(request_type_id: int, *, at: datetime) -> FormDraft:
    request_type = RequestType.objects.select_for_update().get(pk=request_type_id)
    newest = request_type.form_versions.order_by("-number").first()
    first = {"fields": newest.fields if newest else [], "changed_at": at}
    draft, _made = FormDraft.objects.select_for_update().get_or_create(request_type=request_type, defaults=first)
    return draft
