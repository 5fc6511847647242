"""The queue: what waits for whoever serves, in the order in which promises break."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.narrowing import Narrowing, narrowed
from pasillo.operations.cases.phases import OURS, WAITING, State
from pasillo.operations.cases.queries import by_next_promise, served_by

SPLITS = ("todo", "new", "waiting", "me")
CAP = 100


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of the queue ended: the next one begins after it."""

    breaks_at: datetime
    case_id: int


EVERYTHING = Narrowing()


def split_of(sight: Sight, split: str, asked: Narrowing = EVERYTHING) -> QuerySet[Case]:
    """One split of the queue: "todo" what is ours to do, "new" untouched, "waiting" or put off, or "me"."""
    cases = narrowed(served_by(sight), asked, sight) if asked else served_by(sight)
    back = Q(state=State.RESOLVED, waiting_since__isnull=False)
    if split == "new":
        return cases.filter(state=State.NEW, assignee=None, snoozed_until=None)
    if split == "waiting":
        return cases.filter(Q(state__in=WAITING) | Q(state__in=OURS, snoozed_until__isnull=False))
    if split == "me":
        return cases.filter(Q(state__in=OURS | WAITING) | back, assignee_id=sight.person_id)
    return cases.filter(Q(state__in=OURS, snoozed_until=None) | back)


def queue(
    sight: Sight,
    *,
    split: str = "todo",
    asked: Narrowing = EVERYTHING,
    after: Place | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """One page of the queue as plain rows, with what a row shows."""
    cases = by_next_promise(split_of(sight, split, asked))
    if after is not None:
        later = Q(("breaks_at__gt", after.breaks_at)) | Q(("breaks_at", after.breaks_at), ("id__gt", after.case_id))
        cases = cases.filter(later)
    page = list(
        cases.values(
            "id", "number", "subject", "state", "channel", "kind", "cycle", "priority", "language", "unverified",
            "opened_at", "waiting_since", "next_due_at", "resolved_at", "snoozed_until", "breaks_at",
            "assignee_id", "area_id", customer_name=F("customer__name"),
            assignee_name=F("assignee__name"), area_name=F("area__name"),
            service_names=F("service__names"), block=F("service__block"), service_slug=F("service__slug"),
        )[:limit]
    )  # fmt: skip
    _add_tasks(page)
    return page


def _add_tasks(page: list[dict[str, Any]]) -> None:
    asked = Case.objects.filter(pk__in=[row["id"] for row in page]).annotate(
        tasks_all=Count("tasks"), tasks_done=Count("tasks", filter=Q(tasks__state="done"))
    )
    counted = {row["id"]: row for row in asked.values("id", "tasks_all", "tasks_done")}
    for row in page:
        row |= {"tasks_all": counted[row["id"]]["tasks_all"], "tasks_done": counted[row["id"]]["tasks_done"]}


def counts(sight: Sight, asked: Narrowing = EVERYTHING) -> dict[str, int]:
    """How many cases each split holds; counted up to a hundred, which means "99 and more"."""
    return {split: len(split_of(sight, split, asked).values_list("id")[:CAP]) for split in SPLITS}


def numbers(sight: Sight, *, split: str, asked: Narrowing = EVERYTHING, limit: int) -> list[int]:
    """The cases of one split, in its order: for what is done to all of them."""
    cases = by_next_promise(split_of(sight, split, asked))
    return list(cases.values_list("id", flat=True)[:limit])


def number_after(sight: Sight, *, split: str, case: Case, asked: Narrowing = EVERYTHING) -> int | None:
    """The case that comes next in the queue once this one is done."""
    rest = by_next_promise(split_of(sight, split, asked)).exclude(pk=case.pk)
    return rest.values_list("number", flat=True).first()
