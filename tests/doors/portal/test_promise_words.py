"""A promised time is said as a customer says it, and what was really lived stands beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pasillo.doors.portal.promise_words import first_answer
from pasillo.doors.shell import moments
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.promised import service_day, span, within
from pasillo.ground.hours.business_time import CalendarRule, compile_calendar
from pasillo.measurement.reports.commands import work_out_usual_times
from pasillo.measurement.stories.models import Story
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.queries import card_of

MONDAY = date(2026, 3, 2)


def day_of(rule):
    return service_day(compile_calendar(rule, MONDAY, MONDAY + timedelta(days=400)))


def test_a_day_of_service_is_as_long_as_somebody_serves():
    office = CalendarRule.from_json(
        {"zone": "Europe/Madrid", "week": {"tue": [["09:00", "14:00"], ["16:00", "19:00"]]}}
    )

    assert day_of(office) == 8 * 60
    assert day_of(CalendarRule.always()) == 24 * 60


@pytest.mark.parametrize(
    ("minutes", "day", "said", "listed"),
    [
        (0, 720, "at once", "at once"),
        (5, 720, "at once", "at once"),
        (30, 720, "30 minutes", "in 30 minutes"),
        (60, 720, "1 hour", "in 1 hour"),
        (61, 720, "2 hours", "in 2 hours"),
        (719, 720, "12 hours", "in 12 hours"),
        (720, 720, "1 day", "in 1 day"),
        (721, 720, "2 days", "in 2 days"),
        (7 * 720, 720, "7 days", "in 7 days"),
        (7 * 1440, 1440, "7 days", "in 7 days"),
    ],
)
def test_a_promise_is_never_said_shorter_than_it_is(minutes, day, said, listed):
    assert span(minutes, day) == said
    assert within(minutes, day) == listed


OFFICE = compile_calendar(
    CalendarRule.from_json({"zone": "UTC", "week": {day: [["08:00", "20:00"]] for day in ("mon", "tue", "fri")}}),
    MONDAY,
    MONDAY + timedelta(days=400),
)


@pytest.mark.parametrize(
    ("sent", "minutes", "said"),
    [
        (datetime(2026, 3, 6, 12, tzinfo=UTC), 30, "A person answers you in 30 minutes."),
        (datetime(2026, 3, 6, 12, tzinfo=UTC), 720, "A person answers you in 1 day."),
        (datetime(2026, 3, 6, 19, 45, tzinfo=UTC), 30, "A person answers you before Mon 9 Mar, 08:15."),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), 30, "A person answers you before Mon 9 Mar, 08:30."),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), 0, "A person answers you before Mon 9 Mar, 08:00."),
        (datetime(2026, 3, 9, 7, tzinfo=UTC), 30, "A person answers you before 08:30."),
    ],
)
def test_nobody_is_told_half_an_hour_while_the_door_is_closed(monkeypatch, sent, minutes, said):
    monkeypatch.setattr(moments, "now", lambda: sent)

    assert first_answer(OFFICE, sent, minutes) == said


def test_nothing_is_said_for_a_door_that_never_opens():
    never = compile_calendar(CalendarRule(), MONDAY, MONDAY + timedelta(days=400))

    assert first_answer(never, datetime(2026, 3, 6, 12, tzinfo=UTC), 30) == ""


def test_who_writes_on_a_saturday_reads_when_monday_s_answer_comes(client, move_request, monkeypatch):
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    monkeypatch.setattr(moments, "now", lambda: saturday)
    monkeypatch.setattr("pasillo.doors.portal.asking_page.now", lambda: saturday)

    page = client.get("/services/move-home/new").content.decode()

    assert page.count("A person answers you before Mon 9 Mar, 08:30.") == 2
    assert "in 30 minutes" not in page


def lived(service, minutes, count, *, ago=timedelta(days=3), request_type_id=None):
    known = Story.objects.count()
    for n in range(count):
        Story.objects.create(
            case_id=known + n + 1,
            service_id=service.pk,
            request_type_id=request_type_id,
            lived_minutes=minutes,
            final_resolved_at=now() - ago,
        )
    work_out_usual_times(at=now())


def test_nothing_is_said_of_fewer_than_five(client, move_request, moving):
    lived(moving, 11 * 1440, 4)

    assert "half of our customers" not in client.get("/services/move-home/new").content.decode()


def test_what_half_of_the_customers_waited_is_said_even_when_it_is_longer(client, move_request, moving):
    lived(moving, 5 * 1440, 2)
    lived(moving, 21 * 1440, 3)
    lived(moving, 90 * 1440, 9, ago=timedelta(days=40))

    page = client.get("/services/move-home/new").content.decode()
    windows = "In the last 90 days most were solved in 90 days; in the last 30 days half waited 21 days."
    assert f"{windows} We are changing it." in page
    assert page.count("in 90 days") == 1
    assert "This month half" not in page


def test_two_windows_that_say_the_same_are_not_told_twice(client, move_request, moving):
    lived(moving, 21 * 1440, 14)

    page = client.get("/services/move-home/new").content.decode()
    assert "waited <b>21 days</b>. We are changing it." in page
    assert "In the last 90 days" not in page


def test_what_got_worse_this_month_is_told_beside_the_three_months(as_elena, move_request, moving, fill):
    lived(moving, 2 * 1440, 12, ago=timedelta(days=40))
    lived(moving, 8 * 1440, 4, ago=timedelta(days=40))
    lived(moving, 11 * 1440, 5)
    words = "half were solved in 2 days, four of five in 11 days; in the last 30 days half waited 11 days."

    assert words in as_elena.get("/services/move-home/new").content.decode()
    as_elena.post("/services/move-home/new", fill(""))
    assert [line for line in card_of(Case.objects.get().pk).words if words in line]


def test_what_is_better_than_promised_is_said_without_a_warning(client, move_request, moving):
    lived(moving, 2 * 1440, 5)

    assert "waited <b>2 days</b> or less" in client.get("/services/move-home/new").content.decode()


def test_most_asked_is_what_was_asked_most_and_is_still_offered(client, move_request, moving, question):
    for n in range(3):
        Story.objects.create(case_id=n + 1, service_id=question.service_id, opened_at=now())
    Story.objects.create(case_id=9, service_id=moving.pk, opened_at=now())
    Story.objects.create(case_id=10, service_id=999_999, opened_at=now())

    shown = client.get("/").content.decode().split("Most asked")[1].split("</p>")[0]

    assert shown.index("Ask us something") < shown.index("Move home")


def test_the_usual_time_is_said_once_there_is_enough_to_say_it_from(client, move_request, moving):
    lived(moving, 2 * 1440, 9, ago=timedelta(days=40))
    lived(moving, 8 * 1440, 2, ago=timedelta(days=40))
    assert "New service: no usual time yet." in client.get("/services/move-home/new").content.decode()

    lived(moving, 9 * 1440, 1)

    page = client.get("/services/move-home/new").content.decode()
    assert "Half are solved in 2 days, four of five in 7 days." in page
    assert "New service" not in page


def test_a_request_speaks_of_itself_and_of_its_service_only_while_it_is_young(client, move_request, moving):
    lived(moving, 5 * 1440, 20, request_type_id=move_request.pk + 1)
    assert "Usually solved in 5 days." in client.get("/services/move-home/new").content.decode()

    lived(moving, 1440, 12, request_type_id=move_request.pk)

    assert "Usually solved in 1 day." in client.get("/services/move-home/new").content.decode()
    assert "Usually solved in 5 days" in client.get("/services/move-home").content.decode()


def test_who_serves_and_whether_they_are_there_is_said(client, move_request, monkeypatch):
    sunday = datetime(2026, 3, 8, 12, tzinfo=UTC)
    monkeypatch.setattr(moments, "now", lambda: sunday)
    monkeypatch.setattr("pasillo.doors.portal.asking_page.now", lambda: sunday)

    page = client.get("/services/move-home/new").content.decode()

    assert "Contact centre serves you." in page
    assert "Closed now. Opens Mon 9 Mar, 08:00." in page


def test_what_was_promised_stays_with_the_case_word_for_word(as_elena, move_request, moving, fill):
    as_elena.post("/services/move-home/new", fill(""))

    case = Case.objects.get()
    kept = card_of(case.pk)
    assert kept.words[0] == "Our promise: 7 days."
    assert "New service: no usual time yet." in kept.words
    assert "Contact centre serves you." in kept.words
    assert "Our promise: 7 days." in as_elena.get(f"/requests/{case.number}").content.decode()
