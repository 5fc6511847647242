"""Whether an answer of ours has reached the customer: one that nobody can have seen is not given."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.whispering import whisper
from pasillo.operations.cases.commands.step import locked, save, say
from pasillo.operations.cases.commands.waiting import prove, proves_nothing
from pasillo.operations.cases.facts_of_holding import AnswerSeen, AnswerUnseen
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import ENDED, State
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.ways import sees_without_a_letter


@transaction.atomic
def note_unseen(message_id: int, *, by: str = "system", at: datetime) -> None:
    """Nothing brings this answer to the customer: unless they can come in and read it, it does not count as given.

    The promise of an answer runs on as if nothing had been said, and a wait that rested on it proves nothing. What is
    over stays.
    """
    message = Message.objects.filter(pk=message_id, direction="out", by_machine=False, is_unseen=False).first()
    case = _case_of(message)
    if message is None or case is None or State(case.state) in ENDED or sees_without_a_letter(case.customer_id):
        return
    conversations.note_unseen([message_id], is_unseen=True)
    fact = AnswerUnseen(
        case_id=case.pk,
        message_id=message_id,
        said_at=message.said_at.isoformat(),
        first_answer_at=_first(case),
    )
    say(case, fact, by=by, at=at)
    proves_nothing(case, by=by)
    if case.state != State.RESOLVED:
        case.waiting_since = unanswered_since(case)
        save(case, "waiting_since", at=max(at, case.changed_at))
    whisper(f"ours:{case.pk}")


@transaction.atomic
def note_seen(case_id: int, *, only: Iterable[int] | None = None, by: str = "system", at: datetime) -> None:
    """The customer opened the page on which our answers stand, or a letter reached them after all."""
    case = locked(case_id)
    unseen = Message.objects.filter(conversation=case.conversation_id, is_unseen=True).order_by("said_at", "id")
    found = list((unseen if only is None else unseen.filter(pk__in=list(only))).values_list("pk", flat=True))
    if not found:
        return
    conversations.note_unseen(found, is_unseen=False)
    for message_id in found:
        say(case, AnswerSeen(case_id=case.pk, message_id=message_id), by=by, at=at)
    if State(case.state) in ENDED:
        return
    case.waiting_since = None if case.state == State.RESOLVED else unanswered_since(case)
    save(case, "waiting_since", at=max(at, case.changed_at))
    if case.waiting_since is None:
        prove(case, asks=False, by=by, at=max(at, case.changed_at))


def note_letter_seen(message_id: int, *, at: datetime) -> None:
    """A letter that could not leave has left after all."""
    case = _case_of(Message.objects.filter(pk=message_id, is_unseen=True).first())
    if case is not None:
        note_seen(case.pk, only=[message_id], at=at)


def tell_seen_again(case: Case, letters: Iterable[Entry], *, by: str) -> None:
    """Answers of it were seen while it was merged: told of it at their moments, before it stands again."""
    for fact in letters:
        if fact.name == AnswerSeen.name:
            say(case, AnswerSeen(case_id=case.pk, message_id=fact.data["message_id"]), by=by, at=fact.happened_at)


def tell_unseen_again(case: Case, letters: Sequence[Entry], *, by: str, at: datetime) -> None:
    """Others of its answers turned out meanwhile to be none: that is told of it, too, now that it stands again."""
    for fact in letters:
        if fact.name == AnswerUnseen.name:
            say(case, AnswerUnseen(**fact.data | {"case_id": case.pk, "first_answer_at": _first(case)}), by=by, at=at)
    if not letters or State(case.state) in (*ENDED, State.RESOLVED):
        return
    proves_nothing(case, by=by)
    case.waiting_since = unanswered_since(case)
    save(case, "waiting_since", at=at)
    if case.waiting_since is None:
        prove(case, asks=False, by=by, at=at)


def unanswered_since(case: Case) -> datetime | None:
    """Since when words of the customer stand there that no person has answered so that they could see it."""
    said = Message.objects.filter(conversation=case.conversation_id, by_machine=False, held=False, is_unseen=False)
    last = said.filter(direction="out").order_by("-said_at", "-id").first()
    asked = said.filter(direction="in", **({"said_at__gt": last.said_at} if last else {}))
    first = asked.order_by("said_at", "id").first()
    return first.said_at if first else None


def _first(case: Case) -> str:
    """When it was answered first, by words that could be seen."""
    said = Message.objects.filter(conversation=case.conversation_id, direction="out", by_machine=False)
    seen = said.filter(held=False, is_unseen=False).order_by("said_at", "id")
    first = seen.values_list("said_at", flat=True).first()
    return first.isoformat() if first else ""


def _case_of(message: Message | None) -> Case | None:
    if message is None:
        return None
    found = Case.objects.filter(conversation_id=message.conversation_id).order_by("id").values_list("pk", flat=True)
    case_id = found.first()
    return locked(case_id) if case_id else None
