"""Lists of cases: all that may be read, newest first, and the queue in the order in which promises break."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Query

from pasillo.doors.api.cases.shapes import CaseOut, CaseQuery, QueueQuery
from pasillo.doors.api.cases.showing import JOINED, in_states, shown
from pasillo.doors.api.manner.door import reads
from pasillo.doors.api.manner.pages import Page, moment, page_of
from pasillo.doors.api.manner.reach import demand, in_reach, visible
from pasillo.doors.api.trouble import WrongValue
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.ground.conditions.condition import condition_of
from pasillo.ground.conditions.in_sql import question
from pasillo.operations.cases import queue as queues
from pasillo.operations.cases.conditions import FIELDS
from pasillo.operations.cases.narrowing import SORTS, Narrowing, narrowed, narrowing_of
from pasillo.operations.cases.phases import State

TAG = "cases"


@reads(TAG, "/cases", name="cases", scope="cases.read", gives=Page[CaseOut], summary="List cases")
def every(request: HttpRequest, asked: Query[CaseQuery]) -> Any:
    """The cases that the owner of the token may see, newest first. What is opened meanwhile moves no page."""
    wanted = _wanted(request, asked).select_related(*JOINED)

    def rows(after: Any, limit: int) -> Any:
        older = wanted.filter(number__lt=after[0]) if after else wanted
        return older.order_by("-number")[:limit]

    return page_of(request, asked, rows=rows, place=lambda case: [case.number], shown=shown)


@reads(TAG, "/queue", name="queue", scope="cases.read", gives=Page[CaseOut], summary="List what waits for us")
def waiting(request: HttpRequest, asked: Query[QueueQuery]) -> Any:
    """The queue of whoever serves, what breaks first on top: one split of it, as the desk shows it."""
    seen = sight(request)
    demand(seen.serves)
    cases = in_reach(request, queues.split_of(seen, asked.split, _narrowing(asked)))  # type: ignore[arg-type]
    ordered = queues.by_next_promise(cases).select_related(*JOINED)

    def rows(after: Any, limit: int) -> Any:
        if not after:
            return ordered[:limit]
        breaks_at, last = moment(after[0]), after[1]
        later = ordered.filter(breaks_at__gt=breaks_at) | ordered.filter(breaks_at=breaks_at, id__gt=last)
        return later[:limit]

    return page_of(
        request, asked, rows=rows, place=lambda case: [case.breaks_at.isoformat(), case.pk], shown=shown
    )  # fmt: skip


def _wanted(request: HttpRequest, asked: CaseQuery) -> Any:
    cases: Any = visible(request)
    if asked.state:
        cases = in_states(cases, [_state(one) for one in _parts(asked.state)])
    narrowing = _narrowing(asked)
    if narrowing:
        cases = narrowed(cases, narrowing, sight(request))
    if asked.condition:
        cases = cases.filter(question(condition_of(_json(asked.condition), FIELDS), at=now()))
    return cases.filter(changed_at__gte=asked.changed_since) if asked.changed_since else cases


def _narrowing(asked: CaseQuery | QueueQuery) -> Narrowing:
    """What is asked for; a value that cannot be would look like an empty house, and is told instead."""
    for name, allowed in SORTS.items():
        if any(not allowed(part) for part in _parts(getattr(asked, name))):
            raise WrongValue(name)
    return narrowing_of({name: [getattr(asked, name)] for name in (*SORTS, "words")})


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _state(text: str) -> State:
    if text not in list(State):
        raise WrongValue("state", list(State))
    return State(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise WrongValue("condition") from None
