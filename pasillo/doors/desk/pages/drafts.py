"""Drafts: kept while one writes, with their files, on whichever device."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import done, is_script, my_id, serving, the_case
from pasillo.doors.desk.commands import attach
from pasillo.doors.desk.composer_view import MOST_MEGABYTES, files_of, saved_words
from pasillo.doors.desk.pages.composer import kind_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.files import deliver
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.pages import render
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import known
from pasillo.operations.conversations.commands import NewerDraft, drop_from_draft, save_draft
from pasillo.operations.conversations.queries import draft_file, drafts_of


@require_POST
@serving
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what has been typed so far; what was written elsewhere meanwhile is shown, not overwritten."""
    case = the_case(request, number)
    seen = request.POST.get("revision", "")
    try:
        draft = save_draft(
            case.conversation_id,
            person_id=my_id(request),
            kind=kind_of(request),
            text=request.POST.get("text", ""),
            next_step=known(request.POST.get("step")),
            known=int(seen) if seen.isdigit() and len(seen) < 9 else None,
            at=now(),
        )
    except NewerDraft as newer:
        context = {"newer": newer.draft, "when": when(newer.draft.updated_at)}
        return render(request, "desk/_newer.html", context, status=409)
    answer = render(request, "desk/_saved.html", {"saved": saved_words(draft) if draft else ""})
    answer.headers["X-Revision"] = str(draft.revision if draft else 0)
    return answer


@require_POST
@serving
def add_files(request: HttpRequest, number: int) -> HttpResponse:
    """Files that were chosen, pasted or dropped: kept at once, before anything is sent."""
    case, kind = the_case(request, number), kind_of(request)
    try:
        for given in request.FILES.getlist("files"):
            if (given.size or 0) > MOST_MEGABYTES * 2**20:
                words = {"name": given.name, "size": MOST_MEGABYTES}
                raise Refused(_("%(name)s is too big: a file may have %(size)s MB at most.") % words)
            attach(case.conversation_id, kind=kind, given=given, person_id=my_id(request), at=now())
    except Refused as refusal:
        return _files(request, case, kind, why=str(refusal), status=422)
    return _files(request, case, kind)


@require_POST
@serving
def drop_file(request: HttpRequest, number: int, file_id: int) -> HttpResponse:
    """A file shall not go along after all."""
    case = the_case(request, number)
    if draft_file(file_id, person_id=my_id(request)) is None:
        raise Http404
    drop_from_draft(file_id, person_id=my_id(request))
    if not is_script(request):
        return done(request, reverse("desk:case", args=[case.number]))
    return _files(request, case, kind_of(request))


@require_safe
@serving
def show_file(request: HttpRequest, file_id: int) -> StreamingHttpResponse:
    """A file that waits with a draft of mine."""
    file = draft_file(file_id, person_id=my_id(request))
    if file is None:
        raise Http404
    return deliver(file)


def _files(request: HttpRequest, case: Case, kind: str, *, why: str = "", status: int = 200) -> HttpResponse:
    draft = drafts_of(case.conversation_id, person_id=my_id(request)).get(kind)
    context = {"files": files_of(draft, case.number), "kind": kind, "why": why}
    answer = render(request, "desk/_draft_files.html", context, status=status)
    answer.headers["X-Revision"] = str(draft.revision if draft else 0)
    return answer
