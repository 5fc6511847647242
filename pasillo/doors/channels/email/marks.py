"""The marks by which we know our own mails again: the Message-ID, the reply address, the loop mark."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.operations.conversations.threads import Thread, read_token, token_for

_PREFIX = "pasillo."
LOOP_HEADER = "X-Pasillo-Loop"


@dataclass(frozen=True)
class Mark:
    """A thread that a mail proves to know, and the message of ours that it names, if any."""

    thread: Thread
    message_id: int | None = None


def message_id_for(*, conversation_id: int, person_id: int, sign: str, domain: str) -> str:
    """The Message-ID of a mail of ours in a conversation: always the same for the same mail."""
    return f"<{_PREFIX}{token_for(conversation_id, person_id)}.{sign}@{domain}>"


def found_in(ids: Iterable[str]) -> list[Mark]:
    """The marks of ours among some Message-IDs."""
    marks = []
    for one in ids:
        local = one.strip("<>").partition("@")[0]
        if not local.lower().startswith(_PREFIX):
            continue
        token, _, sign = local[len(_PREFIX) :].partition(".")
        thread = read_token(token)
        if thread is not None:
            number = sign[1:13]
            marks.append(Mark(thread, int(number) if sign[:1] == "m" and number.isdigit() else None))
    return marks


def thread_of(mail: ParsedMail) -> Mark | None:
    """The conversation that this mail answers, proven by a token of ours; a number in the subject proves nothing."""
    for address in [one.address for one in (*mail.to, *mail.cc)] + mail.delivered_to:
        _, plus, token = address.rpartition("@")[0].partition("+")
        thread = read_token(token.lower()) if plus else None
        if thread is not None:
            return Mark(thread)
    return next(iter(found_in([*mail.in_reply_to, *reversed(mail.references)])), None)


def returned(mail: ParsedMail) -> Mark | None:
    """The mail of ours that a delivery report is about."""
    named = [*mail.bounce.references, *mail.in_reply_to, *mail.references]
    marks = found_in(named)
    return next((mark for mark in marks if mark.message_id), next(iter(marks), None))


def is_our_own(mail: ParsedMail) -> bool:
    """Has a mail of ours come back to us? By its id, or by the loop mark that only we can make."""
    ours = bool(found_in([mail.message_id]))
    return ours or any(hmac.compare_digest(mark.encode(), loop_mark().encode()) for mark in mail.loop_marks)


def loop_mark() -> str:
    """What every mail of ours carries."""
    key = hashlib.sha256(f"pasillo.loop.{settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, b"pasillo", "sha256").hex()[:32]
