"""The clocks of a case are played again from its facts; whoever changes a row by hand is found."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from pasillo.config.keeping.proof.clocks import replay
from pasillo.ground.hours.business_time import CalendarRule, compile_calendar
from pasillo.operations.promises import timelines

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = compile_calendar(
    CalendarRule.from_json({"zone": "Europe/Madrid", "week": WEEK}), date(2026, 1, 1), date(2026, 12, 31)
)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # ten in Madrid


@dataclass
class Told:
    name: str
    happened_at: datetime
    data: dict


OPENED = Told("case.opened", MONDAY, {"kind": "request", "area_id": 3})


@pytest.fixture(autouse=True)
def _hours(monkeypatch):
    monkeypatch.setattr(timelines, "timetable_of", lambda version_id, zone="": HOURS)


def moment(hours):
    return MONDAY + timedelta(hours=hours)


def made(clock_id, metric, minutes, due_at, at=MONDAY):
    data = {"clock_id": clock_id, "metric": metric, "cycle": 1, "target_minutes": minutes, "due_at": due_at.isoformat()}
    return Told("promise.made", at, data)


def row(**changes):
    usual = {
        "id": 7, "calendar_id": 1, "metric": "resolution", "cycle": 1, "state": "running", "started_at": MONDAY,
        "due_at": moment(4), "paused_since": None, "paused_minutes": 0.0, "stopped_at": None, "warned": 0,
        "next_alarm_at": moment(2), "target_minutes": 240,
    }  # fmt: skip
    return usual | changes


def differences(told, *rows):
    return list(replay([OPENED, *told], rows, {1: [(MONDAY - timedelta(days=60), 0)]}, {}))


PROMISE = made(7, "resolution", 240, moment(4))


def test_a_clock_that_runs_as_it_was_told_differs_in_nothing():
    assert differences([PROMISE], row()) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due_at": moment(6)}, "due_at is"),
        ({"state": "met"}, "state is met, the journal gives running"),
        ({"warned": 75}, "warned is 75, the journal gives 0"),
        ({"paused_minutes": 30.0}, "paused_minutes is 30.0, the journal gives 0.0"),
        ({"started_at": moment(-1)}, "started_at is"),
        ({"next_alarm_at": None}, "next_alarm_at is None"),
        ({"next_alarm_at": moment(2.1)}, "next_alarm_at is"),
        ({"metric": "first_response"}, "metric is first_response, the journal gives resolution"),
    ],
)
def test_a_row_changed_by_hand_is_found(changed, words):
    (found,) = differences([PROMISE], row(**changed))

    assert found.startswith(f"clock 7: {words}")


def test_an_alarm_at_which_somebody_looks_too_early_is_no_fault():
    assert differences([PROMISE], row(next_alarm_at=moment(1))) == []


def test_a_proven_wait_moves_the_promise_and_a_wait_without_proof_does_not():
    proven = [
        PROMISE,
        Told("case.paused", moment(1), {"why": "customer", "proven": True}),
        Told("case.resumed", moment(2), {}),
    ]
    unproven = [
        PROMISE,
        Told("case.paused", moment(1), {"why": "customer", "proven": False}),
        Told("case.resumed", moment(2), {}),
    ]

    assert differences(proven, row(due_at=moment(5), paused_minutes=60.0, next_alarm_at=moment(3))) == []
    assert differences(unproven, row()) == []
    assert differences(unproven, row(due_at=moment(5), paused_minutes=60.0, next_alarm_at=moment(3))) != []


def test_a_promise_that_broke_and_was_done_late():
    told = [
        PROMISE,
        Told("promise.warned", moment(3), {"clock_id": 7, "share": 75}),
        Told("promise.broken", moment(4), {"clock_id": 7, "due_at": moment(4).isoformat()}),
        Told("case.resolved", moment(5), {}),
    ]

    late = row(state="breached_stopped", stopped_at=moment(5), warned=100, next_alarm_at=None)

    assert differences(told, late) == []
    assert differences(told, {**late, "state": "met"}) == ["clock 7: state is met, the journal gives breached_stopped"]


def test_what_a_machine_says_keeps_no_promise():
    answer = made(8, "first_response", 60, moment(1))
    clock = row(id=8, metric="first_response", target_minutes=60, due_at=moment(1), next_alarm_at=moment(0.5))

    assert differences([answer, Told("message.sent", moment(0.5), {"is_human": False})], clock) == []
    assert differences([answer, Told("message.sent", moment(0.5), {"is_human": True})], clock) != []


def test_a_clock_without_a_fact_and_a_fact_without_a_clock():
    assert differences([], row()) == ["clock 7 is there and was never told of"]
    assert differences([PROMISE]) == ["clock 7 is told of and is not there"]


@pytest.mark.parametrize(
    ("ended", "as_kept"),
    [
        ([], {"next_alarm_at": moment(2.5)}),
        ([Told("promise.kept", moment(2.5), {"clock_id": 9})], {"state": "met", "stopped_at": moment(2.5)}),
        ([Told("promise.cancelled", moment(2.5), {"clock_id": 9})], {"state": "cancelled", "stopped_at": moment(2.5)}),
    ],
)
def test_thanks_that_were_promised_an_answer_by_the_rules_of_an_earlier_release_stay_as_they_were_told(ended, as_kept):
    thanked = [Told("case.resolved", moment(1), {}), Told("message.received", moment(2), {})]
    answer = made(9, "next_response", 60, moment(3), at=moment(2))
    clock = row(id=9, metric="next_response", target_minutes=60, started_at=moment(2), due_at=moment(3))

    assert differences([*thanked, answer, *ended], clock | {"next_alarm_at": None} | as_kept) == []
