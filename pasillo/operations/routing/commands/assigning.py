"""Giving out what waits: one area, one page of cases, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from pasillo.ground.hours.queries import timetable
from pasillo.ground.journal.telling import tell
from pasillo.ground.people.models import Area, Membership, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.routing import waiting
from pasillo.operations.routing.commands.holding import hold_many
from pasillo.operations.routing.commands.moving import move_on
from pasillo.operations.routing.commands.returning import return_work_of_absent
from pasillo.operations.routing.eligibility import Candidate, Wanted, has_hands_free
from pasillo.operations.routing.facts import NobodyFound
from pasillo.operations.routing.models import Board, Choice, Mode, Seat
from pasillo.operations.routing.release import released
from pasillo.operations.routing.sharing_out import Outcome, share_out
from pasillo.operations.routing.snapshot import SERVING, candidates, expected_today, opened_at
from pasillo.operations.routing.turns import note_turns
from pasillo.operations.routing.waiting import ReadRule

BY = "routing"
PAGE = 500
ASSIGNED, SUGGESTED, NOBODY = Choice.Outcome.ASSIGNED, Choice.Outcome.SUGGESTED, Choice.Outcome.NOBODY
OPEN = [SUGGESTED, NOBODY]


@dataclass(kw_only=True)
class Given:
    """What one round did."""

    looked_at: int = 0
    assigned: int = 0
    suggested: int = 0
    moved: int = 0
    nobody: int = 0


@dataclass(kw_only=True)
class _Round:
    """One page of an area while it is given out."""

    area: Area
    board: Board
    at: datetime
    team: list[Candidate]
    rules: list[ReadRule]
    cases: list[Case] = field(default_factory=list)
    live: set[int] = field(default_factory=set)
    since: datetime | None = None

    def is_backlog(self, case: Case) -> bool:
        """Whether it came while nobody was here."""
        return self.since is not None and case.opened_at < self.since


def give_out_everywhere(*, at: datetime) -> int:
    """Everything that waits, in every area that leaves this to the house; work of who is away comes back first."""
    found = return_work_of_absent(at=at)
    for area_id in Board.objects.exclude(mode=Mode.OFF).order_by("area_id").values_list("area_id", flat=True):
        given = give_out(area_id, at=at)
        found += given.assigned + given.suggested + given.moved + given.nobody
    return found


def give_out(area_id: int, *, at: datetime, page: int = PAGE) -> Given:
    """Give out everything that waits in an area, page by page. While nobody has a hand free, only the most pressing."""
    done, after = Given(), None
    while True:
        after, goes_on = _give_out_page(area_id, done, after=after, at=at, page=page)
        if not goes_on:
            return done


@transaction.atomic
def _give_out_page(
    area_id: int, done: Given, *, after: tuple[datetime, int] | None, at: datetime, page: int
) -> tuple[tuple[datetime, int] | None, bool]:
    board = Board.objects.select_for_update(of=("self",)).select_related("area").filter(pk=area_id).first()
    if board is None or board.mode == Mode.OFF or not board.area.is_active:
        return None, False
    _lock_people(area_id)
    now = _Round(
        area=board.area, board=board, at=at, team=candidates(board.area, at=at), rules=waiting.read_rules(area_id)
    )
    now.since = opened_at(timetable(board.area.calendar_id, at=at), at)
    now.cases = waiting.page_of(area_id, after=after, limit=page)
    if not now.cases:
        return None, False
    now.live = note_turns(now.team, now.cases, at=at)
    done.looked_at += len(now.cases)
    last = now.cases[-1]
    place, is_full = (getattr(last, "breaks_at"), last.pk), len(now.cases) == page  # noqa: B009
    _give(now, done)
    return place, is_full and has_hands_free(now.team)


def _lock_people(area_id: int) -> None:
    """Nobody else gives work to these people until we are done; they may go on working themselves."""
    serving = Membership.objects.filter(area_id=area_id, role__in=SERVING).values("person_id")
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=serving).order_by("pk").values_list("pk"))


def _give(now: _Round, done: Given) -> None:
    found = {case.pk: waiting.rule_for(case, now.rules, at=now.at) for case in now.cases}
    elsewhere = {c.pk: r.rule for c in now.cases if (r := found[c.pk]) and r.rule.to_area_id not in (None, now.area.pk)}
    moved = move_on([c for c in now.cases if c.pk in elsewhere], elsewhere, by=BY, at=now.at)
    done.moved += len(moved)
    here = [case for case in now.cases if case.pk not in moved]
    suggested = _suggested_lately(now, here)
    outcomes = share_out(_wanted(now, [c for c in here if c.pk not in suggested], found), now.team, at=now.at)
    by_id = {case.pk: case for case in here}
    lucky = [outcome for outcome in outcomes if outcome.person_id is not None]
    _keep_found(now, by_id, lucky, done)
    _keep_nobody(now, [outcome for outcome in outcomes if outcome.person_id is None], done)


def _wanted(now: _Round, cases: Sequence[Case], found: dict[int, ReadRule | None]) -> list[Wanted]:
    pressing = waiting.pressing([case.pk for case in cases], relax_at=now.board.relax_at, at=now.at)
    knows, stand_ins = waiting.known_holders(cases, now.board, now.rules), waiting.stand_ins(cases)
    return [
        waiting.wanted_of(
            case, now.board, found[case.pk], knows=knows.get(case.customer_id), prefers=stand_ins.get(case.pk),
            is_pressing=case.pk in pressing, is_live=case.pk in now.live,
        )
        for case in _released(now, cases, pressing)
    ]  # fmt: skip


def _released(now: _Round, cases: Sequence[Case], pressing: set[int]) -> list[Case]:
    """The backlog of the night bit by bit; what presses is never held back."""
    since = now.since
    if not now.board.drips or since is None:
        return list(cases)
    backlog = [case for case in cases if now.is_backlog(case) and case.pk not in pressing]
    if not backlog:
        return list(cases)
    in_all = waiting.waiting_in(now.area.pk).filter(opened_at__lt=since).count()
    given = Choice.objects.filter(
        area_id=now.area.pk, made_at__gte=since, was_backlog=True, outcome__in=[ASSIGNED, SUGGESTED]
    )
    here = sum(1 for one in now.team if not one.is_away and one.minutes_left > 0)
    expected = expected_today(now.area, at=now.at)
    free = released(backlog=in_all, given=given.count(), here=here, expected=expected)
    held = {case.pk for case in backlog[free:]}
    return [case for case in cases if case.pk not in held]


def _suggested_lately(now: _Round, cases: Sequence[Case]) -> set[int]:
    """What was suggested already stands, as long as nobody took it up and the mode is to suggest."""
    if now.board.mode != Mode.SUGGEST:
        return set()
    open_ones = Choice.objects.filter(case__in=[case.pk for case in cases], outcome=SUGGESTED, area_id=now.area.pk)
    could = {one.person_id: one for one in now.team if not one.is_away and one.minutes_left > 0}
    channels = {case.pk: case.channel for case in cases if case.pk in now.live}
    rows = open_ones.filter(person__in=could).values_list("case_id", "person_id")
    return {case for case, who in rows if who and (case not in channels or channels[case] in could[who].takes)}


def _keep_found(now: _Round, cases: dict[int, Case], lucky: Sequence[Outcome], done: Given) -> None:
    outcome = ASSIGNED if now.board.mode == Mode.ASSIGN else SUGGESTED
    Choice.objects.filter(case__in=[one.wanted.case_id for one in lucky], outcome__in=OPEN).delete()
    rows = [_choice(now, one, outcome, was_backlog=now.is_backlog(cases[one.wanted.case_id])) for one in lucky]
    Choice.objects.bulk_create(rows)
    if outcome == SUGGESTED:
        done.suggested += len(lucky)
        return
    done.assigned += len(lucky)
    hold_many([(cases[one.wanted.case_id], one.person_id) for one in lucky], by=BY, at=now.at)
    _remember_given(now, {one.person_id for one in lucky if one.person_id is not None})


def _remember_given(now: _Round, people: set[int]) -> None:
    kept = set(Seat.objects.filter(area=now.area, person__in=people).values_list("person_id", flat=True))
    Seat.objects.bulk_create([Seat(area=now.area, person_id=one) for one in sorted(people - kept)])
    Seat.objects.filter(area=now.area, person__in=people).update(last_given_at=now.at)


def _keep_nobody(now: _Round, unlucky: Sequence[Outcome], done: Given) -> None:
    """A case that presses and finds nobody goes to the area that helps out, or somebody is told. Once."""
    pressing = [one for one in unlucky if one.wanted.is_pressing]
    told = set(
        Choice.objects.filter(case__in=[o.wanted.case_id for o in pressing], outcome=NOBODY).values_list(
            "case_id", flat=True
        )
    )
    by_id = {case.pk: case for case in now.cases}
    moved: set[int] = set()
    if now.board.overflow_id and now.board.overflow_id != now.area.pk:
        helped = [by_id[one.wanted.case_id] for one in pressing]
        moved = move_on(helped, now.board.overflow_id, by=BY, at=now.at)
        done.moved += len(moved)
    for one in pressing:
        if one.wanted.case_id not in moved | told:
            _tell_nobody(now, one)
            done.nobody += 1


def _tell_nobody(now: _Round, one: Outcome) -> None:
    case_id = one.wanted.case_id
    Choice.objects.filter(case=case_id, outcome__in=OPEN).delete()
    Choice.objects.bulk_create([_choice(now, one, NOBODY)])
    fact = NobodyFound(case_id=case_id, area_id=now.area.pk, rule_id=one.wanted.rule_id, asked=len(now.team))
    tell(fact, about=f"case:{case_id}", by=BY, at=now.at)


def _choice(now: _Round, one: Outcome, outcome: str, *, was_backlog: bool = False) -> Choice:
    return Choice(
        case_id=one.wanted.case_id, area_id=now.area.pk, outcome=outcome, person_id=one.person_id,
        rule_id=one.wanted.rule_id, policy=one.wanted.policy, score=min(one.score, 2**31 - 1), made_at=now.at,
        was_backlog=was_backlog, why=one.told,
    )  # fmt: skip
