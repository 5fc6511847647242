"""A case written down by one of ours, while somebody calls or stands there; or a call about a case that exists."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.desk.answers import my_id, serving, the_case, wants
from pasillo.doors.desk.calls.commands import Talk, log_into, log_new
from pasillo.doors.desk.commands import Call
from pasillo.doors.desk.finding import find_customers, pick_of, picked, recent_callers
from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.questioning import Questions, is_for_colleagues, questions_in, services_for, shown
from pasillo.doors.shell.answers import told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import ago
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.files.commands import keep
from pasillo.ground.kit.languages import LANGUAGES, in_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.ground.people.together import one_person
from pasillo.operations.calls import commands as calls
from pasillo.operations.calls.models import Call as IncomingCall
from pasillo.operations.calls.queries import call_of
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_by
from pasillo.operations.conversations.commands import FileIn

CHANNELS = ("phone", "desk", "letter", "email", "whatsapp", "chat")
FIELDS = (
    "customer", "name", "email", "phone", "language", "service", "subject", "text", "channel", "contact", "key",
    "direction", "minutes", "told", "noted", "solved", "into", "call",
)  # fmt: skip
SPOKEN = ("phone", "desk", "letter")
LONGEST_CALL = 24 * 60
MOST_SCANS = 20
NOTHING_ASKED = Questions()


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks for; the clock starts at their first contact."""
    if request.method != "POST":
        given = {name: safe(request.GET.get(name, "")) for name in ("customer", "into")}
        return _form(request, given | {"name": safe(request.GET.get("q", ""))} | _of_call(request))
    typed = {name: safe(request.POST.get(name, "")).strip() for name in FIELDS}
    asked = questions_in(request, request.POST)
    if request.POST.get("do") == "questions":
        return _form(request, typed, asked=asked)
    try:
        case = _logged(request, typed, asked)
    except Refused as refusal:
        return _form(request, typed, asked=asked, why=str(refusal), status=422)
    _note_call(request, typed["call"], case)
    return redirect("desk:case", case.number)


@require_safe
@serving
def callers(request: HttpRequest) -> HttpResponse:
    """Who it may be, while the name or the number is typed; and their open cases, for a call about one of them."""
    words = safe(request.GET.get("name", "")).strip()[:200]
    found = find_customers(sight(request), words, 8) if len(words) > 1 else []
    return render(request, "desk/_callers.html", {"people": found, "words": words, "pick_of": pick_of})


def _logged(request: HttpRequest, typed: dict[str, str], asked: Questions) -> Case:
    into = _into(request, typed["into"])
    talk = _talk(typed, _scans(request))
    if into is not None:
        return log_into(into.pk, talk, key=typed["key"][:64] or None, by=who(request), at=now())
    caller = picked(sight(request), typed["customer"])
    if caller is None and typed["customer"]:
        raise Refused(_("Please choose again who it is."))
    if asked.errors:
        raise Refused(
            ngettext("One answer is missing or wrong.", "%(n)s answers are missing or wrong.", len(asked.errors))
            % {"n": len(asked.errors)}
        )
    return log_new(_call(typed, talk, caller, asked), talk, by=who(request), at=now())


def _of_call(request: HttpRequest) -> dict[str, str]:
    """What the phone system told of the call that is written down: who, from when on, how long."""
    call = _theirs(request, request.GET.get("call", ""))
    if call is None:
        return {}
    known = {"customer": pick_of(call.customer)} if call.customer and not request.GET.get("into") else {}
    began = timezone.localtime(call.answered_at or call.began_at).strftime("%Y-%m-%dT%H:%M")
    direction, minutes = "out" if call.outgoing else "in", str(call.minutes or "")
    return {
        "call": str(call.pk),
        "phone": call.number,
        "contact": began,
        "direction": direction,
        "minutes": minutes,
    } | known


def _theirs(request: HttpRequest, number: str) -> IncomingCall | None:
    return call_of(my_id(request), int(number)) if number.isdecimal() and len(number) < 16 else None


def _note_call(request: HttpRequest, number: str, case: Case) -> None:
    call = _theirs(request, number)
    if call is not None:
        calls.log_into(call.pk, case_id=case.pk, by=who(request), at=now())


def _into(request: HttpRequest, number: str) -> Case | None:
    return the_case(request, int(number)) if number.isdigit() and len(number) < 16 else None


def _talk(typed: dict[str, str], scans: Sequence[FileIn] = ()) -> Talk:
    minutes = typed["minutes"]
    if minutes and not (minutes.isdigit() and 0 < int(minutes[:5]) <= LONGEST_CALL):
        raise Refused(_("Say in minutes how long the call was."))
    return Talk(
        outgoing=typed["direction"] == "out",
        began_at=_contact(typed["contact"]) or now(),
        minutes=int(minutes) if minutes else None,
        channel=typed["channel"] if typed["channel"] in SPOKEN else "phone",
        files=scans,
        said=typed["text"],
        told=typed["told"],
        noted=typed["noted"],
        solved=bool(typed["solved"]),
    )


def _scans(request: HttpRequest) -> list[FileIn]:
    """The letter itself, as it was scanned or photographed."""
    return [_kept(one) for one in request.FILES.getlist("scan")[:MOST_SCANS] if one.size]


def _kept(given: UploadedFile) -> FileIn:
    blob = keep(given.read())
    return FileIn(name=safe(given.name or ""), blob=blob, media_type=blob.media_type)


def _call(typed: dict[str, str], talk: Talk, caller: Person | None, asked: Questions) -> Call:
    if not is_number(typed["service"]):
        raise Refused(_("Choose the service that it is about."))
    language = typed["language"] if typed["language"] in LANGUAGES else "en"
    chosen = asked.chosen
    return Call(
        customer_id=caller.pk if caller else None,
        name=typed["name"],
        email=typed["email"],
        phone=typed["phone"],
        language=language,
        service_id=int(typed["service"]),
        subject=typed["subject"],
        text=typed["text"],
        channel=typed["channel"] if typed["channel"] in CHANNELS else "phone",
        contact_at=talk.began_at,
        key=typed["key"][:64] or None,
        request_type_id=chosen.pk if chosen else None,
        form_version_id=asked.version.pk if asked.version else None,
        kind=chosen.kind if chosen else None,
        answers=asked.answers,
        told=_told(asked, caller.language if caller else language),
        files=[*(one.as_sent() for one in asked.came.files if one.field in asked.answers), *talk.files],
    )


def _told(asked: Questions, language: str) -> str:
    """The answers as words, for who gave no others."""
    lines = told(asked.form, asked.answers, language)
    return "\n".join(f"{asks} {said}" if asks.endswith("?") else f"{asks}: {said}" for asks, said in lines)


def _contact(text: str) -> datetime | None:
    """When they first reached us; a moment that lies ahead cannot be true."""
    try:
        given = parse_datetime(text) if text else None
    except ValueError:
        given = None
    if given is None:
        return None
    moment = given if timezone.is_aware(given) else timezone.make_aware(given)
    if moment > now() + timedelta(minutes=1):
        raise Refused(_("The first contact cannot lie in the future."))
    return min(moment, now())


def _form(
    request: HttpRequest,
    typed: dict[str, Any],
    *,
    asked: Questions = NOTHING_ASKED,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "en"
    given = dict.fromkeys(FIELDS, "") | {"channel": "phone", "language": language, "key": str(uuid.uuid4())} | typed
    given["contact"] = given["contact"] or timezone.localtime(now()).strftime("%Y-%m-%dT%H:%M")
    given["direction"] = given["direction"] or "in"
    into = _into(request, given["into"])
    known = into.customer if into else picked(sight(request), given["customer"])
    if known is None and given["customer"] and request.method != "POST":
        raise Http404
    context: dict[str, Any] = {"typed": given, "known": known, "why": why, "into": into}
    context["asked"] = shown(request, asked, with_errors=status == 422)
    if wants(request) == "asked":
        return render(request, "desk/_asked.html", context, status=status)
    context["services"], context["inside"] = _services(known, language)
    context |= {"clear": reverse("desk:new"), "theirs": _open_cases(request, known, into), "recent": []}
    if known is None and not given["name"]:
        context["recent"] = [{"person": one, "ago": ago(at)} for one, at in recent_callers(sight(request), at=now())]
    return render(request, "desk/new.html", context, status=status)


def _services(customer: Person | None, language: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What can be chosen: what customers ask for, and apart from it what only colleagues do."""
    lines: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for service in services_for(customer):
        lines[is_for_colleagues(service)].append((str(service.pk), in_language(service.names, language)))
    return lines


def _open_cases(request: HttpRequest, known: Person | None, into: Case | None) -> list[Case]:
    """The cases about which they may be calling."""
    if known is None or into is not None:
        return []
    theirs = served_by(sight(request)).living().filter(customer_id__in=one_person(known.pk))
    return list(theirs.order_by("-changed_at")[:5])
