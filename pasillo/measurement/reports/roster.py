"""Whether the people on shift can do what was promised: the first moment at which they cannot, area by area."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.people.models import Area, Role
from pasillo.ground.people.sight import Sight
from pasillo.measurement.methods.demand_test import Work, first_shortfall
from pasillo.measurement.reports.shifts import Shift, shifts_of
from pasillo.operations.alarms.commands import TooMuch, call_for_too_much
from pasillo.operations.alarms.queries import touch_of
from pasillo.operations.cases.queries import served_by
from pasillo.operations.promises.queries import running_until
from pasillo.operations.routing.abilities import ANYBODY, Asked, asked_of

USUAL_MINUTES, ANSWER_MINUTES, MOST = 30, 5, 3000
ANSWERS = frozenset({"first_response", "next_response", "ownership", "update_cadence"})
AHEAD = timedelta(days=14)
HOUSE = Sight(person_id=0, roles=frozenset({Role.HEAD}))


@dataclass(frozen=True, kw_only=True)
class Roster:
    """What an area has promised beyond what it can do: from when on, by how much, and which cases are at risk.

    `asked` says what those have who alone can do it; nothing, where it is the whole area.
    """

    area_id: int
    area: str
    at: datetime
    minutes: float
    case_ids: tuple[int, ...]
    people: int
    asked: Asked = ANYBODY


def more_than_can_be_done(seen: Sight, *, at: datetime) -> list[Roster]:
    """Where the areas of this person promise more than their people can do in two weeks, the first to fail first.

    Of an area, as a whole and for each thing that a rule asks for: a skill, a language. The work that only some can do
    has to fit into the time of those.
    """
    promised = served_by(seen).living().filter(next_due_at__lt=at + AHEAD).order_by("next_due_at")
    rows = list(promised.values_list("pk", "area_id", "service_id", "next_due_at")[:MOST])
    if not rows:
        return []
    areas = Area.objects.in_bulk({area_id for _, area_id, _, _ in rows})
    asked = asked_of([case_id for case_id, _, _, _ in rows], areas, at=at)
    shifts = shifts_of(areas.values(), at=at, ahead=AHEAD, with_skills=bool(asked))
    work = _work(rows, at)
    found = [
        one for area_id, area in areas.items() for one in _rosters(area, work[area_id], asked, shifts[area_id], at)
    ]
    return sorted(found, key=lambda one: (one.at, -one.people))


def _rosters(
    area: Area, work: Sequence[Work], asked: Mapping[int, Asked], shift: Shift, at: datetime
) -> Iterator[Roster]:
    if not shift.shares:
        return
    for people, one_asked, their_work in _classes(work, asked, shift):
        short = first_shortfall(their_work, shift.until(at, people))
        if short is not None:
            cases = tuple(dict.fromkeys(int(str(case)) for case in short.cases))
            yield Roster(
                area_id=area.pk, area=area.name, at=short.at, minutes=short.minutes, case_ids=cases,
                people=shift.here(at, people), asked=one_asked,
            )  # fmt: skip


def _classes(
    work: Sequence[Work], asked: Mapping[int, Asked], shift: Shift
) -> Iterator[tuple[frozenset[int], Asked, list[Work]]]:
    """Each group of people who alone can do some of the work, with all the work that nobody else can do."""
    everybody = frozenset(shift.shares)
    able = {one: frozenset(who for who in everybody if shift.team[who].can(one)) for one in {*asked.values(), ANYBODY}}
    groups: dict[frozenset[int], Asked] = {everybody: ANYBODY}
    for one in work:
        wanted = asked.get(int(str(one.case)), ANYBODY)
        groups.setdefault(able[wanted], wanted)
    for people, one_asked in groups.items():
        yield people, one_asked, [one for one in work if able[asked.get(int(str(one.case)), ANYBODY)] <= people]


def _work(rows: Sequence[Any], at: datetime) -> dict[int, list[Work]]:
    """What is left to do in each area; what is overdue is done before anything else, and its moment is gone.

    An answer is a small part of the work; the rest is due with the solution.
    """
    touch = touch_of({service for _, _, service, _ in rows})
    dues = _dues([case_id for case_id, _, _, _ in rows], at)
    ahead: dict[int, datetime] = {}
    for _, area_id, _, due_at in rows:
        if due_at > at:
            ahead.setdefault(area_id, due_at)
    work: dict[int, list[Work]] = defaultdict(list)
    for case_id, area_id, service, _due_at in sorted(rows, key=lambda row: (row[3], row[0])):
        if area_id in ahead:
            whole = touch.get(service, USUAL_MINUTES)
            for minutes, due in _parts(whole, dues.get(case_id, {})):
                work[area_id].append(Work(case=case_id, minutes=minutes, due_at=max(due, ahead[area_id])))
    return work


def _parts(whole: int, dues: Mapping[bool, datetime]) -> Iterator[tuple[int, datetime]]:
    """The minutes of the answer, if one is owed, and those of the solution, each with its moment."""
    answer = min(ANSWER_MINUTES, whole) if True in dues else 0
    if answer:
        yield answer, dues[True]
    if False in dues and whole > answer:
        yield whole - answer, dues[False]


def _dues(case_ids: Sequence[int], at: datetime) -> dict[int, dict[bool, datetime]]:
    """Of each case, when the next answer is due (true), and when the next of all else (false)."""
    found: dict[int, dict[bool, datetime]] = defaultdict(dict)
    for case_id, metric, due_at in running_until(case_ids, at + AHEAD):
        found[case_id][metric in ANSWERS] = due_at
    return found


def call_for_what_cannot_be_done(*, at: datetime) -> int:
    """Call whoever leads an area that has promised more than its people can do. Returns how many areas."""
    first: dict[int, Roster] = {}
    for one in more_than_can_be_done(HOUSE, at=at):
        first.setdefault(one.area_id, one)
    return call_for_too_much(
        [
            TooMuch(area_id=one.area_id, case_id=one.case_ids[-1], from_at=one.at, minutes=round(one.minutes))
            for one in first.values()
        ],
        at=at,
    )
