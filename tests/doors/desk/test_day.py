"""The day begins with what breaks today, in order, and one way to start."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.voice.commands import give_feedback
from pasillo.strategy.objectives.models import Objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(at_desk):
    return lambda person: at_desk(person).get("/app/day").content.decode()


def test_my_broken_promise_is_first_and_one_starts_with_it(day, opens, marta, jordi, before):
    mine, others = opens(subject="Still no alarm"), opens(subject="Jordi's own")
    commands.take(mine.pk, by=marta.ref, at=before)
    commands.take(others.pk, by=jordi.ref, at=before)

    page = day(marta)

    assert "1 promise of yours is broken." in page
    assert page.index("Start with the first") < page.index("Still no alarm")
    assert f'class="btn btn-p" href="/app/cases/{mine.number}?split=me"' in page
    assert "Jordi&#39;s own" not in page


def test_nothing_breaks_and_new_could_be_mine(day, opens, marta, move_home):
    Objective.objects.filter(service=move_home).update(target_minutes=60 * 24 * 30)
    opens()
    opens(subject="Another")

    page = day(marta)

    assert "Nothing breaks today. 2 cases in New could be yours." in page
    assert "Start with the first" not in page
    assert "Nothing of yours breaks today." in page


def test_what_was_asked_of_my_area_is_there_and_not_what_was_asked_of_others(day, case, marta, ivan, field, jordi):
    due = now() + timedelta(hours=3)
    commands.ask_area(case.pk, area_id=field.pk, title="Leave a panel", due_at=due, by=marta.ref, at=now())

    assert "Leave a panel" in day(ivan)
    assert "Start with the first" in day(ivan)
    assert "Leave a panel" not in day(jordi)


def test_praise_for_a_case_that_i_held_is_read_in_the_customers_words(day, case, marta, jordi, elena, before):
    commands.take(case.pk, by=marta.ref, at=before)
    commands.resolve(case.pk, by=marta.ref, at=now())
    give_feedback(case.pk, person_id=elena.pk, score=5, words="¡Qué rápido!", by=elena.ref, at=now())

    assert "¡Qué rápido!" in day(marta)
    assert "¡Qué rápido!" not in day(jordi)


def test_bitter_words_are_no_praise(day, case, marta, elena, before):
    commands.take(case.pk, by=marta.ref, at=before)
    commands.resolve(case.pk, by=marta.ref, at=now())
    give_feedback(case.pk, person_id=elena.pk, score=1, words="Never again.", by=elena.ref, at=now())

    assert "Never again." not in day(marta)


def test_who_does_not_serve_has_a_day_without_new_cases(day, auditor, case):
    page = day(auditor)

    assert "could be yours" not in page
    assert "New case" not in page
