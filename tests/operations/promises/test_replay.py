"""Clocks are a pure function of what happened: late words, words out of order, clocks that go back, odd nights."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as some

from pasillo.ground.hours.business_time import CalendarRule, compile_calendar
from pasillo.ground.hours.timeline import Timeline
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.rules.cycles import cycle_of, fold
from pasillo.operations.promises.rules.judging import Target, Verdict, judge
from pasillo.operations.promises.rules.replaying import replay

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
MADRID = compile_calendar(
    CalendarRule.from_json({"zone": "Europe/Madrid", "week": WEEK}), date(2026, 1, 1), date(2026, 12, 31)
)
OFFICE = compile_calendar(CalendarRule.from_json({"zone": "UTC", "week": WEEK}), date(2026, 1, 1), date(2026, 12, 31))
NIGHT = compile_calendar(
    CalendarRule.from_json({"zone": "Europe/Madrid", "week": {"sat": [["22:00", "06:00"]]}}),
    date(2026, 1, 1),
    date(2026, 12, 31),
)
DAWN = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = Timeline.of(OFFICE, DAWN)


def at_hour(day, hour, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


MONDAY = at_hour(2, 9)


@dataclass
class Told:
    name: str
    happened_at: datetime
    data: dict = field(default_factory=dict)


def opened(at=MONDAY):
    return Told("case.opened", at, {"kind": "incident", "area_id": 1})


def said(at):
    return Told("message.sent", at, {"is_human": True})


def wrote(at):
    return Told("message.received", at)


def asked(at, proven=True):
    return Told("case.paused", at, {"why": "customer", "proven": proven})


def went_on(at):
    return Told("case.resumed", at)


def solved(at):
    return Told("case.resolved", at)


def disputed(at, cycle=2):
    return Told("case.resolution_disputed", at, {"cycle": cycle})


def stands(told, metric, minutes, *later, hours=HOURS, started_at=MONDAY, verdict=None):
    cycle = cycle_of(fold(told), metric, started_at)
    targets = [Target(since=started_at, minutes=minutes), *later]
    return judge(cycle, hours, targets, verdict or Verdict())


def test_t11_a_proven_pause_from_monday_three_to_tuesday_eleven_moves_eight_hours_to_tuesday_one():
    reading = stands([opened(), asked(at_hour(2, 15)), went_on(at_hour(3, 11))], "resolution", 480)

    assert reading.paused == timedelta(minutes=240)
    assert reading.due_at == at_hour(3, 13)


def test_t12_sixteen_hours_that_become_four_at_noon_are_due_at_one():
    reading = stands([opened()], "resolution", 960, Target(since=at_hour(2, 12), minutes=240))

    assert reading.due_at == at_hour(2, 13)
    assert reading.state == Running.RUNNING


def test_t15_a_dispute_goes_on_with_the_whole_and_the_customer_has_lived_fifty_three_hours():
    told = [opened(), solved(at_hour(2, 13)), disputed(at_hour(4, 10))]
    reading = stands(told, "total_resolution", 480)

    assert reading.due_at == at_hour(4, 14)
    waited = stands(told, "customer_wait", 9999)
    assert rule.lived_time(waited, until=at_hour(4, 14)) == timedelta(hours=53)


def test_t17_the_same_wait_without_a_question_stops_nothing():
    reading = stands([opened(), asked(at_hour(2, 15), proven=False), went_on(at_hour(3, 11))], "resolution", 480)

    assert reading.due_at == at_hour(2, 17)
    assert reading.paused == timedelta()


def test_an_answer_written_down_later_counts_from_the_moment_of_the_call():
    late = [opened(), wrote(at_hour(2, 12)), said(at_hour(2, 9, 30))]

    assert stands(late, "first_response", 60).state == Running.MET
    assert cycle_of(fold(late), "next_response", at_hour(2, 12)).is_going


def test_a_call_that_is_logged_late_moves_the_beginning_of_the_answer_that_is_owed():
    told = [opened(), said(at_hour(2, 9, 30)), wrote(at_hour(2, 14)), wrote(at_hour(2, 11))]
    owed = cycle_of(fold(told), "next_response", at_hour(2, 14))

    assert owed.started_at == at_hour(2, 11)


def test_somebody_writes_before_the_question_was_put_down_and_the_wait_is_over_and_not_forgotten():
    told = [
        opened(),
        said(at_hour(2, 10)),
        asked(at_hour(2, 11)),
        wrote(at_hour(2, 10, 30)),
        went_on(at_hour(2, 10, 30)),
    ]
    reading = stands(told, "resolution", 480)

    assert reading.state == Running.RUNNING
    assert reading.due_at == at_hour(2, 17)


def test_a_machine_whose_clock_goes_back_ends_nothing_before_it_began():
    told = [opened(), solved(at_hour(2, 12)), Told("case.closed", at_hour(2, 11), {"silent": False})]
    whole = cycle_of(fold(told), "total_resolution", MONDAY)

    assert whole.ended_at == at_hour(2, 12)
    assert stands(told, "resolution", 480).stopped_at == at_hour(2, 12)


def test_a_pause_over_the_night_of_the_missing_hour_is_as_long_as_that_night_was():
    hours = Timeline.of(NIGHT, DAWN)
    start = at_hour(28, 21)  # ten at night in Madrid, before the hour that is skipped
    told = [opened(start), asked(at_hour(28, 23)), went_on(at_hour(29, 4))]
    reading = stands(told, "resolution", 420, hours=hours, started_at=start)

    assert rule.served_time(reading, hours, until=at_hour(29, 4)) == timedelta(hours=2)
    assert reading.paused == timedelta(hours=5)  # from midnight to the six o'clock that came an hour early


def test_what_was_told_as_broken_is_not_made_good_by_words_that_come_late():
    broken = Verdict(warned=100, broken_due=at_hour(2, 10))
    reading = stands([opened(), said(at_hour(2, 9, 30))], "first_response", 60, verdict=broken)

    assert reading.state == Running.BREACHED_STOPPED


def test_a_longer_target_heals_nothing():
    reading = stands([opened()], "resolution", 60, Target(since=at_hour(2, 12), minutes=960))

    assert reading.state == Running.BREACHED_RUNNING
    assert reading.due_at == at_hour(2, 10)


def test_what_ended_stays_as_it_ended_until_a_repair_is_told():
    made = Told("promise.made", MONDAY, {"clock_id": 1, "metric": "first_response", "cycle": 1, "target_minutes": 60})
    broken = Told("promise.broken", at_hour(2, 10), {"clock_id": 1, "due_at": at_hour(2, 10).isoformat()})
    ended = Told("promise.stopped_late", at_hour(2, 11), {"clock_id": 1})
    told = [opened(), made, broken, said(at_hour(2, 11)), ended, said(at_hour(2, 9, 30))]
    repaired = Told("promise.repaired", at_hour(2, 12), {"clock_id": 1})

    assert replay(told, lambda _: HOURS)[1].reading.state == Running.BREACHED_STOPPED
    assert replay([*told, repaired], lambda _: HOURS)[1].reading.state == Running.MET


EVENTS = (said, wrote, asked, went_on, solved, lambda at: asked(at, proven=False))
happenings = some.lists(some.tuples(some.sampled_from(EVENTS), some.integers(0, 60 * 24 * 5)), max_size=14)


def course(happened):
    """A case as somebody may have lived it; what is told need not come in order."""
    rounds = count(2)
    told = [opened()]
    for make, minute in happened:
        at = MONDAY + timedelta(minutes=minute)
        told.append(make(at))
        if make is solved and minute % 2:
            told.append(disputed(at + timedelta(minutes=5), cycle=next(rounds)))
    return told


@settings(max_examples=60, deadline=None)
@given(happenings, some.integers(30, 2000))
def test_whatever_happens_in_whatever_order_a_clock_is_sound(happened, minutes):
    told = course(happened)
    for cycle in fold(told):
        reading = judge(cycle, HOURS, [Target(since=cycle.started_at, minutes=minutes)])
        until = MONDAY + timedelta(days=8)
        served = rule.served_time(reading, HOURS, until=max(until, cycle.started_at))

        assert timedelta() <= served <= rule.lived_time(reading, until=until) + reading.paused
        assert served + reading.paused <= rule.lived_time(reading, until=until)
        assert reading.due_at >= cycle.started_at
        assert (reading.stopped_at is None) == cycle.is_going
        assert all(still.ended_at is None or still.ended_at >= still.began_at for still in cycle.stills)


@settings(max_examples=60, deadline=None)
@given(happenings)
def test_the_same_facts_make_the_same_clocks_and_one_metric_runs_once_at_a_time(happened):
    told = course(happened)
    cycles = fold(told)

    assert fold(list(told)) == cycles
    for cycle in cycles:
        again = [other for other in cycles if other.metric == cycle.metric and other is not cycle]
        assert not any(other.is_going and cycle.is_going for other in again)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(some.tuples(some.sampled_from((said, wrote)), some.integers(0, 5000), some.integers(0, 9)), max_size=12)
)
def test_what_was_said_counts_from_when_it_was_said_however_late_it_is_written_down(happened):
    in_time = [make(MONDAY + timedelta(minutes=minute, seconds=n)) for n, (make, minute, _) in enumerate(happened)]
    shuffled = [fact for _, _, fact in sorted((row[2], n, in_time[n]) for n, row in enumerate(happened))]

    def spans(told):
        return [(cycle.metric, cycle.started_at, cycle.ended_at) for cycle in fold([opened(), *told])]

    assert spans(shuffled) == spans(sorted(in_time, key=lambda fact: fact.happened_at))


@settings(max_examples=60, deadline=None)
@given(happenings, some.integers(30, 2000))
def test_a_promise_that_was_told_as_broken_never_becomes_a_kept_one(happened, minutes):
    told = course(happened)
    for cycle in fold(told):
        targets = [Target(since=cycle.started_at, minutes=minutes)]
        whole = judge(cycle, HOURS, targets)
        broken = judge(cycle, HOURS, targets, Verdict(warned=100, broken_due=whole.due_at))
        later = [*targets, Target(since=whole.due_at + timedelta(minutes=1), minutes=99_999)]

        assert broken.state != Running.MET
        if whole.is_broken:
            assert judge(cycle, HOURS, later).state != Running.MET
