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
