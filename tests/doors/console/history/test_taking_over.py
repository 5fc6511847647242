"""What was done elsewhere becomes history here, at the moments at which it happened."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Area, Person, Role
from pasillo.ground.people.queries import areas_to_choose
from pasillo.measurement.stories.models import Pledge, Story
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.history.models import Origin
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.repairs import played_again
from pasillo.strategy.catalogue.models import Service
from tests.doors.console.history.conftest import PRINTER, TODAY


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_case_of_another_system_is_lived_again_at_its_own_moments(taken):
    came = taken(PRINTER)

    assert (came.lines, came.cases, came.made, came.left_out, came.wrong) == (7, 1, 1, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.subject, case.opened_at) == ("closed", "7001", at("2026-03-02 08:00"))
    assert (case.resolved_at, case.closed_at) == (at("2026-03-03 12:00"), at("2026-03-06 12:00"))
    assert case.area.name == "Old Networks"
    assert case.priority == 1
    assert Origin.objects.get(case=case).known_as == "7001"
    told = Entry.objects.filter(about=case.ref).exclude(name__startswith="promise.").order_by("id")
    assert list(told.values_list("name", flat=True)) == [
        "case.opened", "message.received", "case.taken_over",
        "case.assigned", "case.state_entered",
        "message.sent", "case.state_entered", "case.paused",
        "case.priority_set", "case.resumed", "case.state_entered",
        "case.assigned", "case.transferred", "case.assigned",
        "case.state_entered", "case.resolved",
        "case.state_entered", "case.closed",
    ]  # fmt: skip
    assert told.latest("happened_at").happened_at == at("2026-03-06 12:00")


def test_the_clock_stood_still_while_the_customer_was_asked_and_the_promise_was_kept(storied, taken):
    taken(PRINTER)
    storied()

    clock = Clock.objects.get(metric="resolution")
    assert (clock.state, clock.paused_minutes, clock.target_minutes) == ("met", 480, 480)
    assert clock.started_at == at("2026-03-02 08:00")
    assert clock.due_at == at("2026-03-03 16:00")
    pledge, story = Pledge.objects.get(metric="resolution"), Story.objects.get()
    assert (pledge.outcome, pledge.served_minutes) == ("kept", 240)
    assert (story.handoffs, story.silent, story.lived_minutes) == (1, True, 28 * 60)


def test_who_only_says_that_they_wait_for_the_customer_stops_no_clock(taken):
    taken(PRINTER.replace("Asked", "User"))

    assert list(Pause.objects.values_list("why", "proven")) == [("customer", False)]
    clock = Clock.objects.get(metric="resolution")
    assert (clock.state, clock.paused_minutes) == ("breached_stopped", 0)
    broken = Entry.objects.get(name="promise.broken")
    assert broken.happened_at == at("2026-03-02 16:00")
    assert list(Entry.objects.filter(name="promise.warned").values_list("happened_at", flat=True)) == [
        at("2026-03-02 12:00"),
        at("2026-03-02 14:00"),
    ]


def test_nobody_is_told_and_nothing_is_owed_to_the_outside(taken):
    taken(PRINTER.replace("Asked", "User"))

    assert not Effect.objects.exists()
    assert not Alarm.objects.exists()
    assert not Person.objects.filter(email__isnull=False, name__startswith="Customer").exists()


def test_no_page_is_woken(taken):
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("listen pasillo_journal")

    taken(PRINTER)

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('pasillo.quiet', true)")
        assert cursor.fetchone()[0] == "on"


def test_nobody_of_the_log_can_be_recognised(taken):
    taken(PRINTER)

    names = set(Person.objects.values_list("name", flat=True))
    assert len(names) == 3
    assert all(name.startswith(("Customer ", "Colleague ")) for name in names)
    assert not {"elena", "marta", "ivan"} & {word.lower() for name in names for word in name.split()}


def test_the_service_of_a_log_is_measured_and_cannot_be_asked_for(storied, taken):
    taken(PRINTER)
    storied()

    service = Service.objects.get(slug="old-desk-old-incidents")
    assert service.state == "retired"
    assert Story.objects.get().service_id == service.pk


def test_a_second_run_of_the_same_log_changes_nothing(taken):
    taken(PRINTER)
    before = Entry.objects.count(), Person.objects.count(), Service.objects.count()

    came = taken(PRINTER)

    assert (came.made, came.known, came.changed) == (0, 1, 0)
    assert (Entry.objects.count(), Person.objects.count(), Service.objects.count()) == before


PROMISED = [{"name": "Old incidents", "promises": {"first_response": 60, "resolution": 480}}]


def test_what_was_done_on_the_very_minute_of_its_promise_was_kept(taken):
    taken(
        "8001,2026-03-02 09:00,Open,Printers,,P3,elena",
        "8001,2026-03-02 10:00,Work,Printers,marta,P3,elena",
        "8001,2026-03-02 10:00,Said,Printers,marta,P3,elena",
        "8001,2026-03-02 17:00,Work,Printers,marta,P1,elena",
        "8001,2026-03-02 17:00,Fixed,Printers,marta,P1,elena",
        services=PROMISED,
    )

    answer, solution = Clock.objects.get(metric="first_response"), Clock.objects.get(metric="resolution")
    assert (answer.state, answer.stopped_at) == ("met", at("2026-03-02 09:00"))
    assert answer.stopped_at == answer.due_at
    assert (solution.state, solution.stopped_at) == ("met", at("2026-03-02 16:00"))
    assert solution.stopped_at == solution.due_at
    assert not Entry.objects.filter(name="promise.broken").exists()
    assert sorted(Entry.objects.filter(name="promise.kept").values_list("data__metric", flat=True)) == [
        "first_response", "resolution",
    ]  # fmt: skip
    assert played_again(answer.case_id, at=TODAY) == []


def test_what_was_done_a_minute_after_its_promise_broke_it_at_its_due_moment(taken):
    taken(
        "8001,2026-03-02 09:00,Open,Printers,,P3,elena",
        "8001,2026-03-02 10:01,Said,Printers,marta,P3,elena",
        "8001,2026-03-02 17:01,Fixed,Printers,marta,P3,elena",
        services=PROMISED,
    )

    assert set(Clock.objects.values_list("state", flat=True)) == {"breached_stopped"}
    broken = Entry.objects.filter(name="promise.broken").order_by("happened_at")
    assert [one.happened_at for one in broken] == [at("2026-03-02 09:00"), at("2026-03-02 16:00")]


def test_what_nobody_did_on_its_minute_broke_then_although_a_line_stands_there(taken):
    taken(
        "8001,2026-03-02 09:00,Open,Printers,,P3,elena",
        "8001,2026-03-02 10:00,Work,Printers,marta,P3,elena",
        services=PROMISED,
    )

    assert Clock.objects.get(metric="first_response").state == "breached_running"
    assert Entry.objects.get(name="promise.broken", data__metric="first_response").happened_at == at("2026-03-02 09:00")


def test_a_run_that_was_broken_off_goes_on(taken):
    taken(PRINTER)

    came = taken(PRINTER, PRINTER.replace("7001", "7002"))

    assert (came.made, came.known) == (1, 1)
    assert sorted(Origin.objects.values_list("known_as", flat=True)) == ["7001", "7002"]


def test_a_case_whose_lines_have_changed_stays_as_it_was_taken_over(taken):
    taken(PRINTER)

    came = taken(PRINTER.replace("2026-03-03 13:00", "2026-03-04 13:00"))

    assert (came.made, came.changed) == (0, 1)
    assert "stays as it is" in came.troubles[0].why
    assert Case.objects.get().resolved_at == at("2026-03-03 12:00")


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(taken):
    came = taken(PRINTER, dry=True)

    assert (came.cases, came.made) == (1, 1)
    assert came.deeds["resolved"] == 1
    assert not Case.objects.exists()
    assert not Service.objects.filter(slug__startswith="old-desk").exists()


def test_a_case_that_was_never_finished_is_open_and_has_rung_until_now(taken):
    taken(*PRINTER.splitlines()[:2])

    case, clock = Case.objects.get(), Clock.objects.get(metric="resolution")
    assert (case.state, clock.state, clock.next_alarm_at) == ("assigned", "breached_running", None)
    assert Entry.objects.get(name="promise.broken").happened_at == at("2026-03-02 16:00")


def test_what_was_taken_up_again_after_it_was_solved_was_disputed(storied, taken):
    again = PRINTER.splitlines()[:6] + ["7001,2026-03-04 10:00,Work,Networks,ivan,P1,elena"]

    taken(*again, "7001,2026-03-04 12:00,Shut,Networks,ivan,P1,elena")
    storied()

    story = Story.objects.get()
    assert (story.disputes, story.reopened, story.state) == (1, 0, "closed")
    dispute = Clock.objects.get(metric="dispute")
    assert (dispute.state, dispute.cycle) == ("met", 2)


@pytest.mark.parametrize(("day", "made"), [("2026-03-10", 1), ("2026-04-10", 0)])
def test_what_was_closed_is_reopened_within_a_fortnight_and_not_later(taken, day, made):
    came = taken(PRINTER, f"7001,{day} 10:00,Work,Networks,ivan,P1,elena")

    assert (came.made, came.left_out) == (made, 1 - made)
    assert Entry.objects.filter(name="case.reopened").count() == made


def test_moments_are_read_in_the_zone_of_the_log(taken):
    taken(PRINTER.replace("2026-03", "2026-07"))

    assert Case.objects.get().opened_at == at("2026-07-02 07:00")


def test_what_is_taken_over_says_so_in_its_thread(taken):
    taken(PRINTER)

    told = Entry.objects.get(name="case.taken_over")
    assert told.data["lines"] == 7
    assert told.happened_at == at("2026-03-02 08:00")
    assert told.recorded_at - TODAY < timedelta(days=365)


def test_nobody_can_give_work_to_those_who_only_stand_for_others(taken):
    taken(PRINTER)
    assert not Person.objects.filter(name__startswith="Colleague", is_active=True).exists()

    came = taken(PRINTER, PRINTER.replace("7001", "7002"))

    assert came.made == 1, "whoever stands for others is called up for what is told later"
    assert not Person.objects.filter(name__startswith="Colleague", is_active=True).exists()


def test_the_office_counts_what_was_taken_over(taken, client):
    nuria = meet(name="Nuria Campos", email="nuria@nidalia.example", by="system", at=TODAY)
    give_role(person=nuria, role=Role.ADMIN, by="system", at=TODAY)
    taken(PRINTER, PRINTER.replace("7001", "7002"))
    client.force_login(nuria)

    page = client.get("/app/admin/history").content.decode()

    assert "old-desk" in page
    assert "2 cases · 14 lines" in page
    assert "7001" not in page, "who only administers sees no case"


OPEN_CASE = "7003,2026-03-02 09:00,Open,Networks,,P3,elena"
LATE_CASE = "7004,2026-03-09 09:00,Open,Printers,,P3,elena\n7004,2026-03-09 10:00,Fixed,Printers,marta,P3,elena"


def test_areas_that_a_log_brought_rest_afterwards_and_wake_for_what_is_played_in_them(taken):
    taken(PRINTER, OPEN_CASE)
    areas = Area.objects.filter(function="old-desk")
    assert dict(areas.values_list("name", "is_active")) == {
        "Old desk": False, "Old Printers": False, "Old Networks": True,
    }  # fmt: skip
    assert "Old Printers" not in areas_to_choose().values_list("name", flat=True)

    taken(PRINTER, OPEN_CASE, LATE_CASE)

    late = Origin.objects.get(known_as="7004").case
    assert (late.area.name, late.area.is_active, late.state) == ("Old Printers", True, "resolved")
    assert Area.objects.filter(function="old-desk").count() == 3
