"""Who of ours takes chats, and who waits at our windows: a page for whoever serves."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.channels.chat import commands
from pasillo.doors.channels.chat.attending import attendance, takers_in, turn_of
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.queue import STILL_HERE, how_many_wait, usual_wait
from pasillo.doors.channels.chat.showing import wait_words
from pasillo.doors.channels.chat.widgets import KIND
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import NoServiceYet, service_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import person, sight, who
from pasillo.ground.kit.looking import for_the_house
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_by

MOST = 50


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Do I take chats, who else does, and who waits."""
    seen, at, someone = sight(request), now(), person(request)
    mine = someone is not None and seen.serves
    turn = turn_of(someone.pk, at=at) if mine and someone else None
    context = {
        "may_take": mine,
        "until": turn.until if turn else None,
        "windows": _windows(seen.area_ids, sees_all=seen.sees_all, at=at),
        "talks": _talks(request, at),
    }
    return render(request, "chat/turns.html", context)


@require_POST
@staff
def take(request: HttpRequest) -> HttpResponse:
    """I take chats from now on, or no more."""
    someone, at = person(request), now()
    if someone is None or not sight(request).serves:
        raise PermissionDenied
    if request.POST.get("take") == "1":
        commands.take_chats(someone.pk, until=at + commands.LONGEST_TURN, by=who(request), at=at)
        messages.success(request, _("You take chats now."))
    else:
        commands.leave_chats(someone.pk, by=who(request), at=at)
        messages.success(request, _("You take no chats now. Those that you began stay yours."))
    return redirect("chat:turns")


def _windows(area_ids: frozenset[int], *, sees_all: bool, at: datetime) -> list[dict[str, Any]]:
    found = []
    for account in Account.objects.select_related("service__area").filter(kind=KIND, is_active=True).order_by("name"):
        try:
            area = service_of(account).area
        except NoServiceYet:
            continue
        if not sees_all and area.pk not in area_ids:
            continue
        with for_the_house("how many wait at a window, and how long that usually takes, are figures"):
            ahead = how_many_wait(account, at=at)
            wait = usual_wait(account, ahead=ahead, at=at)
        found.append({
            "name": account.name, "area": area.name, "here": attendance(account, at=at), "waiting": ahead,
            "wait": wait_words(wait),
            "takers": list(takers_in(area.pk, at=at).values_list("person__name", flat=True).order_by("person__name")),
        })  # fmt: skip
    return found


def _talks(request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    """Who is at a window now, in cases that are this person's to serve: whoever waits comes first."""
    visits = Visit.objects.filter(seen_at__gt=at - STILL_HERE, left_at=None, conversation__isnull=False)
    rows = {visit.conversation_id or 0: visit for visit in visits.select_related("person").order_by("-seen_at")[:MOST]}
    cases = served_by(sight(request)).filter(conversation_id__in=rows).select_related("assignee")
    return [_talk(case, rows[case.conversation_id]) for case in sorted(cases, key=_longest_first)]


def _longest_first(case: Case) -> tuple[bool, datetime]:
    return case.waiting_since is None, case.waiting_since or case.changed_at


def _talk(case: Case, visit: Visit) -> dict[str, Any]:
    return {
        "number": case.number,
        "subject": case.subject,
        "who": visit.person.name,
        "with": case.assignee.name if case.assignee else "",
        "since": case.waiting_since,
    }
