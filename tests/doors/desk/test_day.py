"""The day begins with what breaks today, in order, and one way to start."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import plan_absence
from pasillo.operations.cases import commands
from pasillo.operations.routing.commands import return_work_of_absent
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


def test_who_was_away_reads_what_went_on_without_them_and_who_has_it(day, at_desk, opens, marta, jordi, before):
    gone, back, others = opens(subject="Gone on"), opens(subject="Came back"), opens(subject="Jordi's own")
    for case in (gone, back):
        commands.take(case.pk, by=marta.ref, at=before)
    commands.take(others.pk, by=jordi.ref, at=before)
    today = timezone.localtime(now()).date()
    plan_absence(marta.pk, first=today - timedelta(days=1), last=today + timedelta(days=1), cover_id=jordi.pk,
                 by="system", at=before)  # fmt: skip

    assert return_work_of_absent(at=now()) == 2
    commands.assign(back.pk, assignee_id=marta.pk, by=jordi.ref, at=now())

    page = day(marta)
    assert "Went on while you were away" in page
    section = page.split("Went on while you were away")[1].split("</section>")[0]
    assert "Gone on" in section
    assert "now with: Jordi Mas" in section
    assert "Came back" not in section
    assert "Went on while you were away" not in day(jordi)
    thread = at_desk(jordi).get(f"/app/cases/{gone.number}").content.decode()
    assert "Marta Ruiz is away: Jordi Mas stands in and has the case" in thread


def test_praise_for_a_case_that_i_held_is_read_in_the_customers_words(day, case, marta, jordi, elena, before):
    commands.take(case.pk, by=marta.ref, at=before)
    commands.resolve(case.pk, by=marta.ref, at=now())
    give_feedback(case.pk, person_id=elena.pk, score=5, words="¡Qué rápido!", by=elena.ref, at=now())

    assert "¡Qué rápido!" in day(marta)
    assert "¡Qué rápido!" not in day(jordi)


def test_the_same_words_are_read_once(day, opens, marta, elena, before):
    for number in range(2):
        case = opens(subject=f"Case {number}")
        commands.take(case.pk, by=marta.ref, at=now())
        commands.resolve(case.pk, by=marta.ref, at=now())
        give_feedback(case.pk, person_id=elena.pk, score=5, words="¡Qué rápido!", by=elena.ref, at=now())

    assert day(marta).count("¡Qué rápido!") == 1


def test_bitter_words_are_no_praise(day, case, marta, elena, before):
    commands.take(case.pk, by=marta.ref, at=before)
    commands.resolve(case.pk, by=marta.ref, at=now())
    give_feedback(case.pk, person_id=elena.pk, score=1, words="Never again.", by=elena.ref, at=now())

    assert "Never again." not in day(marta)


def test_who_does_not_serve_has_a_day_without_new_cases(day, auditor, case):
    page = day(auditor)

    assert "could be yours" not in page
    assert "New case" not in page
