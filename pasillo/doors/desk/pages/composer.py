"""The composer: what is typed is sent once, can be taken back for a moment, and is never lost."""

import uuid
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pasillo.doors.desk.answers import done, is_script, my_id, serving, the_case
from pasillo.doors.desk.commands import SomebodyWasFaster, Typed, say
from pasillo.doors.desk.composer_view import KINDS
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.pages.going_on import on_to_the_next
from pasillo.doors.desk.pages.work import case_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import ago
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import ASK, WAIT
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.queries import drafts_of


@require_POST
@serving
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send the reply, or keep the note; whatever stands in the way, the words stay."""
    case = the_case(request, number)
    typed = _typed(request)
    try:
        say(case.pk, typed=typed, person_id=my_id(request), by=who(request), at=now())
    except SomebodyWasFaster as faster:
        return _once_more(request, case, typed, _too_late(faster), status=409)
    except Refused as refusal:
        return _once_more(request, case, typed, _no(str(refusal)), status=422)
    if typed.then == "resolve":
        return on_to_the_next(request, case)
    return _said(request, case, typed)


def reply_not_sent(request: HttpRequest, case: Case) -> str:
    """The words of a reply that this person has begun: as the page holds them, else as they were kept."""
    held = request.POST.get("reply")
    if held is None:
        kept = drafts_of(case.conversation_id, person_id=my_id(request)).get("reply")
        held = kept.text if kept else ""
    return held if held.strip() else ""


def ask_about(request: HttpRequest, case: Case, unsent: str) -> HttpResponse:
    """Whether the reply goes along, beside the reply itself. Either way its words stay."""
    warning: dict[str, Any] = {"tone": "risk", "icon": "circle-alert", "anyway": "", "unsent": True}
    warning["text"] = _("Your reply is not sent yet: the customer would only read that it is solved.")
    if not is_script(request):
        return case_page(request, case, composer={"warning": warning, "kind": "reply", "reply": unsent}, status=422)
    answer = render(request, "desk/_warned.html", {"composer": {"warning": warning}}, status=422)
    answer.headers["HX-Retarget"] = "#warned"
    return answer


def kind_of(request: HttpRequest) -> str:
    """Whether a reply or a note is being written. What is neither stays among us: it is never mailed by mistake."""
    chosen = request.POST.get("kind", "")
    return chosen if chosen in KINDS else "note" if chosen else "reply"


def _typed(request: HttpRequest) -> Typed:
    kind = kind_of(request)
    seen = request.POST.get("anyway") or request.POST.get("seen", "")
    then = request.POST.get("then") or None
    if then == WAIT and request.POST.get("asks"):
        then = ASK
    return Typed(
        kind=kind,
        text=request.POST.get(kind, ""),
        files=request.FILES.getlist("files"),
        then=then if kind == "reply" else None,
        key=safe(request.POST.get("key", ""))[:64] or None,
        seen=_number(seen),
        seen_going=_number(request.POST.get("going", "")),
    )


def _number(given: str) -> int:
    return int(given) if given.isdigit() and len(given) < 19 else 0


def _said(request: HttpRequest, case: Case, typed: Typed) -> HttpResponse:
    said = Message.objects.filter(conversation=case.conversation_id)
    last = said.aggregate(last=Max("pk"))["last"]
    news = {"kind": typed.kind, "key": str(uuid.uuid4()), "seen": last or 0}
    address = looking_of(request).case(case.number)
    return done(request, address, **{"desk:sent": news})


def _once_more(request: HttpRequest, case: Case, typed: Typed, warning: dict[str, Any], *, status: int) -> HttpResponse:
    warning |= {"then": typed.then or ""}
    if is_script(request):
        return render(request, "desk/_warned.html", {"composer": {"warning": warning}}, status=status)
    kept = {"warning": warning, "kind": typed.kind, "key": typed.key, "seen": typed.seen}
    kept |= {kind: request.POST.get(kind, "") for kind in KINDS}
    return case_page(request, case, composer=kept, status=status)


def _no(why: str) -> dict[str, Any]:
    return {"tone": "late", "icon": "circle-alert", "text": why, "anyway": "", "unsent": False}


def _too_late(faster: SomebodyWasFaster) -> dict[str, Any]:
    words = {"who": faster.name, "ago": _ago(faster)}
    if faster.going:
        text = _("A reply of %(who)s is about to go out: look before you send. Your words are kept.") % words
    else:
        text = _("%(who)s replied %(ago)s: look before you send. Your words are kept.") % words
    warning = {"tone": "risk", "icon": "users", "text": text, "anyway": str(faster.seen), "unsent": False}
    return warning | {"going": faster.going}


def _ago(faster: SomebodyWasFaster) -> str:
    seconds = max(1, int((now() - faster.at).total_seconds()))
    if seconds < 60:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": seconds}
    return ago(faster.at)
