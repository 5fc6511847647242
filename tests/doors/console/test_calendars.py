"""The editor of hours: what is typed stays, what would move is told before, and the second of two is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.models import Calendar, CalendarVersion
from pasillo.ground.hours.queries import newest_version
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective

pytestmark = pytest.mark.django_db
WEEK = {day: "00:00-24:00" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def _text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def soon():
    """A local day two days from now."""
    return (now() + timedelta(days=2)).date()


@pytest.fixture
def waiting(field, hours, told):
    """Elena waits for a visit that was promised within three days, day and night."""
    service = Service.objects.create(
        slug="visit", block="delivery", names={"en": "Visit"}, area=field, calendar=hours, state="published"
    )
    Objective.objects.create(
        service=service, metric="resolution", target_minutes=3 * 1440, version=1, valid_from=now() - timedelta(days=9)
    )
    elena = meet(name="Elena Ruiz", email="elena@correo.example", **told)
    opening = Opening(customer_id=elena.pk, service_id=service.pk, subject="No light", text="Please.", channel="portal")
    return open_case(opening=opening, by=elena.ref, at=now() - timedelta(hours=1))


def form(calendar, **given):
    return WEEK | {"zone": "UTC", "known": str(newest_version(calendar.pk).pk)} | given


def test_hours_are_shown_with_their_week_their_zone_and_who_serves_in_them(seated, nuria, field, hours):
    page = _text(seated(nuria).get("/app/admin/calendars"))

    assert "Always" in page
    assert "Monday–Sunday: 00:00–24:00" in page
    assert "Field north" in page
    assert "0 services" in page


def test_only_who_sets_the_house_up_changes_hours(seated, nuria, carla, ivan, colleague, hours):
    lucia = colleague("Lucía Prat", Role.HEAD)
    where = f"/app/admin/calendars/{hours.pk}"

    assert [seated(one).get(where).status_code for one in (nuria, lucia, carla, ivan)] == [200, 200, 403, 403]
    assert seated(carla).post(where, form(hours, act="keep", mon="9-17")).status_code == 403
    assert CalendarVersion.objects.count() == 1


def test_what_would_move_is_told_before_and_nothing_is_kept_yet(seated, nuria, hours, waiting, soon):
    due = Clock.objects.get(case=waiting, metric="resolution").due_at
    page = seated(nuria).post(
        f"/app/admin/calendars/{hours.pk}",
        form(hours, act="look", on=[soon.isoformat()], hours=[""], reason=["Feast of the street"]),
    )

    assert page.status_code == 200
    assert "1 promise would move" in _text(page)
    assert f"#{waiting.number}" in _text(page)
    assert "Feast of the street" in page.content.decode()
    assert Clock.objects.get(case=waiting, metric="resolution").due_at == due
    assert CalendarVersion.objects.count() == 1


def test_kept_the_promise_moves_by_the_day_and_the_version_says_who_and_why(seated, nuria, hours, waiting, soon):
    due = Clock.objects.get(case=waiting, metric="resolution").due_at
    wish = {"act": "keep", "on": [soon.isoformat()], "hours": [""], "reason": ["Feast"], "note": "The town asked"}
    answer = seated(nuria).post(f"/app/admin/calendars/{hours.pk}", form(hours, **wish))

    assert answer.status_code == 302
    assert Clock.objects.get(case=waiting, metric="resolution").due_at == due + timedelta(days=1)
    page = _text(seated(nuria).get(answer.url))
    assert "made by Nuria Campos" in page
    assert "The town asked" in page
    assert newest_version(hours.pk).rule["reasons"] == {soon.isoformat(): "Feast"}


def test_undone_is_a_further_version_that_starts_from_an_old_one(seated, nuria, hours, waiting, soon):
    first = newest_version(hours.pk)
    due = Clock.objects.get(case=waiting, metric="resolution").due_at
    where, browser = f"/app/admin/calendars/{hours.pk}", seated(nuria)
    browser.post(where, form(hours, on=[soon.isoformat()], hours=[""], reason=[""]))
    page = browser.get(f"{where}?from={first.pk}").content.decode()
    browser.post(where, form(hours))

    assert soon.isoformat() not in page
    assert Clock.objects.get(case=waiting, metric="resolution").due_at == due
    assert CalendarVersion.objects.count() == 3


def test_what_cannot_be_read_is_said_and_everything_typed_stays(seated, nuria, hours):
    wish = {"act": "look", "mon": "nine", "zone": "Mars/Base", "on": ["32 May"], "hours": ["9-12"], "reason": ["Move"]}
    answer = seated(nuria).post(f"/app/admin/calendars/{hours.pk}", form(hours, **wish))
    page = answer.content.decode()

    assert answer.status_code == 422
    for words in ("Monday: “nine” is not a time", "no time zone “Mars/Base”", "“32 May” is not a day"):
        assert words in _text(answer)
    for kept in ('value="nine"', 'value="32 May"', 'value="9-12"', 'value="Move"'):
        assert kept in page
    assert CalendarVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({day: "" for day in WEEK}, "It never opens"),
        ({"tue": "9-14, 13-17"}, "Tuesday: 09:00–14:00 and 13:00–17:00 overlap."),
        ({"since": "2020-01-01", "mon": "9-17"}, "What was served is served"),
        ({"since": "never", "mon": "9-17"}, "Please choose a day."),
        ({"on": ["2020-01-06"], "hours": [""], "reason": [""]}, "2020-01-06 is over"),
        ({}, "nothing was changed"),
    ],
)
def test_hours_that_mean_nothing_are_refused_in_sentences(seated, nuria, hours, wish, sentence):
    answer = seated(nuria).post(f"/app/admin/calendars/{hours.pk}", form(hours, **wish))

    assert answer.status_code == 422
    assert sentence in _text(answer)
    assert CalendarVersion.objects.count() == 1


def test_hundreds_of_dates_are_kept_at_once_and_too_many_are_refused_in_words(seated, nuria, hours):
    first = now().date() + timedelta(days=10)
    days = [(first + timedelta(days=n)).isoformat() for n in range(2001)]
    where, browser = f"/app/admin/calendars/{hours.pk}", seated(nuria)

    refused = browser.post(where, form(hours, on=days, hours=["9-13"] * 2001, reason=["Fair"] * 2001))
    assert refused.status_code == 422
    assert "There are more than 2000 dates: please remove old ones." in _text(refused)
    assert CalendarVersion.objects.count() == 1

    kept = browser.post(where, form(hours, on=days[:450], hours=["9-13"] * 450, reason=["Fair"] * 450))
    assert kept.status_code == 302
    assert len(newest_version(hours.pk).rule["exceptions"]) == 450


def test_of_two_who_change_the_same_hours_the_second_is_told_and_loses_nothing(seated, nuria, colleague, hours):
    lucia = colleague("Lucía Prat", Role.HEAD)
    where, seen = f"/app/admin/calendars/{hours.pk}", form(hours)
    seated(nuria).post(where, seen | {"mon": "8-20"})
    answer = seated(lucia).post(where, seen | {"mon": "10-22"})

    assert answer.status_code == 409
    assert "Somebody else changed these hours" in _text(answer)
    assert "Monday: 08:00–20:00; Tuesday–Sunday: 00:00–24:00" in answer.content.decode()
    assert 'value="10-22"' in answer.content.decode()
    again = re.search(r'name="known" value="(\d+)"', answer.content.decode())[1]
    assert seated(lucia).post(where, seen | {"mon": "10-22", "known": again}).status_code == 302


def test_holidays_are_found_chosen_and_taken_over(seated, nuria, hours):
    where, browser, year = f"/app/admin/calendars/{hours.pk}", seated(nuria), now().year + 1
    wish = {"country": "ES", "region": "MD", "year": [str(year)]}
    found = browser.post(where, form(hours, act="holidays", **wish)).content.decode()
    take = re.findall(rf'name="take" value="({year}-10-12 [^"]+)"', found)
    taken = browser.post(where, form(hours, act="take", take=take)).content.decode()

    assert len(take) == 1
    assert f'value="{year}-10-12"' in taken
    assert f'value="{year}-12-25"' not in taken
    assert CalendarVersion.objects.count() == 1


def test_new_hours_have_a_name_of_their_own(seated, nuria, hours):
    browser = seated(nuria)
    again = browser.post("/app/admin/calendars/new", WEEK | {"zone": "Asia/Jakarta", "name": "always", "act": "keep"})
    made = browser.post("/app/admin/calendars/new", WEEK | {"zone": "Asia/Jakarta", "name": "Jakarta", "act": "keep"})

    assert (again.status_code, made.status_code) == (422, 302)
    assert "of this name already" in _text(again)
    assert Calendar.objects.get(name="Jakarta").versions.get().made_by == nuria.ref


def test_a_plan_for_later_is_told_to_whoever_changes_an_earlier_day(seated, nuria, hours):
    later = (now() + timedelta(days=40)).date()
    browser, where = seated(nuria), f"/app/admin/calendars/{hours.pk}"
    browser.post(where, form(hours, since=later.isoformat(), mon="9-17"))
    page = browser.get(where)

    assert "Other hours are planned from" in _text(page)
    assert 'value="00:00–24:00"' in page.content.decode()
    plan = browser.get(f"{where}?from={newest_version(hours.pk).pk}").content.decode()
    assert f'value="{later.isoformat()}"' in plan


def test_many_promises_that_would_move_come_page_by_page(seated, nuria, hours, waiting, soon):
    clock = Clock.objects.get(case=waiting, metric="resolution")
    for n in range(59):
        clock.pk, clock.metric = None, f"copy {n}"
        clock.save(force_insert=True)
    where, wish = f"/app/admin/calendars/{hours.pk}", {"on": [soon.isoformat()], "hours": [""], "reason": [""]}
    first = seated(nuria).post(where, form(hours, act="look", **wish)).content.decode()
    more = re.search(r'value="(look [\d-]+)"', first)[1]
    second = seated(nuria).post(where, form(hours, act=more, **wish)).content.decode()

    assert "60 promises would move" in first
    assert (first.count('<th scope="row">#'), second.count('<th scope="row">#')) == (50, 10)
    assert 'value="look ' not in second.replace('value="look"', "")


def test_hours_that_do_not_exist_are_not_found(seated, nuria, hours):
    assert seated(nuria).get("/app/admin/calendars/987654").status_code == 404
    assert seated(nuria).get(f"/app/admin/calendars/{hours.pk}?from=987654").status_code == 404


def test_a_calendar_of_another_zone_begins_its_days_there(seated, nuria):
    jakarta = set_hours(
        name="Jakarta", rule=CalendarRule.always("Asia/Jakarta"), effective_from=now() - timedelta(days=9)
    )
    later = (now() + timedelta(days=9)).date()
    wish = form(jakarta, zone="Asia/Jakarta", since=later.isoformat(), mon="9-17")
    seated(nuria).post(f"/app/admin/calendars/{jakarta.pk}", wish)

    assert newest_version(jakarta.pk).effective_from.isoformat() == f"{later - timedelta(days=1)}T17:00:00+00:00"


@pytest.mark.parametrize(
    ("day", "sentence"), [("9999-12-31", "by two years at most"), ("0001-01-01", "What was served is served")]
)
def test_hours_from_a_day_nobody_lives_to_see_are_refused_in_a_sentence_and_what_was_typed_stays(
    seated, nuria, hours, waiting, day, sentence
):
    for act in ("look", "keep"):
        answer = seated(nuria).post(f"/app/admin/calendars/{hours.pk}", form(hours, act=act, mon="9-17", since=day))

        assert answer.status_code == 422
        assert sentence in _text(answer)
        assert day in answer.content.decode()
    assert CalendarVersion.objects.count() == 1


def test_hours_of_such_a_day_that_are_there_already_stop_nothing(seated, nuria, hours, waiting):
    due = Clock.objects.get(case=waiting, metric="resolution").due_at
    CalendarVersion.objects.create(
        calendar=hours, effective_from=datetime(9999, 12, 31, tzinfo=UTC), rule=CalendarRule.always().to_json()
    )
    where, browser = f"/app/admin/calendars/{hours.pk}", seated(nuria)

    assert browser.get(where).status_code == 200
    assert browser.post(where, form(hours, act="look", mon="9-17")).status_code == 200
    assert browser.post(where, form(hours, act="keep", mon="9-17")).status_code == 302
    assert Clock.objects.get(case=waiting, metric="resolution").due_at >= due
    again = Opening(
        customer_id=waiting.customer_id, service_id=waiting.service_id, subject="Again", text="Dark.", channel="portal"
    )
    asked = open_case(opening=again, by="person:1", at=now())
    assert now() < Clock.objects.get(case=asked, metric="resolution").due_at < now() + timedelta(days=15)


def test_a_date_without_its_day_is_asked_about_and_nothing_of_it_is_lost(seated, nuria, hours, soon):
    where, browser = f"/app/admin/calendars/{hours.pk}", seated(nuria)
    answer = browser.post(where, form(hours, on=[""], hours=["9-14"], reason=["Christmas dinner"]))

    assert answer.status_code == 422
    assert "On which day?" in _text(answer)
    assert "Christmas dinner" in answer.content.decode()
    assert "9-14" in answer.content.decode()
    assert CalendarVersion.objects.count() == 1

    browser.post(where, form(hours, on=[soon.isoformat()], hours=["09:00–14:00"], reason=["Christmas dinner"]))
    taken = browser.post(where, form(hours, on=[""], hours=["09:00–14:00"], reason=["Christmas dinner"]))
    assert taken.status_code == 302
    assert newest_version(hours.pk).rule["exceptions"] == {}
