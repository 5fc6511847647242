"""A form that somebody was writing when their session ended: it waits for them, and for nobody else who signs in."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from pasillo.doors.portal import commands
from pasillo.doors.portal.models import RequestDraft
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import person

ME = "_me"
KEPT = "left_forms"


def mark_of(request: HttpRequest) -> str:
    """A sign in the form of who writes it, which tells others nothing; empty for whoever has not signed in."""
    someone = person(request)
    return salted_hmac("pasillo.doors.portal.left", str(someone.pk)).hexdigest()[:32] if someone else ""


def is_left(request: HttpRequest) -> bool:
    """Whether the form was begun by somebody who was signed in, and comes from nobody."""
    return request.method == "POST" and person(request) is None and bool(request.POST.get(ME))


def keep_left(request: HttpRequest, draft: RequestDraft) -> None:
    """What came from it waits with the visitor's session for whoever wrote it."""
    kept = request.session.get(KEPT, {})
    request.session[KEPT] = kept | {str(draft.request_type_id): [str(draft.key), request.POST[ME][:32]]}


def take_left(request: HttpRequest, request_type_id: int) -> None:
    """Whoever wrote it is back: it goes on as their own draft."""
    someone, kept = person(request), request.session.get(KEPT, {})
    if someone is None or request.method != "GET" or str(request_type_id) not in kept:
        return
    key, mark = kept[str(request_type_id)]
    request.session[KEPT] = {pk: one for pk, one in kept.items() if pk != str(request_type_id)}
    if constant_time_compare(mark, mark_of(request)):
        commands.take_over_draft(UUID(key), person_id=someone.pk, request_type_id=request_type_id, at=now())
