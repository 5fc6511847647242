"""How much a case presses, and when it comes back to the queue."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands.step import end_snooze, locked, locked_for, person_in, save, say
from pasillo.operations.cases.facts import CaseSnoozed, PrioritySet
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import PRIORITIES
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import Words

LONGEST = timedelta(days=366)
SAID, UNDONE = "said", "undone"


@transaction.atomic
def set_priority(case_id: int, *, priority: int, reason: str = "", undoes: bool = False, by: str, at: datetime) -> Case:
    """The case is more or less pressing, 1 urgent to 4 low.

    A promise moves by it only where something else is promised for that priority. Where one is nearly used up or
    broken, a person says why the case presses less; the reason stays as a note. `undoes` brings back what was before.
    """
    case = locked_for(case_id, "prioritise")
    if priority not in PRIORITIES:
        raise Refused(_("There is no such priority."))
    if case.priority == priority:
        return case
    if reason.strip():
        words = Words(text=reason, channel="note")
        conversations.say(case.conversation_id, direction="note", author_id=person_in(by), words=words, at=at)
    why = UNDONE if undoes else SAID if reason.strip() else ""
    fact = PrioritySet(case_id=case.pk, priority=priority, previous=case.priority, why=why)
    case.priority = priority
    save(case, "priority", at=at)
    say(case, fact, by=by, at=at)
    return case


@transaction.atomic
def snooze(case_id: int, *, until: datetime, by: str, at: datetime) -> Case:
    """Out of the queue until a moment, or until the customer writes. The promises run on: what we told them stands."""
    case = locked_for(case_id, "snooze")
    if until <= at:
        raise Refused(_("The moment at which the case comes back must lie ahead."))
    if until - at > LONGEST:
        raise Refused(_("A case can be put off for a year at most."))
    if case.snoozed_until == until:
        return case
    case.snoozed_until = until
    save(case, "snoozed_until", at=at)
    say(case, CaseSnoozed(case_id=case.pk, until=until.isoformat()), by=by, at=at)
    return case


@transaction.atomic
def wake(case_id: int, *, why: str = "person", by: str, at: datetime) -> Case:
    """Back in the queue. A case that is there already stays, and nothing is told."""
    case = locked(case_id)
    end_snooze(case, why=why, by=by, at=at)
    return case


def wake_due(*, at: datetime, limit: int = 500) -> int:
    """Whose hour has come is back in the queue, by itself."""
    due = Case.objects.filter(snoozed_until__lte=at).order_by("snoozed_until").values_list("id", flat=True)[:limit]
    return sum(_woken_in_time(case_id, at) for case_id in list(due))


@transaction.atomic
def _woken_in_time(case_id: int, at: datetime) -> bool:
    """Whether it was still due once it was ours: somebody may have put it off again in this very moment."""
    case = locked(case_id)
    if case.snoozed_until is None or case.snoozed_until > at:
        return False
    end_snooze(case, why="time", by="system", at=at)
    return True
