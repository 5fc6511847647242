"""How facts become the story of a case. No database: a story is a sum."""

from datetime import timedelta

from pasillo.measurement.stories.fold import Pledges, Tale, fold
from tests.measurement.journal import MONDAY, Case


def story_of(case: Case) -> tuple[Tale, Pledges]:
    tale, pledges = Tale(case_id=case.case_id), {}
    for entry in case.entries:
        fold(tale, pledges, entry)
    return tale, pledges


def elena() -> Case:
    """Elena's alarm: promised for Wednesday, said to be solved on Tuesday, disputed, really solved on Friday."""
    case = Case(area_id=10)
    case.promised("first_response", 240, due_in=4).promised("resolution", 960, due_in=56)
    case.answered(0.1, is_human=False).answered(2).promise("kept", "first_response", 2, served_minutes=120)
    case.moved(5, 20).moved(20, 10)
    case.resolved(30).promise("kept", "resolution", 30, served_minutes=500)
    case.writes(40).disputed(40).promised("dispute", 480, due_in=48, cycle=2, hours=40)
    case.promise("broken", "dispute", 48, cycle=2)
    case.resolved(100, cycle=2).promise("stopped_late", "dispute", 100, cycle=2, served_minutes=1440)
    return case.closed(110).scored(111, 1)


def test_what_elena_lived_counts_from_her_first_word_to_the_resolution_that_held():
    tale, _ = story_of(elena())

    assert tale.opened_at == MONDAY
    assert tale.first_answer_at == MONDAY + timedelta(hours=2)
    assert tale.resolved_at == MONDAY + timedelta(hours=30)
    assert tale.final_resolved_at == MONDAY + timedelta(hours=100)
    assert tale.lived_minutes == 6000
    assert tale.served_minutes == 500 + 1440
    assert tale.promised_at == MONDAY + timedelta(hours=56)


def test_a_kept_promise_that_was_disputed_is_not_a_kept_promise():
    tale, pledges = story_of(elena())
    resolution = next(p for p in pledges.values() if p.metric == "resolution")

    assert resolution.outcome == "kept"
    assert resolution.disputed
    assert (tale.kept, tale.broken) == (1, 1)


def test_contacts_areas_and_handoffs_are_what_the_customer_had_to_live_through():
    tale, _ = story_of(elena())

    assert (tale.contacts_in, tale.contacts_out) == (2, 1)
    assert (tale.path, tale.handoffs, tale.areas_touched) == ([10, 20, 10], 2, 2)
    assert (tale.disputes, tale.score, tale.state, tale.silent) == (1, 1, "closed", False)


def test_how_bad_it_was_is_known_when_it_is_solved_and_open_again_when_it_is_not():
    tale, _ = story_of(elena())
    assert tale.severity == round(12.55 + 10 + 10 + 5 + 2.5 + 15)
    assert tale.over_at == MONDAY + timedelta(hours=110)

    tale, _ = story_of(Case().promised("resolution", 60, due_in=1).resolved(4).disputed(5))
    assert tale.severity is None
    assert tale.over_at is None


def test_while_it_is_disputed_nothing_is_solved_and_nothing_is_over():
    case = Case().resolved(10).closed(11).disputed(12)
    tale, _ = story_of(case)

    assert tale.final_resolved_at is None
    assert tale.lived_minutes is None
    assert tale.closed_at is None
    assert tale.resolved_at == MONDAY + timedelta(hours=10)


def test_a_case_that_comes_back_after_closing_was_not_solved_either():
    tale, _ = story_of(Case().resolved(10).closed(11).tell("case.reopened", 30, cycle=1))

    assert (tale.reopened, tale.disputes, tale.final_resolved_at) == (1, 0, None)


def test_an_automatic_word_is_no_answer_and_a_machine_is_no_contact():
    tale, _ = story_of(Case().answered(0.01, is_human=False).writes(1, by_machine=True))

    assert tale.first_answer_at is None
    assert (tale.contacts_in, tale.contacts_out) == (1, 0)


def test_a_broken_promise_stays_broken_when_the_case_is_cancelled():
    case = Case().promised("resolution", 60, due_in=1).promise("broken", "resolution", 1)
    _, pledges = story_of(case.promise("cancelled", "resolution", 2))

    assert [p.outcome for p in pledges.values()] == ["broken"]


def test_a_promise_withdrawn_in_time_counts_neither_way():
    case = Case().promised("resolution", 60, due_in=1).promise("cancelled", "resolution", 0.5)
    tale, pledges = story_of(case)

    assert [p.outcome for p in pledges.values()] == ["cancelled"]
    assert (tale.kept, tale.broken) == (0, 0)


def test_a_moved_promise_remembers_the_day_that_was_told_first():
    case = Case().promised("resolution", 60, due_in=1)
    case.promise("moved", "resolution", 0.5, due_at=(MONDAY + timedelta(hours=5)).isoformat())
    tale, pledges = story_of(case)

    assert tale.promised_at == MONDAY + timedelta(hours=1)
    assert [p.due_at for p in pledges.values()] == [MONDAY + timedelta(hours=5)]


def test_a_fact_that_overtakes_the_opening_is_not_lost():
    case = Case(area_id=10).moved(1, 20)
    opening = case.entries.pop(0)
    case.entries.append(opening)
    tale, _ = story_of(case)

    assert (tale.opened_at, tale.number, tale.path, tale.area_id) == (MONDAY, 48000 + case.case_id, [10, 20], 20)


def test_an_area_that_was_asked_for_its_part_was_touched_too():
    case = Case(area_id=10)
    case.tell("task.asked", 1, task_id=1, area_id=30, due_at="").tell("task.asked", 2, task_id=2, area_id=30, due_at="")
    tale, _ = story_of(case)

    assert (tale.helpers, tale.areas_touched, tale.handoffs) == ([30], 2, 0)
