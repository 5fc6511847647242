"""We wait: for the customer, for a supplier, for an agreed day."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import settle
from pasillo.operations.cases.commands.step import end_pause, enter, locked_for, say
from pasillo.operations.cases.facts import CasePaused
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import WAITS, State
from pasillo.operations.conversations.commands import MESSAGES
from pasillo.operations.conversations.models import Message


@transaction.atomic
def wait(case_id: int, *, why: str, until: datetime | None = None, by: str, at: datetime) -> Case:
    """Wait for "customer", "supplier" or a "scheduled" day.

    Waiting for the customer stops their promise only when it is proven: we asked them after their last words.
    A day counts when it was agreed with them; a supplier's delay never stops what we promised.
    """
    case = locked_for(case_id, "wait")
    if why not in WAITS:
        raise Refused(_("Say what the case waits for: the customer, a supplier or an agreed day."))
    if why == "scheduled" and (until is None or until <= at):
        raise Refused(_("Say for which day it is agreed; it must lie ahead."))
    end_pause(case, by=by, at=at)
    proven = why == "scheduled" or (why == "customer" and _asked_last(case))
    Pause.objects.create(case=case, why=why, proven=proven, began_at=at, until=until)
    enter(case, WAITS[why], by=by, at=at)
    agreed = until.isoformat() if until and why == "scheduled" else None
    say(case, CasePaused(case_id=case.pk, why=why, proven=proven, until=agreed), by=by, at=at)
    return case


def _asked_last(case: Case) -> bool:
    settle(MESSAGES)
    return asked(_last_said, case.conversation_id) == ["out"]


def _last_said(conversation_id: int) -> QuerySet[Any]:
    said = Message.objects.filter(conversation=conversation_id, by_machine=False, held=False).exclude(direction="note")
    return said.order_by("-said_at", "-id").values_list("direction", flat=True)[:1]


@transaction.atomic
def resume(case_id: int, *, by: str, at: datetime) -> Case:
    """We go on: what we waited for came, or we do not wait for it any more."""
    case = locked_for(case_id, "resume")
    end_pause(case, by=by, at=at)
    return enter(case, State.IN_PROGRESS if case.assignee_id else State.NEW, by=by, at=at)
