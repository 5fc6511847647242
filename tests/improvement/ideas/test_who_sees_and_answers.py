"""Everybody who works here reads ideas; what stands behind one, not everybody; who is in charge answers."""

import pytest

from pasillo.improvement.ideas import queries
from pasillo.improvement.ideas.commands import Proposal, answer, propose, vote
from pasillo.operations.voice.commands import give_feedback


def test_an_employee_of_any_area_reads_it_and_a_customer_finds_nothing(idea, nora, elena, sees):
    assert queries.idea_for(sees(nora), idea.pk) == idea
    with pytest.raises(LookupError):
        queries.idea_for(sees(elena), idea.pk)
    with pytest.raises(LookupError):
        queries.idea_for(sees(nora), idea.pk + 1)


def test_the_case_behind_it_is_shown_only_to_who_may_see_the_case(asks, ivan, nora, clara, raul, lucia, sees, monday):
    idea = propose(Proposal(title="t", words="w", case_id=asks("complaint").pk), by=ivan.ref, at=monday)

    shown = {
        person.name: queries.case_behind(sees(person), idea) is not None for person in (ivan, clara, lucia, nora, raul)
    }

    assert shown == {
        "Iván Soler": True, "Clara Vives": True, "Lucía Ferrer": True, "Nora Sanz": False, "Raúl Boix": False,
    }  # fmt: skip


def test_a_quote_brings_its_case_and_its_service_along(asks, elena, ivan, monday):
    case = asks("incident")
    said = give_feedback(case.pk, person_id=elena.pk, score=1, words="Eleven days.", by=elena.ref, at=monday)

    idea = propose(Proposal(title="t", words="w", feedback_id=said.pk), by=ivan.ref, at=monday)

    assert (idea.case_id, idea.feedback_id, idea.service_id) == (case.pk, said.pk, case.service_id)


def test_the_owner_the_manager_and_the_head_answer(idea, visits, tomas, nora, clara, raul, ivan, lucia, sees):
    visits.owner = nora
    visits.save()

    able = {person.name for person in (tomas, nora, clara, raul, ivan, lucia)
            if queries.may_answer(sees(person), queries.idea_for(sees(person), idea.pk))}  # fmt: skip

    assert able == {"Nora Sanz", "Clara Vives", "Lucía Ferrer"}


def test_an_idea_about_no_service_may_be_answered_by_any_manager(tomas, raul, ivan, sees, monday):
    idea = propose(Proposal(title="A quieter canteen", words="Felt pads."), by=tomas.ref, at=monday)

    assert queries.may_answer(sees(raul), idea)
    assert not queries.may_answer(sees(ivan), idea)
    assert queries.waiting_for(sees(raul)) == [idea]
    assert queries.waiting_for(sees(ivan)) == []


def test_the_board_shows_every_column_with_most_votes_first(tomas, nora, ivan, clara, sees, later, visits):
    made = [
        propose(Proposal(title=f"Idea {n}", words="w", service_id=visits.pk), by=tomas.ref, at=later(n))
        for n in range(4)
    ]
    vote(made[1].pk, by=nora.ref, at=later(5))
    vote(made[1].pk, by=ivan.ref, at=later(5))
    vote(made[2].pk, by=ivan.ref, at=later(5))
    answer(made[3].pk, to="declined", words="No.", by=clara.ref, at=later(6))

    shown = [(one.state, one.title) for one in queries.board(sees(nora))]

    assert shown == [("declined", "Idea 3"), ("new", "Idea 1"), ("new", "Idea 2"), ("new", "Idea 0")]
    assert queries.counts(sees(nora)) == {"new": 3, "looking": 0, "accepted": 0, "done": 0, "declined": 1}
    assert queries.board(sees(nora), service_id=visits.pk + 1) == []


def test_the_board_asks_as_much_for_a_hundred_ideas_as_for_one(
    idea, tomas, nora, sees, later, django_assert_num_queries
):
    for n in range(60):
        propose(Proposal(title=f"Idea {n}", words="w"), by=tomas.ref, at=later(n))

    seen = sees(nora)
    with django_assert_num_queries(1):
        assert len(queries.board(seen)) == queries.A_COLUMN


def test_what_speaks_of_the_same_is_found_before_it_is_written_twice(idea, tomas, nora, sees, monday):
    propose(Proposal(title="Chairs for the canteen", words="Softer ones."), by=tomas.ref, at=monday)

    assert [one.pk for one in queries.similar(sees(nora), "ask for gate codes earlier")] == [idea.pk]
    assert queries.similar(sees(nora), "a b ' | & !:*") == []
    assert queries.similar(sees(nora), "vacuum") == []


def test_the_share_that_took_part_and_the_days_to_an_answer(idea, tomas, nora, ivan, clara, later):
    vote(idea.pk, by=nora.ref, at=later(1))
    answer(idea.pk, to="looking", words="We look.", by=clara.ref, at=later(48))

    told = queries.participation(since=later(-1))

    assert (told.took_part, told.employees, told.answer_days) == (2, 4, 2.0)
