"""What Elena reads about promises that moved by our doing, and about later answers that came late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pasillo.doors.portal.kept_words import broken_times, kept_words
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.queries import newest_version
from pasillo.operations.cases import commands as cases
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.moved import moved_by_hours
from pasillo.operations.promises.queries import clocks_of
from pasillo.strategy.objectives.commands import set_objective
from tests.doors.portal.conftest import BY, MONDAY

SAID = "Our hours have changed since"


@pytest.fixture
def hours(contact_centre):
    """Other hours of the contact centre from a moment on."""

    def changed(rule, at):
        known = newest_version(contact_centre.calendar_id).pk
        return change_hours(contact_centre.calendar_id, rule=rule, effective_from=at, known=known, by=BY, at=at)

    return changed


def office(contact_centre):
    return CalendarRule.from_json(newest_version(contact_centre.calendar_id).rule)


def solution(case):
    return Clock.objects.get(case=case, metric="resolution").due_at


def test_she_reads_what_it_was_what_it_is_and_why(as_elena, elena, move_request, marta, hours, contact_centre):
    usual, at = office(contact_centre), timezone.now()
    hours(CalendarRule.always(), at - timedelta(minutes=10))
    opening = cases.Opening(
        customer_id=elena.pk, service_id=move_request.service_id, subject="My move", text="Please.", channel="portal"
    )
    case = cases.open_case(opening=opening, by=elena.ref, at=at - timedelta(minutes=5))
    cases.reply(case.pk, text="We come.", by=marta.ref, at=at - timedelta(minutes=4))
    was = solution(case)
    address = f"/requests/{case.number}"
    assert SAID not in as_elena.get(address).content.decode()
    hours(usual, at - timedelta(minutes=3))

    assert solution(case) > was
    views = clocks_of([case.pk], at=at)[case.pk]
    assert moved_by_hours(views) == {next(one.id for one in views if one.metric == "resolution"): was}
    page = as_elena.get(address).content.decode()
    assert page.count("We had promised it for") == 2  # where it stands, and under what we promised
    assert page.count(SAID) == 2

    hours(CalendarRule.always(), at - timedelta(minutes=3) + timedelta(seconds=1))
    assert abs(solution(case) - was) < timedelta(minutes=1)
    assert SAID not in as_elena.get(address).content.decode()


def test_a_later_answer_that_was_late_is_named_and_counted(her_case, elena, marta, moving):
    set_objective(moving.pk, metric="next_response", target_minutes=60, by=BY, at=MONDAY)
    cases.reply(her_case.pk, text="Nora comes.", by=marta.ref, at=MONDAY + timedelta(minutes=5))
    words = Words(text="When?", channel="portal")
    cases.customer_writes(her_case.pk, author_id=elena.pk, words=words, by=elena.ref, at=MONDAY + timedelta(minutes=10))
    in_time, late = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)
    views = clocks_of([her_case.pk], at=in_time)[her_case.pk]
    assert [one.name for one in kept_words(views, is_arranged=False)] == ["First answer", "Solution"]
    assert broken_times(views) == 0
    cases.reply(her_case.pk, text="At three.", by=marta.ref, at=late)

    views = clocks_of([her_case.pk], at=late)[her_case.pk]
    told = kept_words(views, is_arranged=False)
    assert [one.name for one in told] == ["First answer", "Next answer", "Solution"]
    assert told[1].tone == "late"
    assert told[1].words == "late: promised for 2 Mar, 10:10, done 2 Mar, 11:00"
    assert broken_times(views) == 1


def test_an_answer_that_was_never_given_is_not_hidden_by_the_end(her_case, elena, marta, moving):
    set_objective(moving.pk, metric="next_response", target_minutes=60, by=BY, at=MONDAY)
    cases.reply(her_case.pk, text="Nora comes.", by=marta.ref, at=MONDAY + timedelta(minutes=5))
    words = Words(text="When?", channel="portal")
    cases.customer_writes(her_case.pk, author_id=elena.pk, words=words, by=elena.ref, at=MONDAY + timedelta(minutes=10))
    late = MONDAY + timedelta(hours=3)
    ring(at=late)
    cases.resolve(her_case.pk, by=marta.ref, at=late)
    cases.confirm(her_case.pk, by=elena.ref, at=late)

    views = clocks_of([her_case.pk], at=late)[her_case.pk]
    told = [one for one in kept_words(views, is_arranged=False) if one.name == "Next answer"]
    assert [(one.words, one.tone) for one in told] == [("promised for 2 Mar, 10:10 and never given", "late")]
    assert broken_times(views) == 1
    assert her_case.pk not in clocks_of([her_case.pk], at=late, only_going=True)
