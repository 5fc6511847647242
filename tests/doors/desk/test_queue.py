"""The queue tells what is broken from what still can be kept, and Monday's minutes from today's."""

from datetime import timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.strategy.objectives.models import Objective

pytestmark = pytest.mark.django_db

OFFICE = {"zone": "UTC", "week": {day: [["08:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


@pytest.fixture
def saturday(before):
    """Noon of a Saturday that is over."""
    past = before - timedelta(days=8)
    day = past - timedelta(days=(past.weekday() - 5) % 7)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def closed_at_weekends(move_home, before):
    office = CalendarRule.from_json(OFFICE)
    move_home.calendar = set_hours(name="Office", rule=office, effective_from=before - timedelta(days=400))
    move_home.save()


@pytest.fixture
def queue_at(at_desk, marta, monkeypatch):
    """The queue as Marta sees it at a moment."""

    def look(moment):
        monkeypatch.setattr("pasillo.doors.desk.queue_view.now", lambda: moment)
        return at_desk(marta).get("/app/work").content.decode()

    return look


def left_of(case, page):
    """Tone and words of the time that is left, as the row of this case shows them."""
    row = page.split(f'id="row-{case.number}"')[1].split("</li>")[0]
    shown = row.split('class="q-left ')[1].split("</span>")[0]
    return shown.split('"')[0], shown.rsplit(">", 1)[1].replace("\u00a0", " ")


def test_half_an_hour_of_monday_is_said_as_monday_and_what_broke_stands_apart(
    opens, closed_at_weekends, saturday, queue_at
):
    late = opens(subject="Nobody called", at=saturday - timedelta(days=1))
    fresh = opens(subject="Still no alarm", at=saturday)

    page = queue_at(saturday)

    assert page.index("Promise broken") < page.index("Nobody called") < page.index("Within a week")
    assert page.index("Within a week") < page.index("Still no alarm")
    assert "Promise breaks today" not in page
    assert "1 promise is broken." in page
    assert left_of(fresh, page) == ("risk", "Mon 08:30")
    assert left_of(late, page) == ("late", "7 h 30 m over")


def test_on_monday_morning_the_same_promise_is_counted_in_minutes(opens, closed_at_weekends, saturday, queue_at):
    fresh = opens(at=saturday)

    page = queue_at(saturday + timedelta(days=1, hours=20, minutes=5))

    assert "Promise breaks today" in page
    assert "1 promise breaks today." in page
    assert left_of(fresh, page) == ("risk", "25 m left")


def test_around_its_moment_a_promise_is_said_in_words_and_never_as_nothing(opens, move_home, saturday, queue_at):
    Objective.objects.filter(service=move_home).update(target_minutes=8 * 60)
    one, due = opens(at=saturday), saturday + timedelta(hours=8)

    assert left_of(one, queue_at(due - timedelta(seconds=20))) == ("risk", "less than a minute left")
    assert left_of(one, queue_at(due + timedelta(seconds=20))) == ("late", "less than a minute over")
    assert left_of(one, queue_at(due + timedelta(seconds=40))) == ("late", "1 m over")


def test_what_has_hours_left_today_stays_calm(opens, move_home, saturday, queue_at):
    Objective.objects.filter(service=move_home).update(target_minutes=8 * 60)
    calm = opens(at=saturday)

    assert left_of(calm, queue_at(saturday)) == ("", "8 h")
    assert left_of(calm, queue_at(saturday + timedelta(hours=7, minutes=1)))[0] == "risk"
