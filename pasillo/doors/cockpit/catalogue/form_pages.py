"""The form editor: the next version of a form, question by question, beside what the customer will see."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.cockpit.catalogue import form_edit
from pasillo.doors.cockpit.catalogue.beginnings import kinds_of_question
from pasillo.doors.cockpit.catalogue.field_form import field_in
from pasillo.doors.cockpit.catalogue.field_view import field_view, questions_view
from pasillo.doors.cockpit.catalogue.reading import may_plan, name_of, spoken, the_request_type
from pasillo.doors.cockpit.catalogue.typed import texts_in
from pasillo.doors.shell.answers import around
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import plans, reads_catalogue
from pasillo.doors.shell.kinds import kinds_of_case
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.questions import Typed, sections
from pasillo.doors.shell.visitor import person, sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue import commands
from pasillo.strategy.catalogue.commands.overtaken import check_revision
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_changes import form_changes
from pasillo.strategy.catalogue.models import FormDraft, RequestType
from pasillo.strategy.catalogue.queries import current_form

Fields = list[dict[str, Any]]


@require_safe
@reads_catalogue
def show(request: HttpRequest, slug: str, type_slug: str) -> HttpResponse:
    """The questions as they would be published next."""
    return _page(request, the_request_type(request, slug, type_slug), editing=request.GET.get("edit", ""))


@require_POST
@plans
def change(request: HttpRequest, slug: str, type_slug: str) -> HttpResponse:
    """One step of writing: a question is added, moved, changed or taken out; or all of it is published."""
    asked = the_request_type(request, slug, type_slug)
    do, _colon, what = request.POST.get("do", "").partition(":")
    try:
        place = _done(request, asked, do, what)
    except commands.Overtaken as overtaken:
        return _page(request, asked, editing=what, why=str(overtaken), typed=_typed(request, asked, what), status=409)
    except Refused as refusal:
        return _page(request, asked, editing=what, why=str(refusal), typed=_typed(request, asked, what), status=422)
    address = reverse("cockpit:form", args=[asked.service.slug, asked.slug])
    return HttpResponseRedirect(f"{address}?edit={place}#q-{place}" if place else address)


@require_POST
@plans
def preview(request: HttpRequest, slug: str, type_slug: str) -> HttpResponse:
    """The form as the customer would see it with what is being typed."""
    asked = the_request_type(request, slug, type_slug)
    fields = _fields(asked)
    key, why = request.POST.get("do", "").partition(":")[2], ""
    before = next((field for field in fields if field["key"] == key), None)
    try:
        if before is not None:
            fields = form_edit.replaced(fields, key, field_in(request.POST, before, fields))
        form = Form.from_json(fields)
    except Refused as refusal:
        form, why = Form.from_json(_fields(asked)), str(refusal)
    return render(request, "cockpit/catalogue/_preview.html", {"sections": _sections(request, asked, form), "why": why})


def _done(request: HttpRequest, asked: RequestType, do: str, what: str) -> str:
    """Does the step, and says which question to show after it."""
    said: dict[str, Any] = {"by": who(request), "at": now()}
    revision = _revision(request)
    if do == "publish":
        commands.publish_draft(asked.pk, revision=revision, **said)
        return ""
    if do == "drop":
        commands.drop_form_draft(asked.pk, **said)
        return ""
    if do == "about":
        _about(request, asked, said)
        return ""
    draft = _draft(asked)
    if draft is not None:
        check_revision(draft, revision)
    fields, place = _stepped(request, _fields(asked), do, what)
    someone = person(request)
    commands.write_form(asked.pk, fields=fields, revision=revision, person_id=someone.pk if someone else None, **said)
    return place


def _stepped(request: HttpRequest, fields: Fields, do: str, what: str) -> tuple[Fields, str]:
    before = next((field for field in fields if field["key"] == what), None)
    if do == "add" and request.POST.get("kind") in kinds_of_question():
        return form_edit.added(fields, request.POST["kind"])
    if before is None:
        raise Http404
    if do in ("up", "down"):
        return form_edit.moved(fields, what, -1 if do == "up" else 1), ""
    if do == "remove":
        return form_edit.removed(fields, what), ""
    return form_edit.replaced(fields, what, field_in(request.POST, before, fields)), ""


def _about(request: HttpRequest, asked: RequestType, said: dict[str, Any]) -> None:
    names = texts_in(request.POST, "names", asked.names)
    summaries = texts_in(request.POST, "summaries", asked.summaries)
    changes = {"names": names, "summaries": summaries, "kind": request.POST.get("kind", asked.kind)}
    commands.change_request_type(asked.pk, changes=changes, **said)


def _page(
    request: HttpRequest, asked: RequestType, *, editing: str = "", status: int = 200, why: str = "", typed: Any = None
) -> HttpResponse:
    draft, newest = _draft(asked), current_form(asked.pk)
    fields = _fields(asked)
    read = Form.from_json(fields)
    shown = form_edit.replaced(fields, editing, typed) if typed else fields
    context: dict[str, Any] = {
        "asked": asked,
        "service": asked.service,
        "name": name_of(asked.names),
        "service_name": name_of(asked.service.names),
        "kinds_of_case": kinds_of_case(),
        "kinds": kinds_of_question(),
        "languages": spoken(),
        "questions": questions_view(fields, read.fields),
        "editing": field_view(shown, read.fields, editing) if editing and may_plan(request) else None,
        "editing_key": editing,
        "revision": draft.revision if draft else 0,
        "draft": draft,
        "number": newest.number if newest else 0,
        "changes": _changes(asked, fields),
        "sections": _sections(request, asked, read),
        "may_plan": may_plan(request),
        "why": why,
    }
    return render(request, "cockpit/catalogue/form.html", context, status)


def _typed(request: HttpRequest, asked: RequestType, key: str) -> dict[str, Any] | None:
    """The question as it was typed, where it can be read at all."""
    fields = _fields(asked)
    before = next((field for field in fields if field["key"] == key), None)
    try:
        return field_in(request.POST, before, fields) if before and "labels_en" in request.POST else None
    except Refused:
        return dict(before or {}) | {"labels": texts_in(request.POST, "labels"), "help": texts_in(request.POST, "help")}


def _changes(asked: RequestType, fields: Fields) -> list[dict[str, Any]]:
    newest = current_form(asked.pk)
    words = {
        "added": (_("new"), "ok", "plus"),
        "removed": (_("taken out"), "late", "minus"),
        "moved": (_("moved"), "", "arrow-up"),
        "changed": (_("changed"), "", "pencil"),
    }
    return [
        {"word": words[one.what][0], "tone": words[one.what][1], "icon": words[one.what][2],
         "label": name_of(one.labels)["words"], "settings": ", ".join(_settings(one.settings))}
        for one in form_changes(newest.fields if newest else [], fields)
    ]  # fmt: skip


def _settings(names: tuple[str, ...]) -> list[str]:
    known = {
        "labels": _("question"), "help": _("help"), "section": _("heading"), "required": _("must be answered"),
        "required_if": _("must be answered if"), "visible_if": _("asked only if"), "options": _("answers"),
        "min": _("smallest"), "max": _("largest"), "texts": _("text"), "unit": _("unit"), "slots": _("times"),
        "currencies": _("currencies"), "pattern": _("pattern"), "who": _("who"),
    }  # fmt: skip
    return [str(known.get(name, name)) for name in names]


def _sections(request: HttpRequest, asked: RequestType, form: Form) -> list[dict[str, Any]]:
    at = now()
    surroundings = around(form, request_type_id=asked.pk, seen=sight(request), at=at)
    language = get_language() or "en"
    typed = Typed(raw={}, files=(), errors={}, language=language, today=timezone.localdate(at), around=surroundings)
    return sections(form, typed)


def _draft(asked: RequestType) -> FormDraft | None:
    return FormDraft.objects.select_related("changed_by").filter(request_type=asked).first()


def _fields(asked: RequestType) -> Fields:
    draft, newest = _draft(asked), current_form(asked.pk)
    return list(draft.fields) if draft else list(newest.fields) if newest else []


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else None
