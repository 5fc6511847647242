"""Sending a reply that can still be taken back: for ten seconds it is about to be said, and nobody outside knows."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.cases import next_steps
from pasillo.operations.cases.commands.ending import check_is_no_praise, check_may_end, resolve
from pasillo.operations.cases.commands.step import locked_for, say
from pasillo.operations.cases.commands.talking import reply
from pasillo.operations.cases.commands.waiting import rests_on_nothing
from pasillo.operations.cases.facts import ReplyReturned
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import may_serve, takes_replies
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.conversations.models import Draft, Message
from pasillo.operations.conversations.queries import due_to_be_said, open_drafts
from pasillo.operations.conversations.ways import refused, way_out, ways

log = structlog.get_logger()
GRACE = timedelta(seconds=10)
AFTER_A_FAULT = timedelta(seconds=60)


@transaction.atomic
def send(
    case_id: int,
    *,
    text: str,
    files: Sequence[FileIn] = (),
    then: str | None = None,
    key: str | None = None,
    person_id: int,
    at: datetime,
) -> Draft | None:
    """ "Send" was pressed: the reply is about to be said. Nothing is told, no clock stops, no mail leaves yet.

    Pressed twice with one key it is one; the second time there is nothing to show.
    """
    case = locked_for(case_id, "reply")
    if not text.strip() and not files and not _has_files(case, person_id):
        raise Refused(_("There is nothing to send yet. Write your reply first."))
    step = next_steps.known(then)
    if step == next_steps.RESOLVE:
        check_is_no_praise(case)
    _check_the_way(case, text, files, person_id, at=at)
    if key and not effects.once(f"form:{key}", at=at):
        return None
    draft = conversations.press(
        case.conversation_id, person_id=person_id, text=text, files=files, next_step=step, goes_at=at + GRACE, at=at
    )
    whisper(f"ours:{case.pk}")
    return draft


def _check_the_way(case: Case, text: str, files: Sequence[FileIn], person_id: int, *, at: datetime) -> None:
    """What could not go out on the customer's channel is refused while its author is still looking at it."""
    way = way_out(case.conversation_id, began_by=case.channel)
    if way not in ways:
        return
    has_files = bool(files) or _has_files(case, person_id)
    why_not = refused(way, case.conversation_id, text=text, has_files=has_files, at=at)
    if why_not:
        raise Refused(why_not)


def _has_files(case: Case, person_id: int) -> bool:
    return open_drafts(case.conversation_id, person_id=person_id).filter(kind="reply", files__isnull=False).exists()


@transaction.atomic
def resolve_soon(case_id: int, *, person_id: int, at: datetime) -> Draft:
    """ "Resolve" was pressed, and nothing is said with it: for ten seconds it can be taken back like a reply."""
    case = locked_for(case_id, "resolve")
    check_may_end(case)
    draft = conversations.press_end(
        case.conversation_id, person_id=person_id, next_step=next_steps.RESOLVE, goes_at=at + GRACE, at=at
    )
    whisper(f"ours:{case.pk}")
    return draft


@transaction.atomic
def take_back(draft_id: int, *, by_id: int, at: datetime) -> Draft:
    """It is not said: words, files and next step are a draft of their author again."""
    draft = _waiting(draft_id)
    why = "" if draft.person_id == by_id else Draft.Returned.TAKEN_BACK
    if draft.is_only_an_end:
        conversations.forget_pressed(draft)
    else:
        draft = conversations.take_back(draft, why=why, at=at)
        rests_on_nothing(_case_of(draft), draft_id, by=f"person:{by_id}")
    _stir(draft)
    return draft


@transaction.atomic
def then_resolve(draft_id: int) -> None:
    """What is about to be said shall be the last word: the case is resolved right after it."""
    draft = _waiting(draft_id)
    check_is_no_praise(Case.objects.get(conversation_id=draft.conversation_id))
    conversations.then(draft, next_step=next_steps.RESOLVE)


@transaction.atomic
def send_now(draft_id: int, *, at: datetime) -> None:
    """Its author does not want to wait."""
    _say(_waiting(draft_id), at=at)


def say_what_is_due(*, at: datetime) -> int:
    """Say what nobody took back in time, each exactly once. Returns how many were said or given back."""
    return sum(_say_one(draft_id, at=at) for draft_id in due_to_be_said(at=at))


def _say_one(draft_id: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            waiting = Draft.objects.select_for_update(skip_locked=True).filter(pk=draft_id, goes_at__lte=at)
            draft = waiting.first()
            if draft is not None:
                _say(draft, at=at)
            return draft is not None
    except DatabaseError:
        raise
    except Exception:
        log.exception("a reply could not be said and will be tried again", draft=draft_id)
        conversations.put_off(draft_id, goes_at=at + AFTER_A_FAULT)
        return False


def _waiting(draft_id: int) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id, goes_at__isnull=False).first()
    if draft is None:
        raise Refused(_("It has gone out already."))
    return draft


def _say(draft: Draft, *, at: datetime) -> None:
    """In one transaction with the end of the draft: said once, or still about to be said."""
    case = Case.objects.get(conversation_id=draft.conversation_id)
    if draft.is_only_an_end:
        _end(draft, case)
        return
    if not may_serve(draft.person_id, case.pk):
        _give_back(draft, case, why=Draft.Returned.NO_RIGHT, at=at)
        return
    if _was_said(draft, case):
        conversations.forget_pressed(draft)
    else:
        _give_back(draft, case, why=Draft.Returned.NOT_POSSIBLE, at=at)


def _end(draft: Draft, case: Case) -> None:
    """It is resolved, unless that is no longer theirs to do or no longer true: then the case simply stays as it is."""
    since = draft.pressed_at or draft.updated_at
    wrote = Message.objects.filter(conversation=draft.conversation_id, direction="in", by_machine=False)
    if may_serve(draft.person_id, case.pk) and not wrote.filter(said_at__gt=since).exists():
        with suppress(Refused), transaction.atomic():
            resolve(case.pk, by=f"person:{draft.person_id}", at=since)
    conversations.forget_pressed(draft)
    _stir(draft)


def _was_said(draft: Draft, case: Case) -> bool:
    """Whether it went out: with what was to happen next, or without, where that alone had become impossible."""
    for step in dict.fromkeys((draft.next_step, "")):
        try:
            with transaction.atomic():
                _reply(draft, case, then=step)
        except Refused:
            continue
        return True
    return False


def _reply(draft: Draft, case: Case, *, then: str) -> None:
    reply(
        case.pk,
        text=draft.text,
        files=[FileIn(name=file.name, blob=file.blob, media_type=file.media_type) for file in _files(draft)],
        then=then,
        key=f"pressed:{draft.pk}:{draft.revision}",
        by=f"person:{draft.person_id}",
        at=draft.pressed_at or draft.updated_at,
    )


def _files(draft: Draft):  # type: ignore[no-untyped-def]
    return draft.files.select_related("blob").order_by("id")


def _give_back(draft: Draft, case: Case, *, why: str, at: datetime) -> None:
    """It cannot be said any more. The author keeps the words and is told; the case shows that it waits for them."""
    conversations.take_back(draft, why=why, at=at)
    rests_on_nothing(case.pk, draft.pk, by=f"person:{draft.person_id}")
    say(case, ReplyReturned(case_id=case.pk, person_id=draft.person_id, why=why), by="system", at=at)
    author = Person.objects.get(pk=draft.person_id)
    if author.email and author.is_active:
        payload = {"to": author.email, "language": author.language, **_letter(author, case, why)}
        key = f"draft:{draft.pk}:{draft.revision}:returned"
        effects.promise("mail", key=key, payload=payload, about=author.ref, at=at)
    whisper(f"person:{draft.person_id}")


def _letter(author: Person, case: Case, why: str) -> dict[str, str]:
    with translation.override(author.language):
        told = {
            Draft.Returned.NO_RIGHT: _("Your role in this case ended before the reply went out."),
            Draft.Returned.NOT_POSSIBLE: _("The case was finished before the reply went out."),
        }
        if takes_replies(case):
            told[Draft.Returned.NOT_POSSIBLE] = _("It could not go out this way any more.")
        words = {"number": case.number, "why": told[Draft.Returned(why)]}
        return {
            "subject": _("Your reply in case %(number)s was not sent") % words,
            "text": _("Your reply in case %(number)s was not sent.\n\n%(why)s Your words are kept as a draft.") % words,
        }


def _stir(draft: Draft) -> None:
    whisper(f"ours:{_case_of(draft)}")
    whisper(f"person:{draft.person_id}")


def _case_of(draft: Draft) -> int:
    return Case.objects.values_list("pk", flat=True).get(conversation_id=draft.conversation_id)
