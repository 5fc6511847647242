"""What happened elsewhere becomes a case, with its clocks started when it happened, however often it is told."""

from datetime import timedelta

import pytest

from pasillo.doors.api.models import Happening
from pasillo.doors.shell.clock import now
from pasillo.ground.people.models import Identity
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def rang(move_home):
    """The alarm of a house rang an hour ago."""
    when = now() - timedelta(hours=1)
    return {
        "source": "alarm-centre", "id": "a-4711", "occurred_at": when.isoformat(), "service": "move-home",
        "text": "Window in the kitchen, ground floor.", "known_as": {"id": "panel-9", "name": "Nerea Ibáñez"},
    }  # fmt: skip


def test_an_event_is_a_delivery_whose_clocks_start_when_it_happened(machine, marta, rang):
    answer = machine(marta).post("/events", rang)

    case = Case.objects.get()
    assert answer.status_code == 201
    assert answer.json()["case"] == case.number
    assert (case.kind, case.channel, case.customer.name) == ("delivery", "api", "Nerea Ibáñez")
    assert case.opened_at.isoformat() == rang["occurred_at"]
    assert set(Clock.objects.values_list("started_at", flat=True)) == {case.opened_at}


def test_told_again_it_is_the_same_case_and_nothing_more(machine, marta, rang):
    program = machine(marta)
    first = program.post("/events", rang)

    again = program.post("/events", rang)

    assert (again.status_code, again.json()) == (200, first.json())
    assert (Case.objects.count(), Happening.objects.count(), Identity.objects.count()) == (1, 1, 1)
    assert program.get("/events/alarm-centre/a-4711").json() == first.json()


def test_the_same_event_told_otherwise_is_refused(machine, marta, rang):
    program = machine(marta)
    program.post("/events", rang)

    otherwise = program.post("/events", rang | {"text": "Door in the cellar."})

    assert otherwise.status_code == 409
    assert otherwise.json()["type"].endswith("/event")
    assert Case.objects.count() == 1


def test_the_source_knows_its_customer_by_its_own_name(machine, marta, rang):
    program = machine(marta)
    program.post("/events", rang)
    program.post("/events", rang | {"id": "a-4712"})

    assert Case.objects.count() == 2
    assert Case.objects.values("customer").distinct().count() == 1


def test_a_customers_own_panel_tells_of_its_customer_alone(machine, elena, jordi, rang):
    mine = {name: value for name, value in rang.items() if name != "known_as"}

    told = machine(elena).post("/events", mine)
    for_another = machine(elena).post("/events", rang | {"id": "a-4713"})

    assert told.status_code == 201
    assert Case.objects.get().customer_id == elena.pk
    assert for_another.status_code == 422
    assert machine(jordi).get("/events/alarm-centre/a-4711").status_code == 404


def test_it_cannot_have_happened_tomorrow_nor_last_year(machine, marta, rang):
    for when in (now() + timedelta(days=1), now() - timedelta(days=366)):
        assert machine(marta).post("/events", rang | {"occurred_at": when.isoformat()}).status_code == 422
    assert not Case.objects.exists()
    assert not Happening.objects.exists()


def test_told_again_by_who_may_not_see_what_came_of_it_it_tells_nothing(machine, marta, ivan, rang):
    first = machine(marta).post("/events", rang).json()

    answer = machine(ivan).post("/events", rang)

    assert answer.status_code == 409
    assert "or by others whose cases you may not see" in answer.json()["detail"]
    assert str(first["case"]) not in answer.content.decode()
    assert machine(ivan).post("/events", rang | {"text": "Otherwise"}).content == answer.content


def test_a_letter_that_nobody_can_keep_is_taken_out_wherever_it_stands(machine, marta, rang):
    rang["known_as"] = {"id": "panel\u0000-9", "name": "Ner\u0000ea"}

    assert machine(marta).post("/events", rang).status_code == 201
    assert Case.objects.get().customer.name == "Nerea"
    assert machine(marta).get("/persons?words=%00").status_code == 422
