"""What went out and did not arrive, from its figure: when, why, and the case, for whoever may see the case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pasillo.doors.channels.messaging.channel import channels
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import visible_to
from pasillo.operations.conversations.models import Message

PAGE = 50
WHY = "that something did not arrive is told to who sets up; the case it belongs to only to who may see it"
WORD = re.compile(r"[^\s<>]+")
DIGITS = 6  # as many as no code of an answer has, and every number of a phone


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """One thing of ours that did not arrive. `case` is missing where there is none, or none for this visitor."""

    at: datetime
    why: str
    has_case: bool
    case: Case | None = None

    @property
    def shown(self) -> str:
        """Why; who may not see the case learns nobody's address or number from it."""
        return WORD.sub(_harmless, self.why) if self.has_case and self.case is None else self.why


@require_safe
@sets_up
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """What failed on the accounts of one channel together, as its figure counts it, the newest first."""
    if kind not in channels:
        raise Http404
    rows, older = _page_of(kind, request.GET.get("before", ""))
    cases = cases_in(sight(request), "conversation_id", {talk for _pk, _at, _why, talk in rows})
    found = [Undelivered(at=at, why=why, has_case=True, case=cases.get(talk)) for _pk, at, why, talk in rows]
    return listed(request, found, older=older, name=channels[kind].name, back=reverse("messaging:channels"))


def listed(request: HttpRequest, rows: list[Undelivered], *, older: str, name: str, back: str) -> HttpResponse:
    """The list as a page; `older` is the place at which the next fifty begin."""
    context = {"rows": rows, "older": urlencode({"before": older}) if older else "", "name": name, "back": back}
    return render(request, "messaging/undelivered.html", context)


def cases_in(seen: Sight, column: str, values: Iterable[int]) -> dict[int, Case]:
    """Of these cases those that this visitor may see as one of ours: one question, whatever their number."""
    ours = visible_to(seen).exclude(customer_id=seen.person_id)
    return {getattr(case, column): case for case in ours.filter(**{f"{column}__in": set(values)})}


def _harmless(word: re.Match[str]) -> str:
    return "…" if "@" in word[0] or sum(letter.isdigit() for letter in word[0]) >= DIGITS else word[0]


def _page_of(kind: str, before: str) -> tuple[list[tuple[int, datetime, str, int]], str]:
    with for_the_house(WHY):
        lost = Message.objects.filter(channel=kind, direction="out", delivery="failed").order_by("-pk")
        if before.isdecimal() and len(before) < 16:
            lost = lost.filter(pk__lt=int(before))
        rows = list(lost.values_list("pk", "said_at", "delivery_note", "conversation_id")[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1][0]) if len(rows) > PAGE else ""
