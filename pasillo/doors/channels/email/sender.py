"""Carries out effects of the kind "mail": each recipient by itself, again with the same bytes until it is taken."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime, timedelta
from email.message import EmailMessage

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.email import commands, oauth
from pasillo.doors.channels.email.answering import house_may_write_again, may_write_to
from pasillo.doors.channels.email.holding import held
from pasillo.doors.channels.email.letters import letter_for, occasion_of
from pasillo.doors.channels.email.parsing.bounce_codes import address_is_gone, status_in
from pasillo.doors.channels.email.places import Server, server_for
from pasillo.doors.channels.email.writing import Letter, mail_from
from pasillo.ground.effects.commands import Claimed
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import NeverWill, TryLater
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation
from pasillo.operations.cases import commands as cases
from pasillo.operations.conversations.commands import note_delivery, note_unreached
from pasillo.operations.conversations.models import Message, Reach

PATIENCE = 20.0
A_MINUTE = timedelta(minutes=1)


def send(claimed: Claimed, *, at: datetime) -> None:
    """Sends one mail. TryLater and NeverWill say what the case then shows."""
    effect = claimed.effect
    if _is_plain(effect):
        _ask_the_house(effect, at=at)
    occasion = occasion_of(effect)
    try:
        server = server_for(occasion.mailbox)
    except (oauth.SignInRefused, oauth.CannotReach) as trouble:
        raise TryLater(f"no sign-in at the mail provider: {trouble}"[:300]) from trouble
    if server is None:
        _note(effect, "queued", _("Not sent: no mail server is set up."))
        _note_stays(effect, at=at)
        raise TryLater("no mail server is set up")
    letter = letter_for(effect, occasion)
    if letter is None:
        raise NeverWill("there is no address to write to")
    try:
        mail = mail_from(letter)
    except ValueError as fault:
        raise NeverWill(f"this mail cannot be written: {fault}") from fault
    if letter.is_automatic:
        _count(effect, letter, at=at)
    with held(claimed):
        _deliver(server, letter, mail, effect)


def note_outcome(claimed: Claimed, outcome: str, at: datetime) -> None:
    """The message on its case shows what became of the mail."""
    if claimed.effect.kind != "mail":
        return
    is_shown = bool(claimed.effect.payload.get("message_id"))
    if outcome == "sent" and not is_shown:
        return
    effect = Effect.objects.get(pk=claimed.effect.pk)
    letter = letter_for(effect)
    if outcome == "failed":
        _note(effect, "failed", _("Not delivered: %(why)s") % {"why": effect.error[:200]})
        _note_unseen(effect, at=at)
        if letter is not None and effect.error[:1] == "5":
            _note_refused(letter, effect.error, at=at)
        return
    note = _("It may have arrived twice.") if effect.uncertain or _was_uncertain(effect) else ""
    _note(effect, "sent", note, outside_id=letter.message_id if letter else "")
    cases.note_letter_seen(effect.payload["message_id"], at=at)


def _note_stays(effect: Effect, *, at: datetime) -> None:
    """No letter leaves this house: an answer that the customer cannot read here is none. The example has no mail."""
    if organisation().example_since is None:
        _note_unseen(effect, at=at)


def _note_unseen(effect: Effect, *, at: datetime) -> None:
    if effect.payload.get("message_id"):
        cases.note_unseen(effect.payload["message_id"], at=at)


def _note_refused(letter: Letter, error: str, *, at: datetime) -> None:
    """The other server said no for good: the contact shows it, and whether anybody reads there at all."""
    is_gone = address_is_gone(status_in("", error), "5", error)
    note_unreached(letter.recipient_address, is_gone=is_gone, why=error, at=at)


def _was_uncertain(effect: Effect) -> bool:
    """Did the line break in an earlier try, after the mail had been handed over?"""
    uncertain = Message.objects.filter(delivery=Message.Delivery.UNCERTAIN)
    return uncertain.filter(pk=effect.payload.get("message_id") or 0).exists()


@transaction.atomic
def _count(effect: Effect, letter: Letter, *, at: datetime) -> None:
    """Asks the brake and is counted, while nobody else asks it for the same address."""
    commands.hold_address(letter.recipient_address)
    _ask_the_brake(effect, letter, at=at)
    template = str(effect.payload.get("template", ""))
    commands.remember_automatic(
        effect.pk, address=letter.recipient_address, about=effect.about, template=template, at=at
    )


def _ask_the_brake(effect: Effect, letter: Letter, *, at: datetime) -> None:
    people = Person.objects.filter(email__iexact=letter.recipient_address)
    asked_for = effect.payload.get("template") == "sign-in"
    allowed = may_write_to(
        letter.recipient_address,
        about=effect.about,
        is_verified=any(people.values_list("verified_at", flat=True)),
        is_asked_for=asked_for,
        effect=effect.pk,
        at=at,
    )
    if not allowed:
        raise NeverWill("held back: this address had enough automatic mails")
    if Reach.objects.filter(address=letter.recipient_address.lower(), is_gone=True).exists():
        raise NeverWill("held back: nobody reads at this address")
    if not _is_plain(effect):
        _ask_the_house(effect, is_asked_for=asked_for, at=at)


def _is_plain(effect: Effect) -> bool:
    """Of these the house is asked before anything is written: an hour that is full is full for thousands of them."""
    return bool(effect.payload.get("template") == "acknowledgement")


def _ask_the_house(effect: Effect, *, is_asked_for: bool = False, at: datetime) -> None:
    again = house_may_write_again(is_asked_for=is_asked_for, effect=effect.pk, at=at)
    if again is not None:
        raise TryLater("held back: too many automatic mails this hour", until=max(again, at + A_MINUTE))


def _deliver(server: Server, letter: Letter, mail: EmailMessage, effect: Effect) -> None:
    """One conversation with the mail server. Automatic mails have no sender to whom a report could go."""
    envelope = "" if letter.is_automatic else letter.sender_address
    said = False
    try:
        with connected(server) as line:
            said = True
            refused = line.send_message(mail, from_addr=envelope, to_addrs=[letter.recipient_address])
        if refused:
            raise NeverWill(str(refused)[:300])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _judge(code, words, refusal)
    except smtplib.SMTPResponseException as refusal:
        _judge(refusal.smtp_code, refusal.smtp_error, refusal)
    except (OSError, smtplib.SMTPException) as trouble:
        if said:
            _note(effect, "uncertain", _("The line broke while it was sent; it will be tried again."))
        raise TryLater(f"{type(trouble).__name__}: {trouble}"[:300]) from trouble


def connected(server: Server) -> smtplib.SMTP:
    """A line to the mail server on which one is signed in."""
    if server.security == "ssl":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            line.starttls(context=ssl.create_default_context())
        if server.key:
            spoken = oauth.said(server.user, server.key)
            line.ehlo_or_helo_if_needed()
            line.auth("XOAUTH2", lambda challenge=None: "" if challenge else spoken)
        elif server.user:
            line.login(server.user, server.password)
    except BaseException:
        with suppress(OSError):
            line.close()
        raise
    return line


def _judge(code: int, words: bytes | str, refusal: Exception) -> None:
    """4xx is for now, 5xx is for good."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if 500 <= code < 600:
        raise NeverWill(f"{code} {said}"[:300]) from refusal
    raise TryLater(f"{code} {said}"[:300]) from refusal


def _note(effect: Effect, delivery: str, note: str, *, outside_id: str = "") -> None:
    message_id = effect.payload.get("message_id")
    if message_id:
        note_delivery(message_id, delivery=delivery, note=note, outside_id=outside_id)
