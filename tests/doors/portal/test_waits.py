"""Each wait of a customer has a reason, and a next time that they can read."""

from datetime import UTC, datetime, timedelta

from pasillo.doors.portal.kept_words import kept_words
from pasillo.doors.portal.standing import standing_of
from pasillo.ground.people.models import Area
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.queries import ClockView


def test_each_wait_has_a_reason_and_a_next_time_or_says_why_there_is_none():
    at = datetime(2026, 3, 2, 17, tzinfo=UTC)

    def one(**more):
        usual = {
            "id": 1, "case_id": 1, "metric": "resolution", "cycle": 1, "state": "running", "target_minutes": 480,
            "started_at": at, "due_at": at, "stopped_at": None, "served_minutes": 120.0, "share": 25, "calendar_id": 1,
        }  # fmt: skip
        return ClockView(**(usual | more))

    def words(state, clock):
        case = Case(state=state, area=Area(name="Repairs"))
        return standing_of(case, None, solution=clock).words

    assert "It is promised for" in words("waiting_supplier", one())
    assert "stands still until you answer; then 6\u00a0h" in words("waiting_customer", one(state="paused"))
    assert "stands still" not in words("waiting_customer", one())
    assert [kept.words for kept in kept_words([one(state="paused")], is_arranged=False)] == [
        "our clock stands still until you answer"
    ]
    assert [kept.words for kept in kept_words([one(state="paused")], is_arranged=True)] == [
        "our clock stands still until the date that was arranged"
    ]
    beside = kept_words([one(state="paused")], is_arranged=True, arranged=at + timedelta(days=3))[0].words
    assert beside.startswith("promised before 2 Mar, 17:00; our clock")
    assert "stands still until 5 Mar, 17:00" in beside
    assert "are late" in words("in_progress", one(state="breached_running"))
    assert "promised for" not in words("in_progress", one(state="met"))


def test_a_solution_that_was_in_time_and_that_elena_disputed_is_not_shown_to_her_as_kept():
    at = datetime(2026, 3, 2, 17, tzinfo=UTC)

    def one(metric, cycle, state, stopped_at=at):
        return ClockView(
            id=cycle, case_id=1, metric=metric, cycle=cycle, state=state, target_minutes=480, started_at=at, due_at=at,
            stopped_at=stopped_at, served_minutes=120.0, share=25, calendar_id=1,
        )  # fmt: skip

    def told(*clocks, rounds):
        return [
            (kept.name, kept.words.split(" ")[0], kept.tone)
            for kept in kept_words(clocks, is_arranged=False, rounds=rounds)
        ]

    answer, solution = one("first_response", 1, "met"), one("resolution", 1, "met")
    assert told(answer, solution, rounds=1) == [("First answer", "kept:", "ok"), ("Solution", "kept:", "ok")]
    again = one("dispute", 2, "running", None)
    assert told(answer, solution, again, rounds=2) == [
        ("First answer", "kept:", "ok"), ("Solution", "done", "late"), ("Second solution", "promised", ""),
    ]  # fmt: skip
    assert kept_words([solution, again], is_arranged=False, rounds=2)[0].words.endswith("but it was not solved")
    helped = one("dispute", 2, "met")
    assert told(solution, helped, rounds=2) == [("Solution", "done", "late"), ("Second solution", "kept:", "ok")]
    assert told(solution, helped, rounds=3) == [("Solution", "done", "late"), ("Second solution", "done", "late")]
    late = one("resolution", 1, "breached_stopped")
    assert told(late, again, rounds=2)[0] == ("Solution", "late:", "late")
