"""What starts, pauses and stops each clock of a case, read from its facts alone: no hours, no targets, no database.

What was said stands at the moment at which it was said, however late it was written down. What somebody did to the
case (a wait, an end, another area) cannot be earlier than what was done to it before.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.promises.rules.runs import Cycle, Still, cycle_of
from pasillo.operations.promises.rules.weaving import TOOK_IN, Told, woven

SPOKEN = frozenset({"message.received", "message.sent", "message.unseen", "message.seen"})
METRICS = (
    "ownership", "first_response", "next_response", "update_cadence", "area_time", "resolution", "dispute",
    "total_resolution", "customer_wait", "customer_effort_time", "delivery", "event_deadline",
)  # fmt: skip
ANSWERING = ("first_response", "next_response")
HEARD = (*ANSWERING, "update_cadence")  # what words end that the customer can see
SOLVING = ("resolution", "dispute", "total_resolution")
OWN = ("area_time",)  # an area's own time begins when the case comes to it, whatever is merged into it
INSTEAD = {
    "first_response": "next_response", "next_response": "first_response",
    "resolution": "dispute", "dispute": "resolution",
}  # fmt: skip
CUSTOMERS, SUPPLIERS, AGREED, BELIEVED = "customer", "supplier", "scheduled", "believed"
STANDS_STILL = {
    CUSTOMERS: (*SOLVING, "area_time", "update_cadence"),
    SUPPLIERS: ("area_time",),
    AGREED: (*SOLVING, "area_time"),
}


def fold(told: Iterable[Told]) -> list[Cycle]:
    """Every cycle of every metric of one case, in the order of their starts."""
    course = Course()
    for at, fact in in_time(woven(told)):
        if follow := CAUSES.get(fact.name):
            follow(course, fact, at)
    return course.cycles


def in_time(told: Iterable[Told]) -> Iterator[tuple[datetime, Told]]:
    """The facts in the order in which they happened, each with the moment at which it counts."""
    latest: datetime | None = None
    placed = []
    for place, fact in enumerate(told):
        at = fact.happened_at
        if fact.name in CAUSES and fact.name not in SPOKEN and not fact.data.get("void"):
            at = latest = max(at, latest or at)
        placed.append((at, place, fact))
    for at, _, fact in sorted(placed, key=lambda row: row[:2]):
        yield at, fact


def begun(told: Sequence[Told], cycles: Sequence[Cycle]) -> list[Cycle]:
    """The cycles that came with the last of these facts."""
    earlier = fold(told[:-1])
    before = {(cycle.metric, cycle.started_at) for cycle in earlier}
    fresh = [cycle for cycle in cycles if (cycle.metric, cycle.started_at) not in before]
    going = [cycle for cycle in earlier if cycle.is_going]
    if told[-1].name == TOOK_IN:
        fresh = [cycle for cycle in fresh if cycle.is_going]
    return [cycle for cycle in fresh if not (cycle.is_going and _goes_on(cycle, going))]


def _goes_on(cycle: Cycle, going: Iterable[Cycle]) -> bool:
    """Whether it is one that was going before, and only begins at another moment now."""
    return any(cycle_of([cycle], one.metric, one.started_at) for one in going)


def run_that_broke(cycles: Sequence[Cycle], metric: str, started_at: datetime, *, due_at: datetime) -> Cycle | None:
    """The cycle of a kept case that stands for a broken one of a merged case: nothing had ended it when that broke."""
    own = cycle_of(cycles, metric, started_at)
    other = next((one for one in cycles if one.metric == INSTEAD.get(metric) and one.covers(started_at)), None)
    found = (one for one in (own, other) if one is not None and not one.is_void)
    return next((one for one in found if one.ended_at is None or one.ended_at >= due_at), None)


class Course:
    """How the case stands while its facts are read."""

    def __init__(self) -> None:
        self.cycles: list[Cycle] = []
        self.going: dict[str, Cycle] = {}
        self.area: tuple[datetime, int] | None = None
        self.round = 1
        self.is_open = False
        self.answers: list[tuple[datetime, Told]] = []
        self.is_unheard = False

    def start(self, *metrics: str, at: datetime, by: Told) -> None:
        for metric in metrics:
            if metric not in self.going:
                held = [self.area] if self.area else []
                cycle = Cycle(metric=metric, round=self.round, started_at=at, began_by=by, held=held)
                self.going[metric] = cycle
                self.cycles.append(cycle)

    def stop(self, *metrics: str, at: datetime, by: Told, is_void: bool = False) -> None:
        for metric in metrics:
            if cycle := self.going.pop(metric, None):
                _wake(cycle, at, by)
                cycle.ended_at, cycle.ended_by, cycle.is_void = at, by, is_void

    def cancel(self, *metrics: str, at: datetime, by: Told) -> None:
        self.stop(*metrics, at=at, by=by, is_void=True)

    def rest(self, metric: str, why: str, at: datetime, by: Told) -> None:
        cycle = self.going.get(metric)
        if cycle and not (cycle.stills and cycle.stills[-1].ended_at is None):
            cycle.stills.append(Still(why=why, began_at=max(at, cycle.started_at), began_by=by))

    def wake(self, *metrics: str, at: datetime, by: Told) -> None:
        for metric in metrics or tuple(self.going):
            if cycle := self.going.get(metric):
                _wake(cycle, at, by)


def _wake(cycle: Cycle, at: datetime, by: Told) -> None:
    if cycle.stills and cycle.stills[-1].ended_at is None:
        cycle.stills[-1].ended_at, cycle.stills[-1].ended_by = max(at, cycle.stills[-1].began_at), by


def _opened(course: Course, fact: Told, at: datetime) -> None:
    """All begins with the first contact; an area's own time begins when this case came to it."""
    clocks = flow_of(fact.data["kind"]).clocks
    if not clocks:
        return
    course.is_open, course.area = True, (at, fact.data["area_id"])
    course.start("area_time", at=getattr(fact, "own_at", None) or at, by=fact)
    course.start("ownership", *clocks, "total_resolution", "customer_wait", at=at, by=fact)
    for cycle in course.going.values():
        cycle.openings = getattr(fact, "openings", ())


def _assigned(course: Course, fact: Told, at: datetime) -> None:
    if fact.data["assignee_id"]:
        course.stop("ownership", at=at, by=fact)


def _sent(course: Course, fact: Told, at: datetime) -> None:
    if fact.data["is_human"]:
        _answered(course, fact, at)


def _answered(course: Course, fact: Told, at: datetime) -> None:
    course.is_unheard = False
    course.answers.append((at, fact))
    course.stop(*ANSWERING, "update_cadence", at=at, by=fact)
    if course.is_open:
        course.start("update_cadence", at=at, by=fact)


def _unseen(course: Course, fact: Told, at: datetime) -> None:
    """An answer that nobody could see is none: what it ended ends with the next one that was seen, or goes on."""
    lost = next((one for one in course.answers if one[1].data.get("message_id") == fact.data["message_id"]), None)
    if lost is None:
        return
    course.answers.remove(lost)
    later = next((one for one in course.answers if one[0] >= lost[0]), None)
    course.is_unheard = later is None
    for cycle in course.cycles:
        if cycle.metric == "update_cadence" and cycle.began_by is lost[1] and cycle.is_going:
            course.cancel("update_cadence", at=at, by=fact)
    for cycle in [one for one in course.cycles if one.ended_by is lost[1] and one.metric in HEARD]:
        if later:
            cycle.ended_at, cycle.ended_by = later
        elif cycle.metric not in course.going:
            cycle.ended_at, cycle.ended_by = None, None
            course.going[cycle.metric] = cycle


def _received(course: Course, fact: Told, at: datetime) -> None:
    """We owe an answer while the case is open; thanks after the end want none. A dispute is told before its words."""
    data = fact.data
    owed = any(metric in course.going for metric in ANSWERING)
    if data.get("by_machine") or data.get("begins") or owed or not course.is_open:
        return
    course.start("next_response", at=at, by=fact)


def _paused(course: Course, fact: Told, at: datetime) -> None:
    """Only a proven wait counts as the customer's; a supplier's delay is ours, and stops the area's clock alone."""
    why, data = fact.data["why"], fact.data
    if why in (CUSTOMERS, AGREED) and not data["proven"]:
        return
    for metric in STANDS_STILL.get(why, ()):
        course.rest(metric, why, at, fact)
    if why == CUSTOMERS:
        course.start("customer_effort_time", at=at, by=fact)
    if why == AGREED and data.get("until"):
        course.cancel("event_deadline", at=at, by=fact)
        course.start("event_deadline", at=datetime.fromisoformat(data["until"]), by=fact)


def _resumed(course: Course, fact: Told, at: datetime) -> None:
    course.wake(at=at, by=fact)
    course.stop("customer_effort_time", at=at, by=fact)


def _resolved(course: Course, fact: Told, at: datetime) -> None:
    course.is_open = False
    course.stop("ownership", "resolution", "dispute", "delivery", "area_time", "event_deadline", at=at, by=fact)
    course.cancel("update_cadence", *(() if course.is_unheard else ANSWERING), at=at, by=fact)
    course.wake("total_resolution", at=at, by=fact)
    for metric in ("total_resolution", "customer_wait"):
        course.rest(metric, BELIEVED, at, fact)


def _closed(course: Course, fact: Told, at: datetime) -> None:
    """What we believed to be solved was: the customer's waiting ended when it was."""
    course.cancel(*ANSWERING, "update_cadence", at=at, by=fact)
    if waiting := course.going.get("customer_wait"):
        solved = waiting.stills.pop() if waiting.stills else None
        course.stop("customer_wait", at=solved.began_at if solved else at, by=fact)
    course.stop("total_resolution", at=at, by=fact)


def _undone(course: Course, fact: Told, at: datetime) -> None:
    """It was not solved: a round of its own begins, and the customer has waited all the time."""
    course.is_open, course.round = True, fact.data["cycle"]
    if waiting := course.going.get("customer_wait"):
        waiting.stills.clear()
    course.wake(at=at, by=fact)
    course.start("dispute", "area_time", "total_resolution", "customer_wait", at=at, by=fact)


def _cancelled(course: Course, fact: Told, at: datetime) -> None:
    course.is_open = False
    course.cancel(*METRICS, at=at, by=fact)


def _nothing_more(course: Course, fact: Told, at: datetime) -> None:
    """What it tells is woven into the other facts."""


def _transferred(course: Course, fact: Told, at: datetime) -> None:
    course.area = (at, fact.data["to_area_id"])
    course.stop("area_time", at=at, by=fact)
    for cycle in course.going.values():
        cycle.held.append(course.area)
    if course.is_open:
        course.start("area_time", at=at, by=fact)


CAUSES: dict[str, Callable[[Course, Told, datetime], None]] = {
    "case.opened": _opened,
    "case.assigned": _assigned,
    "case.transferred": _transferred,
    "message.received": _received,
    "message.sent": _sent,
    "message.unseen": _unseen,
    "message.seen": _answered,
    "case.paused": _paused,
    "case.resumed": _resumed,
    "case.resolved": _resolved,
    "case.closed": _closed,
    "case.resolution_disputed": _undone,
    "case.reopened": _undone,
    "case.cancelled": _cancelled,
    "case.merged": _cancelled,
    TOOK_IN: _nothing_more,
    "case.came_back": _nothing_more,
    "case.gave_back": _nothing_more,
    "message.taken_out": _nothing_more,
}
