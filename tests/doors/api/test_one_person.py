"""Machines say who is one person, and write down who calls without an address."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Apart, Joining, Person
from pasillo.operations.cases.models import Case

pytestmark = pytest.mark.django_db

CALL = {"service": "move-home", "text": "She calls from the road: on the ninth."}


def test_two_contacts_are_joined_shown_and_parted(machine, elena, marta, ivan, case, opens):
    by_phone = meet(name="Elena P.", phone="+34 600 11 22 33", by="system", at=now())
    program, path = machine(marta), f"/persons/{elena.pk}/joinings"

    unseen = program.post(path, {"other": by_phone.pk})  # nobody has a case of hers by that name yet
    opens(customer=by_phone)
    made = program.post(path, {"other": by_phone.pk}, idempotency_key="j-1")
    again = program.post(path, {"other": by_phone.pk}, idempotency_key="j-1")

    assert (unseen.status_code, made.status_code, again.status_code) == (404, 201, 201)
    assert (made.json()["person"]["id"], made.json()["into"]["id"], made.json()["reads"]) == (
        by_phone.pk,
        elena.pk,
        False,
    )
    assert again.json() == made.json()
    assert program.get(path).json() == [made.json()]
    assert machine(elena).get(path).status_code == 403
    assert machine(ivan).get(path).status_code == 404
    assert program.put(f"/joinings/{made.json()['id']}/reading", {}).status_code == 422  # no name is proven

    assert machine(ivan).delete(f"/joinings/{made.json()['id']}").status_code == 404
    assert program.delete(f"/joinings/{made.json()['id']}").status_code == 204
    assert program.get(path).json() == []
    assert program.put(f"/persons/{elena.pk}/apart/{by_phone.pk}", {}).status_code == 204
    assert (Apart.objects.count(), Joining.objects.filter(undone_at=None).count()) == (1, 0)


def test_who_calls_needs_no_address_and_is_met_once(machine, marta, elena, move_home, case):
    program, caller = machine(marta), {"name": "Nerea Ibáñez", "phone": "+34 611 22 33 44"}

    first = program.post("/calls", CALL | {"customer": caller}, idempotency_key="c-1")
    again = program.post("/calls", CALL | {"customer": caller}, idempotency_key="c-1")

    nerea = Person.objects.get(name="Nerea Ibáñez")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (nerea.email, nerea.phone) == (None, "+34 611 22 33 44")
    assert Case.objects.get(number=first.json()["number"]).customer_id == nerea.pk

    known = program.post("/calls", CALL | {"customer": {"id": elena.pk}})
    assert Case.objects.get(number=known.json()["number"]).customer_id == elena.pk
    cases = Case.objects.count()
    for nobody in ({}, {"phone": "+34 611 22 33 44"}, {"id": 987654321}, {"email": "no address"}):
        assert program.post("/calls", CALL | {"customer": nobody}).status_code == 422
    assert Case.objects.count() == cases
