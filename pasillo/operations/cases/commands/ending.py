"""How a case comes to its end, and how the customer says that it has not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands.step import end_pause, end_snooze, enter, locked_for, person_in, say
from pasillo.operations.cases.facts import (
    CaseCancelled,
    CaseClosed,
    CaseConfirmed,
    CaseResolved,
    MessageReceived,
    ResolutionDisputed,
)
from pasillo.operations.cases.kinds import REFUSALS as KIND_REFUSALS
from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.cases.models import Case, Dispute, FormalComplaint
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.strategy.catalogue.commands import release_slots


@transaction.atomic
def resolve(case_id: int, *, announce: bool = True, by: str, at: datetime) -> Case:
    """We say that the need is met. The customer is told, and may confirm or dispute it."""
    case = locked_for(case_id, "resolve")
    check_may_end(case)
    end_pause(case, by=by, at=at)
    end_snooze(case, why="resolved", by=by, at=at)
    case.resolved_at = at
    case.waiting_since = None
    enter(case, State.RESOLVED, "resolved_at", "waiting_since", by=by, at=at)
    say(case, CaseResolved(case_id=case.pk, cycle=case.cycle), by=by, at=at)
    if announce:
        payload = {"template": "resolved", "case_id": case.pk, "person_id": case.customer_id}
        key = f"{case.ref}:resolved:{case.cycle}"
        effects.promise("mail", key=key, payload=payload, about=case.ref, at=at)
    return case


def check_may_end(case: Case) -> None:
    """Praise is thanked for, and a formal complaint is answered in writing first."""
    check_is_no_praise(case)
    formal = FormalComplaint.objects.filter(case=case).first() if case.kind == "complaint" else None
    if formal is None:
        return
    said = Message.objects.filter(conversation=case.conversation_id, direction="out", by_machine=False)
    if not said.filter(said_at__gte=formal.made_at).exists():
        raise Refused(str(KIND_REFUSALS["answer"]))


def check_is_no_praise(case: Case) -> None:
    """Praise ends with thanks, whoever says so and when."""
    if flow_of(case.kind).is_thanked:
        raise Refused(str(KIND_REFUSALS["resolve"]))


@transaction.atomic
def confirm(case_id: int, *, by: str, at: datetime) -> Case:
    """The customer says that it works."""
    case = locked_for(case_id, "confirm")
    say(case, CaseConfirmed(case_id=case.pk, cycle=case.cycle), by=by, at=at)
    return _close(case, silent=False, by=by, at=at)


@transaction.atomic
def close_silently(case_id: int, *, by: str = "system", at: datetime) -> Case:
    """The customer has said nothing for days after the resolution: the case closes, and is counted as silent."""
    case = locked_for(case_id, "confirm")
    if not flow_of(case.kind).closes_silently:
        raise Refused(str(KIND_REFUSALS["silent"]))
    return _close(case, silent=True, by=by, at=at)


@transaction.atomic
def settle(case_id: int, *, reason: str, by: str, at: datetime) -> Case:
    """A person closes a resolved case whose customer says nothing, and writes down how it ended."""
    if not reason.strip() or person_in(by) is None:
        raise Refused(_("Please write down how it ended."))
    case = locked_for(case_id, "settle")
    words = Words(text=reason, channel="note")
    conversations.say(case.conversation_id, direction="note", author_id=person_in(by), words=words, at=at)
    return _close(case, silent=False, by=by, at=at)


def _close(case: Case, *, silent: bool, by: str, at: datetime) -> Case:
    case.closed_at = at
    case.waiting_since = None
    enter(case, State.CLOSED, "closed_at", "waiting_since", by=by, at=at)
    say(case, CaseClosed(case_id=case.pk, silent=silent), by=by, at=at)
    return case


@transaction.atomic
def dispute(case_id: int, *, reason: str, channel: str = "portal", by: str, at: datetime) -> Case:
    """The customer says that it is not solved, and why. The case is ours again, with a clock of its own."""
    if not reason.strip():
        raise Refused(_("Please tell us what is still wrong."))
    case = locked_for(case_id, "dispute")
    author_id = person_in(by) or case.customer_id
    case.cycle += 1
    case.resolved_at = None
    case.waiting_since = at
    raised = Dispute.objects.create(case=case, cycle=case.cycle, reason=reason, raised_by_id=author_id, raised_at=at)
    words = Words(text=reason, channel=channel, language=case.language)
    message = conversations.say(case.conversation_id, direction="in", author_id=author_id, words=words, at=at)
    say(case, ResolutionDisputed(case_id=case.pk, dispute_id=raised.pk, cycle=case.cycle), by=by, at=at)
    enter(case, State.DISPUTED, "cycle", "resolved_at", "waiting_since", by=by, at=at)
    fact = MessageReceived(
        case_id=case.pk,
        message_id=message.pk,
        conversation_id=case.conversation_id,
        channel=channel,
        person_id=author_id,
    )
    say(case, fact, by=by, at=at)
    return case


@transaction.atomic
def cancel(case_id: int, *, reason: str, by: str, at: datetime) -> Case:
    """The need is gone, or was never one. Its clocks leave the figures, and the reason stays as a note."""
    if not reason.strip():
        raise Refused(_("Please say why it is cancelled."))
    case = locked_for(case_id, "cancel")
    end_pause(case, by=by, at=at)
    end_snooze(case, why="cancelled", by=by, at=at)
    author_id = person_in(by)
    direction = "in" if author_id == case.customer_id else "note"
    words = Words(text=reason, channel="note" if direction == "note" else "portal")
    conversations.say(case.conversation_id, direction=direction, author_id=author_id, words=words, at=at)
    case.closed_at = at
    case.waiting_since = None
    enter(case, State.CANCELLED, "closed_at", "waiting_since", by=by, at=at)
    say(case, CaseCancelled(case_id=case.pk), by=by, at=at)
    release_slots(case.ref, by=by, at=at)
    return case
