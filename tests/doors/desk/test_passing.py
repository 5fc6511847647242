"""Before a case goes to another area one reads who is there, and what becomes of the promise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import when
from pasillo.ground.hours.business_time import ALL_DAY, CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import open_area
from pasillo.ground.people.models import Area
from pasillo.operations.promises.models import Clock

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def rare(before):
    """Billing opens at midnight in two days, and then day and night for a day."""
    day = now().date() + timedelta(days=2)
    rule = CalendarRule(zone="UTC", week=tuple(ALL_DAY if n == day.weekday() else () for n in range(7)))
    hours = set_hours(name="One day", rule=rule, effective_from=before - timedelta(days=400))
    area = open_area(name="Billing", function="finance", calendar=hours, by="system", at=before)
    return area, now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)


def _is_due(case, moment):
    Clock.objects.filter(case=case, metric="resolution").update(due_at=moment)
    Clock.objects.filter(case=case).exclude(metric="resolution").delete()


def _page(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_closed_area_says_when_it_opens_and_that_the_promise_breaks_before(at_desk, marta, case, rare, field):
    _area, opens = rare
    due = opens - timedelta(hours=1)
    _is_due(case, due)

    page = _page(at_desk(marta).get(f"/app/cases/{case.number}/places", headers=SCRIPT))

    assert f"closed, opens {when(opens)}" in page
    assert f"“Solution” is due {when(due)}: it breaks before anybody is there." in page
    assert page.count("breaks before") == 1
    assert "Field north" in page
    assert "there now" in page
    assert "Contact centre" not in page
    assert "<form" not in page


def test_a_promise_that_outlasts_the_closing_runs_on_and_is_said_to(at_desk, marta, case, rare):
    _area, opens = rare
    _is_due(case, opens + timedelta(hours=1))

    page = _page(at_desk(marta).get(f"/app/cases/{case.number}/places", headers=SCRIPT))

    assert f"“Solution” runs on meanwhile, due {when(opens + timedelta(hours=1))}." in page
    assert "breaks before" not in page


def test_a_promise_in_the_hours_of_who_holds_the_case_moves_and_both_moments_are_told(at_desk, marta, case, rare):
    _area, opens = rare
    Clock.objects.filter(case=case).exclude(metric="resolution").delete()
    clock = Clock.objects.get(case=case)
    Clock.objects.filter(pk=clock.pk).update(policy="serving_area")

    page = _page(at_desk(marta).get(f"/app/cases/{case.number}/places", headers=SCRIPT))

    assert f"“Solution” would be due {when(_moved(clock, opens))} instead of {when(clock.due_at)}." in page
    assert Clock.objects.get(pk=clock.pk).due_at == clock.due_at


def _moved(clock, opens):
    """Three days of open hours, two of them passed by now, need two more days on which Billing opens."""
    left = timedelta(minutes=clock.target_minutes) - (now() - clock.started_at)
    return opens + timedelta(days=7 * (left // timedelta(days=1))) + left % timedelta(days=1)


def test_without_a_script_it_is_a_page_from_which_the_case_is_passed(at_desk, marta, case, rare):
    browser = at_desk(marta)
    area, _opens = rare

    page = _page(browser.get(f"/app/cases/{case.number}/places"))
    assert f'action="/app/cases/{case.number}/area"' in page
    assert f'href="/app/cases/{case.number}/places"' in _page(browser.get(f"/app/cases/{case.number}"))

    browser.post(f"/app/cases/{case.number}/area", {"area": area.pk, "reason": "A wrong bill."})
    case.refresh_from_db()
    assert case.area_id == area.pk


def test_the_chosen_cases_of_the_queue_read_it_too(at_desk, marta, rare):
    page = _page(at_desk(marta).get("/app/rounds/places", headers=SCRIPT))

    assert f"closed, opens {when(rare[1])}" in page
    assert "Where nobody is there, the promises run on until somebody comes." in page
    assert page.count('form="many"') == 2
    assert "required" not in page


def test_an_area_that_has_ended_its_hours_or_its_service_is_told_so_or_not_offered(at_desk, marta, case, before, hours):
    last = timezone.localtime(before).date() - timedelta(days=9)
    rule = CalendarRule(zone="UTC", exceptions={last: ALL_DAY})
    fair = set_hours(name="Fair", rule=rule, effective_from=before - timedelta(days=400))
    open_area(name="Stand", function="sales", calendar=fair, by="system", at=before)
    gone = Area.objects.create(name="Telegrams", function="service", calendar=hours, is_active=False)
    browser = at_desk(marta)

    page = _page(browser.get(f"/app/cases/{case.number}/places", headers=SCRIPT))
    assert "closed, and no opening is planned" in page
    assert "Telegrams" not in page

    told = browser.post(f"/app/cases/{case.number}/area", {"area": gone.pk, "reason": "x"}, headers=SCRIPT)
    assert told.status_code == 422
    case.refresh_from_db()
    assert case.area_id != gone.pk


def test_of_a_case_that_is_not_theirs_nobody_reads_where_it_could_go(at_desk, ivan, elena, case):
    assert at_desk(ivan).get(f"/app/cases/{case.number}/places").status_code == 404
    assert at_desk(elena).get(f"/app/cases/{case.number}/places").status_code in (302, 403)
