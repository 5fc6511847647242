"""The queue: what waits for whoever serves, in the order in which promises break."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from pasillo.ground.asking import asked as again
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.cases.narrowing import Narrowing, narrowed
from pasillo.operations.cases.parts import called_to, held_by, helped_by, served_in_parts
from pasillo.operations.cases.phases import LIVING, OURS, WAITING, State
from pasillo.operations.cases.queries import by_next_promise, ids_of, seen_by, served_by

SPLITS = ("todo", "new", "waiting", "me")
CAP = 100


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of the queue ended: the next one begins after it."""

    breaks_at: datetime
    case_id: int


EVERYTHING = Narrowing()
Few = tuple[int, ...]
Columns = tuple[tuple[str, ...], dict[str, F]]
PLACED: Columns = (("id", "breaks_at"), {})
SHOWN: Columns = (
    (
        "id", "number", "subject", "state", "channel", "kind", "cycle", "priority", "language", "unverified",
        "opened_at", "waiting_since", "next_due_at", "resolved_at", "snoozed_until", "breaks_at",
        "assignee_id", "area_id",
    ),
    {
        "customer_name": F("customer__name"), "assignee_name": F("assignee__name"), "area_name": F("area__name"),
        "service_names": F("service__names"), "block": F("service__block"), "service_slug": F("service__slug"),
    },
)  # fmt: skip


@dataclass(frozen=True)
class Eyes:
    """Who looks, and the few cases that are theirs for another reason than their area."""

    sight: Sight
    helped: Few = ()
    called: Few = ()


def split_of(sight: Sight, split: str, asked: Narrowing = EVERYTHING) -> QuerySet[Case]:
    """One split of the queue: "todo" what is ours to do, "new" untouched, "waiting" or put off, or "me".

    "Me" is what I hold, where I was named and have not looked yet, and where a task waits for me.
    """
    return _within(served_by(sight), sight, called_to(sight), split, asked)


def _within(served: QuerySet[Case], sight: Sight, called: Few, split: str, asked: Narrowing) -> QuerySet[Case]:
    cases = narrowed(served, asked, sight) if asked else served
    back = Q(state=State.RESOLVED, waiting_since__isnull=False)
    if split == "new":
        return cases.filter(state=State.NEW, assignee=None, snoozed_until=None)
    if split == "waiting":
        return cases.filter(Q(state__in=WAITING) | Q(state__in=OURS, snoozed_until__isnull=False))
    if split == "me":
        held = Q(assignee_id=sight.person_id, state__in=LIVING) & (Q(state__in=OURS | WAITING) | back)
        return cases.filter(held | Q(pk__in=called)) if called else cases.filter(held)
    return cases.filter(state__in=LIVING).filter(Q(state__in=OURS, snoozed_until=None) | back)


def _parts(eyes: Eyes, split: str, asked: Narrowing) -> list[QuerySet[Case]]:
    """A split in parts of which each has its index."""
    if split != "me":
        served = served_in_parts(eyes.sight, eyes.helped)
    else:
        elsewhere = [Case.objects.filter(pk__in=eyes.called)] if eyes.called else []
        served = [held_by(eyes.sight), *elsewhere]
    return [_within(part, eyes.sight, eyes.called, split, asked) for part in served]


def _in_order(
    eyes: Eyes, split: str, asked: Narrowing, columns: Columns, limit: int, after: Place | None = None
) -> QuerySet[Any]:
    """The first of a split, by the moment at which their promises break: the first of each part, in one list."""
    parts = []
    for part in _parts(eyes, split, asked):
        cases = by_next_promise(part)
        if after is not None:
            later = Q(("breaks_at__gt", after.breaks_at)) | Q(("breaks_at", after.breaks_at), ("id__gt", after.case_id))
            cases = cases.filter(later)
        parts.append(cases.values(*columns[0], **columns[1])[:limit])
    return parts[0].union(*parts[1:]).order_by("breaks_at", "id")[:limit] if len(parts) > 1 else parts[0]


def queue(
    sight: Sight,
    *,
    split: str = "todo",
    asked: Narrowing = EVERYTHING,
    after: Place | None = None,
    limit: int = 50,
    eyes: Eyes | None = None,
) -> list[dict[str, Any]]:
    """One page of the queue as plain rows, with what a row shows. Who asks more than once brings their `eyes_of`."""
    eyes = eyes or eyes_of(sight)
    if asked or after is not None:
        page = list(_in_order(eyes, split, asked, SHOWN, limit, after))
    else:
        page = again(_page, *_values(eyes), roles=sight.roles, split=split, limit=limit)
    _add_tasks(page)
    return page


def _page(
    person: int | None, areas: Few, helped: Few, called: Few, *, roles: frozenset[str], split: str, limit: int
) -> QuerySet[Any]:
    return _in_order(_again(person, areas, helped, called, roles), split, EVERYTHING, SHOWN, limit)


def eyes_of(sight: Sight) -> Eyes:
    """Looks up the few cases that are theirs for another reason than their area."""
    return Eyes(sight, helped_by(sight), called_to(sight))


def _values(eyes: Eyes) -> tuple[int | None, Few, Few, Few]:
    return *ids_of(eyes.sight), eyes.helped, eyes.called


def _again(person: int | None, areas: Few, helped: Few, called: Few, roles: frozenset[str]) -> Eyes:
    return Eyes(seen_by(person, areas, roles), helped, called)


def _add_tasks(page: list[dict[str, Any]]) -> None:
    for row in page:
        row |= {"tasks_all": 0, "tasks_done": 0}
    rows = {row["id"]: row for row in page}
    for case_id, state in again(_tasks_of, tuple(rows)):
        rows[case_id]["tasks_all"] += 1
        rows[case_id]["tasks_done"] += state == Task.State.DONE


def _tasks_of(case_ids: tuple[int, ...]) -> QuerySet[Any]:
    return Task.objects.filter(case_id__in=case_ids).values_list("case_id", "state")


def counts(sight: Sight, asked: Narrowing = EVERYTHING, *, eyes: Eyes | None = None) -> dict[str, int]:
    """How many cases each split holds; counted up to a hundred, which means "99 and more"."""
    eyes = eyes or eyes_of(sight)
    found = list(_few_of_each(eyes, asked)) if asked else again(_counted, *_values(eyes), roles=sight.roles)
    totals = Counter(split for split, _ in found)
    return {split: min(totals[place], CAP) for place, split in enumerate(SPLITS)}


def _counted(person: int | None, areas: Few, helped: Few, called: Few, *, roles: frozenset[str]) -> QuerySet[Any]:
    return _few_of_each(_again(person, areas, helped, called, roles), EVERYTHING)


def _few_of_each(eyes: Eyes, asked: Narrowing) -> QuerySet[Any]:
    """A hundred cases of each part of each split, at most; a case counts once in a split."""
    few = [
        part.annotate(place=Value(place)).values_list("place", "id")[:CAP]
        for place, split in enumerate(SPLITS)
        for part in _parts(eyes, split, asked)
    ]
    return few[0].union(*few[1:])


def numbers(sight: Sight, *, split: str, asked: Narrowing = EVERYTHING, limit: int) -> list[int]:
    """The cases of one split, in its order: for what is done to all of them."""
    return [row["id"] for row in _in_order(eyes_of(sight), split, asked, PLACED, limit)]


def number_after(
    sight: Sight, *, split: str, case: Case, asked: Narrowing = EVERYTHING, ending: Collection[int] = ()
) -> int | None:
    """The case that comes next in the queue once this one is done; none of those conversations that are ending."""
    rest = by_next_promise(split_of(sight, split, asked)).exclude(pk=case.pk).exclude(conversation_id__in=ending)
    return rest.values_list("number", flat=True).first()
