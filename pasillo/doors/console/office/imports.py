"""Imports: a file is handed in, rehearsed, looked over, taken over, and taken back if it was not what was wanted."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.console.imports.sources.registry import all_sources
from pasillo.doors.console.imports.wish import as_wish
from pasillo.doors.console.jobs import carry_out_import
from pasillo.doors.console.office.frame import office
from pasillo.doors.console.office.import_form import STANDINGS, choices_of, missing_in, wish_in
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.files.commands import keep
from pasillo.ground.files.queries import read
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation
from pasillo.operations.history.commands import turn_run, wish_run
from pasillo.operations.history.models import Run
from pasillo.operations.history.queries import runs

State = Run.State
AT_WORK = (State.WAITING, State.REHEARSING, State.PLAYING, State.REMOVING)
SILENT = timedelta(minutes=5)
SHOWN = 50
LARGEST = 56 * 2**20


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def every(request: HttpRequest) -> HttpResponse:
    """The imports that were asked for, and the form with which one begins."""
    if request.method != "POST":
        return _all(request, "csv")
    try:
        run = _handed_in(request)
    except Refused as refusal:
        return _all(request, request.POST.get("source", ""), str(refusal))
    return redirect("office:import", run.pk)


def _handed_in(request: HttpRequest) -> Run:
    """Keep the file, and have it rehearsed."""
    source, file = request.POST.get("source", ""), request.FILES.get("file")
    if source not in dict(all_sources()):
        raise Refused(_("Say from which system it comes."))
    if file is None:
        raise Refused(_("Choose the file first."))
    if not file.size:
        raise Refused(_("The file is empty."))
    if (file.size or 0) > LARGEST:
        raise Refused(_("This page takes files of up to 56 MB. Pack it, or use “pasillo import” on the server."))
    wish = {"zone": organisation().zone, "language": get_language() or "en"}
    name = as_wish(source, wish | {"name": request.POST.get("name", "")}, at=now()).name
    with transaction.atomic():
        kept = keep(file.read(), media_type="application/octet-stream")
        run = wish_run(source=source, log_name=name, file=kept, file_name=file.name or "export", wish=wish,
                       by_id=sight(request).person_id, at=now())  # fmt: skip
        carry_out_import.defer(run_id=run.pk)
    return run


def _all(request: HttpRequest, source: str, error: str = "") -> HttpResponse:
    offered = [{"code": code, "title": one.title, "hint": str(one.hint)} for code, one in all_sources()]
    rows = [{"run": run, "state": state_words(run), "tone": tone_of(run)} for run in runs()[:SHOWN]]
    context = {"rows": rows, "sources": offered, "chosen": source or "csv", "error": error}
    return office(request, "imports", context, 422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, run_id: int) -> HttpResponse:
    """One import: how far it is, what would come or came of it, and what can be done next."""
    run = runs().filter(pk=run_id).first()
    if run is None:
        raise Http404
    if request.method != "POST":
        return _one(request, run)
    try:
        _act(run, request)
    except Refused as refusal:
        return _one(request, run, str(refusal))
    return redirect("office:import", run_id)


def _act(run: Run, request: HttpRequest) -> None:
    """What was pressed: each only where the import stands so that it can be done."""
    act, at = request.POST.get("act", ""), now()
    broken = State(run.state) in AT_WORK and at - run.told_at > SILENT
    news: dict[str, Any] = {"why": ""}
    if act == "rehearse":
        news["wish"] = wish_in(request.POST, run)
        as_wish(run.source, news["wish"], at=at)
        state, only = State.WAITING, [State.REHEARSED, State.FAILED]
    elif act == "start":
        state, only = State.PLAYING, [State.REHEARSED, State.FAILED]
        news |= {"done": 0}
    elif act == "remove":
        state, only = State.REMOVING, [State.DONE]
    elif act == "again" and broken:
        state, only = State(run.state), [State(run.state)]
    else:
        raise Refused(_("This cannot be done now."))
    with transaction.atomic():
        if turn_run(run.pk, state, only=only, by=who(request), at=at, **news) is None:
            raise Refused(_("It has gone on meanwhile. Look at where it stands now."))
        carry_out_import.defer(run_id=run.pk)
    if act == "rehearse":
        messages.success(request, _("It is rehearsed again, with what you chose."))


def _one(request: HttpRequest, run: Run, error: str = "") -> HttpResponse:
    at_work = State(run.state) in AT_WORK
    context = {
        "template": "import",
        "run": run,
        "title": dict(all_sources())[run.source].title,
        "seen": run.preview,
        "missing": missing_in(run),
        "standings": {str(one): _(words) for one, words in STANDINGS.items()},
        "state": state_words(run),
        "state_tone": tone_of(run),
        "at_work": at_work,
        "is_broken": at_work and now() - run.told_at > SILENT,
        "share": 100 * run.done // run.whole if run.whole else 0,
        "form": choices_of(run) if run.state in (State.REHEARSED, State.FAILED) and run.file_id else None,
        "error": error,
    }
    return office(request, "imports", context, 422 if error else 200)


@require_safe
@administrator
def table(request: HttpRequest, run_id: int) -> StreamingHttpResponse:
    """What was not understood, as a table for a spreadsheet."""
    run = runs().filter(pk=run_id).first()
    if run is None or run.report_id is None:
        raise Http404
    answer = StreamingHttpResponse(read(run.report_id), content_type="text/csv; charset=utf-8")
    name = f"{run.log_name}-{_('not-understood')}.csv"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def state_words(run: Run) -> str:
    """Where an import stands, in words."""
    return {
        State.WAITING: _("It is about to be rehearsed"),
        State.REHEARSING: _("It is being rehearsed"),
        State.REHEARSED: _("Rehearsed; nothing was changed yet"),
        State.PLAYING: _("It is being taken over"),
        State.DONE: _("Taken over"),
        State.FAILED: _("It came to no end"),
        State.REMOVING: _("It is being taken back"),
        State.REMOVED: _("Taken back"),
    }[State(run.state)]


def tone_of(run: Run) -> str:
    """How that is shown."""
    return {State.DONE: "ok", State.FAILED: "late", State.REHEARSED: "risk"}.get(State(run.state), "")
