"""Somebody wrote on a messaging channel: who it is, which case takes it, which files have to be fetched."""

from dataclasses import asdict
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.models import Account, Heard, Thread
from pasillo.doors.channels.messaging.picking import located
from pasillo.doors.channels.messaging.places import channel_of, realm_of, service_of
from pasillo.doors.channels.messaging.plain import Said
from pasillo.ground.effects.commands import promise
from pasillo.ground.kit.claimed import believed
from pasillo.ground.people.commands import recognise
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_of_thread
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message


class Standing(Protocol):
    """Somebody at a door of ours, and the conversation in which they stand there."""

    conversation_id: int | None
    person_id: int


@transaction.atomic
def take_up(account: Account, said: Said, *, at: datetime) -> Case | None:
    """The case that took these words; None for a copy of what was taken before, and for what is not for people."""
    if not said.is_for_people or said.group:
        return None
    heard = commands.first_of_its_name(account, _name(said))
    if heard is None:
        return None
    person = recognise(
        realm=realm_of(account),
        address=said.sender,
        also=said.also_known_as,
        shown=_shown(said, account),
        name=said.name or said.handle,
        language=said.language or account.language,
        at=at,
    )
    said_at = believed(said.at, arrived=at)
    thread = commands.held_with(account, person_id=person.pk, address=said.sender, token=said.token, at=said_at)
    case = _continued(thread, said, at=at) or _opened(account, person, said, heard, at=at)
    commands.goes_on_in(thread, conversation_id=case.conversation_id)
    _remember(heard, account, case, said, at=at)
    return case


def _name(said: Said) -> str:
    """The provider's name for it, which some give only within one chat; a correction is told apart from its first."""
    told = said.at.isoformat() if said.at else ""
    return ":".join(filter(None, (said.sender, said.outside_id or told, told if said.replaces else "")))


def _shown(said: Said, account: Account) -> str:
    """The sender as one writes it: a number with its plus, else the name that they chose there."""
    number = said.sender.rpartition(":")[2].lstrip("+")
    if channel_of(account).realm and number.isdigit():
        return f"+{number}"
    return f"@{said.handle}" if said.handle else said.sender


def goes_on(there: Standing, words: Words, *, key: str, at: datetime) -> Case | None:
    """The case in which the words of whoever stood there before go on; None where it takes none of theirs."""
    if there.conversation_id is None:
        return None
    try:
        case = case_of_thread(conversation_id=there.conversation_id, person_id=there.person_id)
    except LookupError:
        return None
    return cases.customer_writes(case.pk, author_id=there.person_id, words=words, key=key, by="system", at=at)


def _continued(thread: Thread, said: Said, *, at: datetime) -> Case | None:
    """What this person said here before goes on, by the rule that holds for mail: while they take part in it."""
    key = f"heard:{thread.account_id}:{_name(said)}"
    return goes_on(thread, _words(said, thread.account), key=key[:200], at=at)


def _opened(account: Account, person: Person, said: Said, heard: Heard, *, at: datetime) -> Case:
    words = _words(said, account)
    opening = Opening(
        customer_id=person.pk,
        service_id=service_of(account).pk,
        subject="",
        text=words.text,
        channel=account.kind,
        language=person.language,
        outside_id=words.outside_id,
        key=f"heard:{heard.pk}:case",
        contact_at=believed(said.at, arrived=at),
        acknowledge=False,
    )
    return open_case(opening=opening, by="system", at=at)


def _words(said: Said, account: Account) -> Words:
    with translation.override(account.language):
        text = "\n".join(filter(None, (said.text, located(said.place) if said.place else "")))
        text = text or _in_place_of_words(said)
    return Words(text=text, channel=account.kind, language=said.language, outside_id=said.outside_id)


def _in_place_of_words(said: Said) -> str:
    """What a person reads where there are no words."""
    sort = said.media[0].sort if said.media else ""
    known = {
        "image": _("(A picture)"),
        "sticker": _("(A picture)"),
        "video": _("(A film)"),
        "audio": _("(A voice message)"),
        "voice": _("(A voice message)"),
    }
    return known.get(sort) or (_("(A file)") if said.media else _("(A message that cannot be shown here)"))


def _remember(heard: Heard, account: Account, case: Case, said: Said, *, at: datetime) -> None:
    """Which message it became; its files are fetched apart, so that no slow server keeps the words waiting."""
    said_here = Message.objects.filter(conversation_id=case.conversation_id, direction="in", channel=account.kind)
    message = said_here.filter(outside_id=said.outside_id).order_by("-id").first()
    if message is None:
        return
    commands.note_heard(heard, message_id=message.pk)
    for place, media in enumerate(said.media[:30]):
        payload = {**asdict(media), "account_id": account.pk, "message_id": message.pk, "case_id": case.pk}
        promise("media", key=f"media:{message.pk}:{place}", payload=payload, about=case.ref, at=at)
