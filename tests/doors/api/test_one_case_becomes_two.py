"""A machine still knows the old number: what it writes lands where the case goes on, and in its own once parted."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

pytestmark = pytest.mark.django_db

NEED = {"service": "move-home", "subject": "We move", "text": "On the ninth, to Av. de Goya 61."}


def test_what_is_written_to_the_number_of_a_merged_case_lands_in_the_kept_one_and_parted_in_its_own(
    machine, elena, marta, case, move_home
):
    program = machine(elena)
    program.post("/cases", NEED)
    other = Case.objects.latest("id")
    commands.merge(other.pk, into_id=case.pk, by=marta.ref, at=now())
    program.post(f"/cases/{other.number}/messages", {"text": "Any news?"})
    assert Message.objects.get(text="Any news?").conversation_id == case.conversation_id

    commands.unmerge(other.pk, by=marta.ref, at=now())
    program.post(f"/cases/{other.number}/messages", {"text": "And now?"})
    assert Message.objects.get(text="And now?").conversation_id == other.conversation_id


def test_two_needs_that_were_merged_by_mistake_stand_apart_again(machine, elena, marta, ivan, case, move_home):
    program = machine(marta)
    machine(elena).post("/cases", NEED)
    other = Case.objects.latest("id")
    alone = program.delete(f"/cases/{other.number}/merge")
    program.post(f"/cases/{other.number}/merge", {"into": case.number})

    assert machine(ivan).delete(f"/cases/{other.number}/merge").status_code == 404
    told = program.delete(f"/cases/{other.number}/merge", idempotency_key="u-1")
    again = program.delete(f"/cases/{other.number}/merge", idempotency_key="u-1")

    assert (alone.status_code, told.status_code, again.status_code) == (422, 200, 200)
    assert (told.json()["number"], told.json()["state"]) == (other.number, "new")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert program.delete(f"/cases/{other.number}/merge").status_code == 422


def test_words_about_another_need_become_a_case_of_their_own_once(machine, elena, marta, ivan, case):
    machine(elena).post(f"/cases/{case.number}/messages", {"text": "And the lamp is broken."})
    lamp = Message.objects.get(text="And the lamp is broken.")
    program, wish = machine(marta), {"messages": [lamp.pk], "subject": "The lamp"}
    path, mark = f"/cases/{case.number}/split", machine(marta).get(f"/cases/{case.number}").headers["ETag"]

    assert machine(elena).post(path, wish).status_code == 404
    assert machine(ivan).post(path, wish).status_code == 404
    assert program.post(path, wish | {"service": "moon"}).status_code == 422
    assert program.post(path, wish | {"messages": [lamp.pk, 987654321]}).status_code == 422
    made = program.post(path, wish, idempotency_key="s-1", if_match=mark)
    again = program.post(path, wish, idempotency_key="s-1", if_match=mark)

    new = Case.objects.get(subject="The lamp")
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/cases/{new.number}")
    assert (again.status_code, again.json()) == (201, made.json())
    assert (new.customer_id, new.waiting_since) == (elena.pk, lamp.said_at)
    assert program.post(path, wish | {"messages": [lamp.pk]}, if_match=mark).status_code == 412
    assert Case.objects.count() == 2
