"""What a window asks and says. It holds no cookie: a word in a header is all that opens its conversation.

Each thing that is said is committed as bytes before it is answered; only then it is read. A page of somebody else can
neither send that header nor read our answers, and what a browser says of itself proves nothing here.
"""

import json
import re
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.channels.chat import commands, gates
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.proof import Claim, NotProven, claim_in
from pasillo.doors.channels.chat.showing import FILE, case_at, readable, standing
from pasillo.doors.channels.chat.showing import talk as talk_of
from pasillo.doors.channels.chat.widgets import KIND, secrets_of, widget_behind
from pasillo.doors.channels.chat.windows import WHY, at_window, is_elsewhere, refused, token_hash_of, visit_at
from pasillo.doors.channels.messaging.commands import note_call
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.shell import presence
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.files import deliver
from pasillo.doors.shell.room import is_tight
from pasillo.doors.shell.sent_files import SentFiles, sent_files
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.plain import safe
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import MessageFile

KEY = re.compile(r"[A-Za-z0-9_-]{8,60}", re.ASCII)
ADDRESS = re.compile(r"[^@\s<>,;\"'()]{1,64}@[^@\s<>,;\"'()]{1,180}\.[^@\s<>,;\"'().]{2,60}")
LONGEST = 8_000
A_WHILE = 3_600
SEEN_EVERY = 15.0


@require_safe
@at_window
def talk(request: HttpRequest, account: Account) -> HttpResponse:
    """What is new at this window."""
    at, visit = now(), visit_at(request, account)
    if visit is None:
        return JsonResponse({"standing": standing(account, at=at), "talk": None})
    if request.GET.get("here") and (at - visit.seen_at).total_seconds() > SEEN_EVERY:
        commands.note_seen(visit, at=at)
    return _answer(account, visit, after=_number(request.GET.get("after", "")))


@require_POST
@at_window
def say(request: HttpRequest, account: Account) -> HttpResponse:
    """Somebody says something. It is kept first; what cannot be kept is refused in words, and stays with them."""
    token_hash = token_hash_of(request)
    if not token_hash or is_elsewhere(account, token_hash):
        raise Http404
    visit = visit_at(request, account)
    came = sent_files(request, ["files"], place=f"chat:{token_hash}")
    why = _too_much(request, account, token_hash, is_new=visit is None) or _why_not(request, account, visit, came)
    if why:
        return refused(why, 422)
    if is_tight():
        return refused(_("There is no room just now. Please try again in a minute."), 503)
    claim = _claim(request, account)
    inbound = _keep(account, _raw(request, token_hash, came, claim))
    note_call(account.pk, at=now())
    read_one(inbound.pk)
    return _answer(account, visit_at(request, account), status=201)


@require_POST
@at_window
def prove(request: HttpRequest, account: Account) -> HttpResponse:
    """The host's server says who this is: their conversation goes on here, from whichever device it was begun."""
    token_hash = token_hash_of(request)
    if not token_hash or is_elsewhere(account, token_hash):
        raise Http404
    if not gates.proofs_in_range.admits(gates.neighbourhood(request)):
        return refused(_("That was a lot at once. Please wait a minute."), 429)
    claim = _claim(request, account)
    known = Visit.objects.filter(token_hash=token_hash).first()
    if claim is None or (known is not None and not known.proof):
        return refused(_("This proves nothing."), 403)
    visit = commands.visit_for(account, token_hash, claim=claim, language=translation.get_language() or "en", at=now())
    return _answer(account, Visit.objects.select_related("account", "person").get(pk=visit.pk))


@require_POST
@at_window
def here(request: HttpRequest, account: Account) -> HttpResponse:
    """They write, they look, they have read up to here, or they close the window."""
    visit, at = visit_at(request, account), now()
    if visit is None:
        raise Http404
    doing = request.POST.get("doing", "look")
    case = case_at(visit)
    if doing == "left":
        commands.note_left(visit, at=at)
    elif visit.left_at or (at - visit.seen_at).total_seconds() > SEEN_EVERY:
        commands.note_seen(visit, at=at)
    if case is None:
        return HttpResponse(status=204)
    _note_arrived(request, visit, case)
    does = {"write": "reply", "look": "look"}.get(doing, "")
    whisper(presence.words_for(case.pk, visit.person_id, does, f"v{visit.pk % 10**10}"))
    return HttpResponse(status=204)


@require_safe
@csrf_exempt
@for_the_house(WHY)
def file(request: HttpRequest, key: str, file_id: int) -> HttpResponseBase:
    """A file of this conversation, by an address that only its window was given, for an hour."""
    account = widget_behind(key)
    try:
        told = signing.loads(request.GET.get("s", ""), salt=FILE, max_age=A_WHILE)
    except signing.BadSignature:
        raise Http404 from None
    visit = Visit.objects.select_related("account", "person").filter(pk=told["v"], account=account).first()
    found = MessageFile.objects.select_related("blob", "message").filter(pk=file_id).first()
    case = case_at(visit) if visit and account else None
    if found is None or case is None or visit is None or told["f"] != file_id:
        raise Http404
    if not readable(visit, case).filter(pk=found.message_id).exists():
        raise Http404
    return deliver(found)


def _too_much(request: HttpRequest, account: Account, token_hash: str, *, is_new: bool) -> str:
    """Whether this visitor, or their neighbourhood, has said enough for now."""
    near = gates.neighbourhood(request)
    fits = gates.words_of_visitor.admits(token_hash) and gates.words_in_range.admits(near)
    if is_new:
        fits = fits and gates.begun_in_range.admits(near) and gates.begun_at_widget.admits(str(account.pk))
    return "" if fits else _("That was a lot at once. Please wait a minute.")


def _why_not(request: HttpRequest, account: Account, visit: Visit | None, came: SentFiles) -> str:
    text, email = _text(request), _email(request)
    if "files" in came.errors:
        return came.errors["files"]
    if not KEY.fullmatch(request.POST.get("key", "")):
        return _("This message came without its mark. Please send it again.")
    if not text.strip() and not came.files:
        return _("There is nothing to send yet. Write your message first.")
    if len(text) > LONGEST:
        return _("This is longer than %(count)s characters.") % {"count": LONGEST}
    if email and not ADDRESS.fullmatch(email):
        return _("This does not look like an e-mail address.")
    if visit is None and not email and not request.POST.get("proof") and not standing(account, at=now())["attended"]:
        return _("Please leave your e-mail address: nobody is here to answer at once.")
    return ""


def _claim(request: HttpRequest, account: Account) -> Claim | None:
    """What the host's server signed. A claim that is not signed is no claim."""
    token, at = request.POST.get("proof", ""), now()
    if not token:
        return None
    try:
        return claim_in(token, secrets_of(account, at=at), audience=account.key, at=at)
    except NotProven:
        return None


def _raw(request: HttpRequest, token_hash: str, came: SentFiles, claim: Claim | None) -> dict[str, Any]:
    """What was said, as it is kept."""
    return {
        "visit": token_hash,
        "key": request.POST["key"],
        "text": _text(request),
        "name": safe(request.POST.get("name", "")).strip()[:120],
        "email": _email(request),
        "language": translation.get_language() or "en",
        "claim": {**asdict(claim), "until": claim.until.isoformat()} if claim else None,
        "files": [{"name": one.name, "blob": one.blob.pk, "type": one.blob.media_type} for one in came.files],
        "at": now().isoformat(),
    }


def _keep(account: Account, told: dict[str, Any]) -> Inbound:
    """The bytes, committed. The same message once more is the first one."""
    place = {"channel": KIND, "mailbox": str(account.pk), "outside_id": f"{told['visit']}:{told['key']}"}
    try:
        return take_in(**place, raw=json.dumps(told).encode(), at=now())
    except IntegrityError:
        return Inbound.objects.get(**place)


def _note_arrived(request: HttpRequest, visit: Visit, case: Case) -> None:
    """Up to which message they have read, or only have; who answered sees it at once."""
    upto = _number(request.POST.get("read", ""))
    was_read = request.POST.get("eyes") == "1"
    waiting = ("queued", "delivered", "sent", "failed") if was_read else ("queued",)
    ours = readable(visit, case).filter(direction="out", pk__lte=upto, delivery__in=waiting, channel=KIND)
    arrived = list(ours.values_list("pk", flat=True)[:50])
    if arrived:
        commands.note_arrived(arrived, was_read=was_read)
        whisper(f"ours:{case.merged_into_id or case.pk}")


def _answer(account: Account, visit: Visit | None, *, after: int = 0, status: int = 200) -> JsonResponse:
    at = now()
    told = talk_of(visit, at=at, after=after) if visit else None
    return JsonResponse({"standing": standing(account, at=at), "talk": told}, status=status)


def _text(request: HttpRequest) -> str:
    return safe(request.POST.get("text", "")).replace("\r\n", "\n")


def _email(request: HttpRequest) -> str:
    return safe(request.POST.get("email", "")).strip().lower()[:254]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
