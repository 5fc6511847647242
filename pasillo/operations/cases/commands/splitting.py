"""One case told of two needs: some of its words become a case of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from pasillo.ground.effects.queries import result_of
from pasillo.ground.journal.fact import Fact
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import forget, settle
from pasillo.operations.cases.commands.merging import unanswered_since
from pasillo.operations.cases.commands.opening import Opening, open_case
from pasillo.operations.cases.commands.step import in_customers_language, locked, save, say
from pasillo.operations.cases.commands.talking import reply
from pasillo.operations.cases.facts import MessageReceived, MessageSent, NoteAdded, PersonAdded
from pasillo.operations.cases.facts_of_holding import MessageTakenOut
from pasillo.operations.cases.facts_of_merging import CaseSplit, CaseSplitOff
from pasillo.operations.cases.models import Case, Participant
from pasillo.operations.cases.phases import OPEN, may
from pasillo.operations.cases.splitting import Said, why_not_split
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import MESSAGES, FileIn, Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.queries import about_to_be_said


@dataclass(frozen=True, kw_only=True)
class Part:
    """What becomes a case of its own, and of what: moved away, or copied; the customer is told of it or not."""

    message_ids: Sequence[int]
    service_id: int
    area_id: int | None = None
    subject: str = ""
    moves: bool = True
    tells: bool = True


@transaction.atomic
def split(case_id: int, *, part: Part, key: str | None = None, by: str, at: datetime) -> Case:
    """The chosen words become a case of another need, which waits since the first of them. Returns the new case.

    What is moved is owed no answer here any more; it stays in sight here, with where it goes on. Sent twice, one case.
    """
    case = locked(case_id)
    settle(MESSAGES)
    chosen = _chosen(case, part)
    if key and (first := Case.objects.filter(pk=_made_with(key)).first()):
        return first
    _check(case, chosen, part)
    begins = next(one for one in chosen if one.direction == Message.Direction.IN)
    new = open_case(opening=_opening(case, begins, part, key), by=by, at=at)
    _take_along(case, new, [one for one in chosen if one is not begins], by=by, at=at)
    _note(case, new, chosen, part, by=by, at=at)
    if part.tells and may(new.state, "reply"):
        reply(new.pk, text=_letter(case, new), by_machine=True, by="system", at=at)
    return new


def _made_with(key: str) -> int:
    about = result_of(f"form:{key}")
    return int(about.removeprefix("case:")) if about.startswith("case:") else 0


def _chosen(case: Case, part: Part) -> list[Message]:
    said = Message.objects.filter(pk__in=list(part.message_ids), conversation=case.conversation_id)
    return list(said.select_related("html").prefetch_related("files__blob").order_by("said_at", "id"))


def _check(case: Case, chosen: list[Message], part: Part) -> None:
    theirs = Message.objects.filter(conversation=case.conversation_id, direction="in", held=False, goes_on_in=None)
    refusal = why_not_split(
        case.state,
        [Said(by_them=one.direction == "in", held=one.held, is_gone=one.goes_on_in_id is not None) for one in chosen],
        wanted=len(set(part.message_ids)),
        left=theirs.exclude(pk__in=[one.pk for one in chosen]).count(),
        moves=part.moves,
        is_going=bool(about_to_be_said(case.conversation_id)),
    )
    if refusal:
        raise Refused(refusal)


def _opening(case: Case, begins: Message, part: Part, key: str | None) -> Opening:
    return Opening(
        customer_id=begins.author_id or case.customer_id,
        service_id=part.service_id,
        area_id=part.area_id,
        subject=part.subject,
        text=begins.text,
        quoted=begins.quoted,
        html=begins.html,
        channel=begins.channel,
        language=begins.language or case.language,
        files=_files(begins),
        contact_at=begins.said_at,
        unverified=case.unverified,
        acknowledge=False,
        key=key,
    )


def _files(message: Message) -> list[FileIn]:
    kept = message.files.all()
    return [FileIn(name=one.name, blob=one.blob, media_type=one.media_type, content_id=one.content_id) for one in kept]


def _take_along(case: Case, new: Case, others: list[Message], *, by: str, at: datetime) -> None:
    """Each is said there as of the moment at which it was said; who wrote takes part."""
    for message in others:
        again = conversations.say(
            new.conversation_id,
            direction=message.direction,
            author_id=message.author_id,
            words=_words(message),
            delivery=message.delivery if message.delivery != Message.Delivery.QUEUED else Message.Delivery.NONE,
            at=message.said_at,
        )
        _tell_again(new, again, by=by)
    known = {new.customer_id}
    for person_id in [one.author_id for one in others if one.direction == "in"]:
        if person_id and person_id not in known:
            known.add(person_id)
            Participant.objects.create(case=new, person_id=person_id, added_at=at)
            say(new, PersonAdded(case_id=new.pk, person_id=person_id), by=by, at=at)
    forget(("others", new.pk))
    settle(MESSAGES)
    new.waiting_since = unanswered_since(new)
    save(new, "waiting_since", at=at)


def _words(message: Message) -> Words:
    return Words(
        text=message.text,
        channel=message.channel,
        files=_files(message),
        html=message.html,
        quoted=message.quoted,
        language=message.language,
        by_machine=message.by_machine,
        is_unproven=message.is_unproven,
    )


def _tell_again(new: Case, message: Message, *, by: str) -> None:
    about: dict[str, Any] = {"case_id": new.pk, "message_id": message.pk, "person_id": message.author_id}
    spoken: dict[str, Any] = {**about, "conversation_id": new.conversation_id, "channel": message.channel}
    makes: dict[str, Callable[[], Fact]] = {
        "in": lambda: MessageReceived(**spoken, by_machine=message.by_machine),
        "out": lambda: MessageSent(**spoken, is_human=not message.by_machine),
        "note": lambda: NoteAdded(**about),
    }
    say(new, makes[message.direction](), by=by, at=message.said_at)


def _note(case: Case, new: Case, chosen: list[Message], part: Part, *, by: str, at: datetime) -> None:
    """Where it goes on stands here; what was moved waits for nothing here any more."""
    if part.moves:
        conversations.go_on_in([one.pk for one in chosen], conversation_id=new.conversation_id)
        for one in chosen:
            if one.direction == "in":
                moved = MessageTakenOut(case_id=case.pk, message_id=one.pk, other_id=new.pk, moved=True)
                say(case, moved, by=by, at=at)
        if case.state in OPEN:
            case.waiting_since = unanswered_since(case)
            save(case, "waiting_since", at=at)
    fact = CaseSplit(case_id=case.pk, other_id=new.pk, number=new.number, messages=len(chosen), moved=part.moves)
    say(case, fact, by=by, at=at)
    say(new, CaseSplitOff(case_id=new.pk, from_id=case.pk, number=case.number), by=by, at=at)


def _letter(case: Case, new: Case) -> str:
    said = gettext_lazy(
        "Part of what you wrote in your request %(old)s is about something else, so we follow it here, as request "
        "%(new)s. Nothing you wrote is lost, and we count from the day on which you wrote it. Your request %(old)s "
        "goes on as before."
    )
    return in_customers_language(new, said % {"old": case.number, "new": new.number})
