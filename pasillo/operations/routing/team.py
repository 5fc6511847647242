"""The team of an area as its lead looks at it: what each one carries now and in the next days, and what could move."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pasillo.ground.hours.business_time import Compiled, served, stretches
from pasillo.ground.hours.queries import timetables
from pasillo.ground.people.models import Absence, Area
from pasillo.operations.cases.models import Case, Cases
from pasillo.operations.cases.phases import OPEN, OURS, State
from pasillo.operations.cases.queries import by_next_promise
from pasillo.operations.routing.balancing import Piece, Proposed, propose
from pasillo.operations.routing.eligibility import Candidate
from pasillo.operations.routing.load import USUAL, weight
from pasillo.operations.routing.models import Board, Seat
from pasillo.operations.routing.snapshot import candidates, seats_of
from pasillo.operations.routing.turns import note_turns
from pasillo.operations.routing.waiting import read_rules, rule_for, waiting_in, wanted_of

DAYS = 5
MOST_MOVABLE = 500


@dataclass(kw_only=True)
class Day:
    """What somebody has to do on a day, and what they can do, in hundredths of a usual case."""

    on: date
    load: int = 0
    capacity: int = 0
    is_away: bool = False


@dataclass(kw_only=True)
class Member:
    """A person of the team as they stand now."""

    seat: Seat
    now: Candidate
    shifts: list[tuple[datetime, datetime]] = field(default_factory=list)
    absence: Absence | None = None
    days: list[Day] = field(default_factory=list)

    @property
    def share(self) -> int:
        """How much of what they can carry they carry, in per cent."""
        return self.now.load * 100 // self.now.cap if self.now.cap else (100 if self.now.load else 0)

    @property
    def needs_help(self) -> bool:
        """Whether they carry more than they can, now or today, or hold work while they are away."""
        today = self.days[0] if self.days else None
        if self.now.is_away:
            return self.now.load > 0
        return self.now.load > self.now.cap or (today is not None and today.load > today.capacity > 0)


def team_of(area: Area, board: Board, *, at: datetime) -> list[Member]:
    """Everybody who serves in an area, whoever needs help first."""
    now = {one.person_id: one for one in candidates(area, at=at)}
    seats = [seat for seat in seats_of(area.pk) if seat.person_id in now]
    hours = timetables({seat.calendar_id or area.calendar_id for seat in seats})
    absences, due = _absences(now, at), _due(now)
    members = []
    for seat in seats:
        kept = hours(seat.calendar_id or area.calendar_id, at)
        theirs = absences[seat.person_id]
        members.append(
            Member(
                seat=seat,
                now=now[seat.person_id],
                shifts=_shifts_today(kept, at),
                absence=theirs[0] if theirs else None,
                days=_days(kept, theirs, due[seat.person_id], board, at),
            )
        )
    return sorted(members, key=lambda one: (not one.needs_help, -one.share, one.seat.person.name.casefold()))


def how_many_wait(area_id: int) -> int:
    """How many cases of an area are ours to do and held by nobody."""
    return waiting_in(area_id).count()


class Still(StrEnum):
    """Why nothing moves between the people of an area."""

    NOBODY_HERE = "nobody_here"
    ALL_BEGUN = "all_begun"
    SHARED_WELL = "shared_well"


def why_nothing_moves(area: Area, *, at: datetime) -> Still:
    """Nobody is here to take more, nothing is left that nobody has begun, or it lies well where it lies."""
    people = candidates(area, at=at)
    if all(one.is_away or one.minutes_left <= 0 for one in people):
        return Still.NOBODY_HERE
    return Still.SHARED_WELL if _untouched(area, people).exists() else Still.ALL_BEGUN


def _untouched(area: Area, people: Iterable[Candidate]) -> Cases:
    holders = [one.person_id for one in people]
    return Case.objects.filter(area=area, assignee__in=holders, state=State.ASSIGNED, snoozed_until=None)


def proposed_moves(area: Area, board: Board, *, at: datetime) -> list[Proposed]:
    """What could move between the people of an area, of what nobody has begun yet."""
    people = candidates(area, at=at)
    untouched = _untouched(area, people)
    rules = read_rules(area.pk)
    cases = by_next_promise(untouched).select_related("service", "account")[:MOST_MOVABLE]
    live = note_turns(people, cases, at=at)
    pieces = [
        Piece(
            holder_id=case.assignee_id or 0,
            wanted=wanted_of(
                case, board, rule_for(case, rules, at=at), knows=None, prefers=None, is_pressing=True,
                is_live=case.pk in live,
            ),
        )
        for case in cases
    ]  # fmt: skip
    return propose(pieces, people, at=at)


def _absences(people: Iterable[int], at: datetime) -> dict[int, list[Absence]]:
    soon = Absence.objects.filter(person__in=list(people), ends_at__gt=at, starts_at__lt=at + timedelta(days=DAYS + 1))
    found: dict[int, list[Absence]] = defaultdict(list)
    for absence in soon.select_related("cover").order_by("starts_at"):
        found[absence.person_id].append(absence)
    return found


def _due(people: Iterable[int]) -> dict[int, list[tuple[int, datetime]]]:
    """What each of them holds and when it has to be looked at: when its promise breaks, not before it wakes."""
    held = Case.objects.filter(assignee__in=list(people), state__in=OPEN, next_due_at__isnull=False)
    columns = ("assignee_id", "kind", "channel", "priority", "state", "next_due_at", "snoozed_until")
    found: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for row in held.values(*columns):
        if row["state"] in OURS:
            when = max(filter(None, (row["next_due_at"], row["snoozed_until"])))
            weighs = weight(kind=row["kind"], channel=row["channel"], priority=row["priority"])
            found[row["assignee_id"]].append((weighs, when))
    return found


def _shifts_today(hours: Compiled, at: datetime) -> list[tuple[datetime, datetime]]:
    first, last = _day(at.astimezone(ZoneInfo(hours.rule.zone)).date(), hours)
    return [(max(opens, first), min(closes, last)) for opens, closes in stretches(hours, first, last)]


def _days(
    hours: Compiled, absences: Sequence[Absence], due: Sequence[tuple[int, datetime]], board: Board, at: datetime
) -> list[Day]:
    zone = ZoneInfo(hours.rule.zone)
    today = at.astimezone(zone).date()
    days = [_one_day(hours, absences, today + timedelta(days=n), board, at) for n in range(DAYS)]
    by_day = {day.on: day for day in days}
    for weighs, moment in due:
        on = max(today, moment.astimezone(zone).date())
        if on in by_day:
            by_day[on].load += weighs
    return days


def _one_day(hours: Compiled, absences: Sequence[Absence], on: date, board: Board, at: datetime) -> Day:
    first, last = _day(on, hours)
    begins = max(first, at) if first <= at < last else first
    minutes = served(hours, begins, last).total_seconds() / 60
    for absence in absences:
        starts, ends = max(begins, absence.starts_at), min(last, absence.ends_at)
        minutes -= served(hours, starts, ends).total_seconds() / 60
    is_away = any(absence.starts_at <= begins and absence.ends_at >= last for absence in absences)
    return Day(on=on, capacity=round(max(0.0, minutes) / max(board.touch_minutes, 1) * USUAL), is_away=is_away)


def _day(on: date, hours: Compiled) -> tuple[datetime, datetime]:
    zone: Any = ZoneInfo(hours.rule.zone)
    return datetime.combine(on, time(), zone), datetime.combine(on + timedelta(days=1), time(), zone)
