"""What is said while a case lives: by the customer, by us to them, and among us."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import known
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands.ending import resolve
from pasillo.operations.cases.commands.holding import hold, transfer
from pasillo.operations.cases.commands.opening import follow_up
from pasillo.operations.cases.commands.sharing import takes_part, tell_the_others
from pasillo.operations.cases.commands.step import (
    end_pause,
    end_snooze,
    enter,
    locked_for,
    locked_where_it_goes_on,
    person_in,
    save,
    say,
)
from pasillo.operations.cases.commands.waiting import prove, wait
from pasillo.operations.cases.facts import (
    CaseReopened,
    MessageHeld,
    MessageReceived,
    MessageSent,
    NoteAdded,
    PersonMentioned,
)
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import ASK, AWAITED, RESOLVE, area_in
from pasillo.operations.cases.phases import State, after_customer_wrote
from pasillo.operations.cases.queries import colleagues_of
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.ways import MAIL, MESSAGE, refused, way_out, ways

SPOKEN = frozenset({"phone", "desk"})  # they heard it: nothing is mailed
REOPEN_WITHIN = timedelta(days=14)

LONGEST = 100_000


@transaction.atomic
def reply(
    case_id: int,
    *,
    text: str,
    files: Sequence[FileIn] = (),
    then: str | None = None,
    key: str | None = None,
    channel: str = MAIL,
    by_machine: bool = False,
    asks: bool = False,
    by: str,
    at: datetime,
) -> Case:
    """We write to the customer; `then` names the next step, as in `next_steps`. Sent twice, it is one message.

    It goes out on the channel on which the customer wrote last, unless the door names another one than mail.
    What was pressed a moment ago is said as of that moment; the case itself only moves on from where it stands.
    What a machine says is no answer of a person: it keeps no promise and begins no work.
    """
    if not text.strip() and not files:
        raise Refused(_("There is nothing to send yet. Write your reply first."))
    _fits(text)
    case = locked_for(case_id, "reply")
    if key and not effects.once(f"form:{key}", at=at):
        return case
    author_id = person_in(by)
    moved_at = max(at, case.changed_at)
    if case.assignee_id is None and author_id and case.state != State.RESOLVED:
        hold(case, assignee_id=author_id, by=by, at=moved_at)
    way = way_out(case.conversation_id, began_by=case.channel) if channel == MAIL else channel
    words = Words(text=text, channel=way, files=files, by_machine=by_machine)
    message = _say_to_customer(case, words, solves=_solves(case, then, at), by=by, at=at)
    if key:
        effects.note_result(f"form:{key}", about=f"message:{message.pk}")
    if by_machine and not then:
        return case
    case.waiting_since = _heard_after(case, at)
    return _after_reply(case, then or "", asks=asks, by=by, at=moved_at)


def _solves(case: Case, then: str | None, at: datetime) -> bool:
    """Whether this reply resolves the case: the one letter says so, since no other follows it."""
    return then == RESOLVE and case.state != State.RESOLVED and _heard_after(case, at) is None


def _say_to_customer(case: Case, words: Words, *, solves: bool, by: str, at: datetime) -> Message:
    kind = _effect_of(case, words, at=at)
    message = conversations.say(
        case.conversation_id,
        direction="out",
        author_id=person_in(by),
        words=words,
        delivery="queued" if kind else "none",
        at=at,
    )
    if kind:
        payload = {"template": "reply", "message_id": message.pk, "case_id": case.pk, "person_id": case.customer_id}
        said = {"solves": True} if solves else {}
        effects.promise(kind, key=f"message:{message.pk}", payload=payload | said, about=case.ref, at=at)
    tell_the_others(case, message.pk, at=at)
    if not words.by_machine:
        case.waiting_since = _heard_after(case, at)
    save(case, "waiting_since", at=max(at, case.changed_at))
    fact = MessageSent(
        case_id=case.pk,
        message_id=message.pk,
        conversation_id=case.conversation_id,
        channel=words.channel,
        person_id=person_in(by),
        is_human=not words.by_machine,
    )
    say(case, fact, by=by, at=at)
    return message


def _effect_of(case: Case, words: Words, *, at: datetime) -> str:
    """What has to happen outside so that the customer gets it: a mail, a message on their channel, or nothing."""
    if words.channel in SPOKEN:
        return ""
    if words.channel in ways:
        why_not = refused(words.channel, case.conversation_id, text=words.text, has_files=bool(words.files), at=at)
        if why_not:
            raise Refused(why_not)
        return MESSAGE
    return "mail" if known(("address", case.customer_id), lambda: _address_of(case.customer_id)) else ""


def _heard_after(case: Case, at: datetime) -> datetime | None:
    """When the customer wrote words that this reply cannot answer: it was pressed before they came."""
    if case.changed_at <= at:  # nothing has happened since
        return None
    newer = Message.objects.filter(conversation_id=case.conversation_id, said_at__gt=at, direction="in")
    wrote = newer.filter(by_machine=False, held=False).order_by("said_at").first()
    return wrote.said_at if wrote else None


def _address_of(person_id: int) -> str | None:
    return Person.objects.values_list("email", flat=True).get(pk=person_id)


def _after_reply(case: Case, then: str, *, asks: bool, by: str, at: datetime) -> Case:
    """The next step, unless the customer has written since: then the case stays ours."""
    step = "" if case.waiting_since else then
    if step == RESOLVE and case.state != State.RESOLVED:
        return resolve(case.pk, announce=False, by=by, at=at)
    if step in AWAITED and case.state != State.RESOLVED:
        return wait(case.pk, why=AWAITED[step], asks=asks or step == ASK, by=by, at=at)
    if not step and not case.waiting_since and prove(case, asks=asks, by=by, at=at):
        return case
    if case.state in {State.NEW, State.ASSIGNED, State.DISPUTED}:
        case = enter(case, State.IN_PROGRESS, by=by, at=at)
    area_id = area_in(step)
    if area_id and case.state != State.RESOLVED and area_id != case.area_id:
        return transfer(case.pk, area_id=area_id, reason=_("Passed on with the reply."), by=by, at=at)
    return case


@transaction.atomic
def note(
    case_id: int,
    *,
    text: str,
    files: Sequence[FileIn] = (),
    named: Sequence[int] = (),
    key: str | None = None,
    by: str,
    at: datetime,
) -> Case:
    """A note that only we read. It moves no clock. Whoever is named in it hears of it, if they may see the case."""
    if not text.strip() and not files:
        raise Refused(_("There is nothing to keep yet. Write your note first."))
    _fits(text)
    case = locked_for(case_id, "note")
    if key and not effects.once(f"form:{key}", at=at):
        return case
    words = Words(text=text, channel="note", files=files)
    message = conversations.say(case.conversation_id, direction="note", author_id=person_in(by), words=words, at=at)
    say(case, NoteAdded(case_id=case.pk, message_id=message.pk, person_id=person_in(by)), by=by, at=at)
    if named:
        _mention(case, message, named, by=by, at=at)
    return case


def _fits(text: str) -> None:
    if len(text) > LONGEST:
        raise Refused(_("This is longer than %(count)s characters.") % {"count": LONGEST})


def _mention(case: Case, message: Message, named: Sequence[int], *, by: str, at: datetime) -> None:
    may_see = list(colleagues_of(case).filter(pk__in=named).values_list("pk", flat=True))
    conversations.mention(message.pk, person_ids=may_see, at=at)
    for person_id in may_see:
        say(case, PersonMentioned(case_id=case.pk, message_id=message.pk, person_id=person_id), by=by, at=at)
        whisper(f"person:{person_id}")


@transaction.atomic
def customer_writes(
    case_id: int, *, author_id: int | None, words: Words, key: str | None = None, by: str, at: datetime
) -> Case:
    """The customer writes, by whatever channel. Returns the case that took the message.

    What is written to a case that was merged goes on in the one that was kept.
    Long after the end it opens a case that follows this one; soon after the end it opens this one again.
    """
    if not words.text.strip() and not words.files and words.html is None:
        raise Refused(_("There is nothing to send yet. Write your message first."))
    case = locked_where_it_goes_on(case_id)
    if case.pk != case_id and not takes_part(case, author_id):
        return hold_message(case.pk, author_id=author_id, words=words, by=by, at=at)
    if case.is_over and not words.by_machine and not _soon_after(case, at):
        return follow_up(case, words, author_id=author_id or case.customer_id, key=key, by=by, at=at)
    if key and not effects.once(f"form:{key}", at=at):
        return case
    message = conversations.say(case.conversation_id, direction="in", author_id=author_id, words=words, at=at)
    if not words.by_machine:
        wake_for_the_customer(case, by=by, at=at)
    fact = MessageReceived(
        case_id=case.pk,
        message_id=message.pk,
        conversation_id=case.conversation_id,
        channel=words.channel,
        person_id=author_id,
        by_machine=words.by_machine,
    )
    say(case, fact, by=by, at=at)
    return case


def _soon_after(case: Case, at: datetime) -> bool:
    return case.closed_at is not None and at - case.closed_at <= REOPEN_WITHIN


def wake_for_the_customer(case: Case, *, by: str, at: datetime) -> None:
    """What the customer's words do to a case: it is ours again, awake, and open."""
    case.waiting_since = case.waiting_since or at
    end_snooze(case, why="customer", by=by, at=at)
    if case.is_over:
        _reopen(case, by=by, at=at)
        return
    state = after_customer_wrote(case.state, has_assignee=case.assignee_id is not None)
    if state != case.state:
        end_pause(case, by=by, at=at)
    enter(case, state, "waiting_since", by=by, at=at)


def _reopen(case: Case, *, by: str, at: datetime) -> None:
    case.cycle += 1
    case.closed_at = None
    case.resolved_at = None
    say(case, CaseReopened(case_id=case.pk, cycle=case.cycle), by=by, at=at)
    state = State.IN_PROGRESS if case.assignee_id else State.NEW
    enter(case, state, "cycle", "closed_at", "resolved_at", "waiting_since", by=by, at=at)


@transaction.atomic
def hold_message(case_id: int, *, author_id: int | None, words: Words, by: str, at: datetime) -> Case:
    """Somebody who takes no part answered into this conversation: keep it apart, show it to us alone."""
    case = locked_where_it_goes_on(case_id)
    held = Words(**{**words.__dict__, "held": True})
    message = conversations.say(case.conversation_id, direction="in", author_id=author_id, words=held, at=at)
    say(case, MessageHeld(case_id=case.pk, message_id=message.pk), by=by, at=at)
    return case
