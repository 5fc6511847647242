"""Fetches mail by IMAP: one by one, kept before it is marked as seen, never deleted."""

import hashlib
import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import structlog
from django.db import connection

from pasillo.doors.channels.email import commands, oauth
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound

log = structlog.get_logger()
imaplib._MAXLINE = 10 * 2**20  # type: ignore[attr-defined]
PATIENCE = 30.0
AT_MOST = 600.0
AT_ONCE = 200
_NUMBER = re.compile(rb"(UID|RFC822\.SIZE) (\d{1,12})")


class Trouble(Exception):
    """The mail server said something that we cannot go on with."""


_TROUBLES = (OSError, imaplib.IMAP4.error, Trouble, ValueError, oauth.SignInRefused, oauth.CannotReach)


def poll_all(at: datetime) -> int:
    """Looks into every mailbox that is fetched by IMAP. Trouble with one does not stop the others."""
    taken = 0
    if is_tight():  # what lies there is safe there
        return taken
    for mailbox in Mailbox.objects.filter(is_active=True).exclude(imap_host=""):
        try:
            taken += poll(mailbox)
        except _TROUBLES as trouble:
            log.warning("mailbox cannot be read", mailbox=mailbox.address, trouble=str(trouble)[:200])
            commands.note_poll(mailbox.pk, place=None, trouble=f"{type(trouble).__name__}: {trouble}", at=now())
    return taken


def poll(mailbox: Mailbox) -> int:
    """Takes in what is new in one mailbox. Returns how many mails were taken in; 0 when another is at it."""
    with _our_turn(mailbox) as ours:
        if not ours:
            return 0
        with _session(mailbox) as line:
            validity = _choose(line, mailbox.imap_folder)
            return _take_new(line, mailbox, validity)


def _take_new(line: imaplib.IMAP4, mailbox: Mailbox, validity: str) -> int:
    taken, last = 0, _read_before(mailbox, validity)
    waiting = _waiting(line, last)
    for uid in waiting[:AT_ONCE]:
        taken += _take_one(line, mailbox, validity, uid)
        last = max(last, uid)
        commands.note_poll(mailbox.pk, place=f"{validity}:{last}", trouble="", at=now())
    if not waiting:
        commands.note_poll(mailbox.pk, place=f"{validity}:{last}", trouble="", at=now())
    return taken


def _take_one(line: imaplib.IMAP4, mailbox: Mailbox, validity: str, uid: int) -> int:
    """Fetch, keep, commit, and only then mark as seen."""
    raw = _fetch(line, uid)
    if raw is None:
        return 0
    place = _place_for(mailbox, f"{validity}:{uid}", raw)
    if place is not None:
        take_in(channel="email", mailbox=mailbox.address, outside_id=place, raw=raw, at=now())
    _say(line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)"))
    return 0 if place is None else 1


def _place_for(mailbox: Mailbox, place: str, raw: bytes) -> str | None:
    """Where this mail lies; None when we have it. A server that gives one number to two mails loses neither."""
    known = Inbound.objects.filter(channel="email", mailbox=mailbox.address, outside_id=place).first()
    if known is None:
        return place
    content = hashlib.sha256(raw).hexdigest()
    return None if known.blob_id == content else f"{place}:{content[:16]}"


def _fetch(line: imaplib.IMAP4, uid: int) -> bytes | None:
    """The raw mail; of one that is too large only the top, which says so on its case."""
    answer = _say(line.uid("FETCH", str(uid), "(RFC822.SIZE)"))
    size = next((int(found[2]) for found in _numbers(answer) if found[1] == b"RFC822.SIZE"), 0)
    part = "BODY.PEEK[]" if size <= limits.RAW else f"BODY.PEEK[]<0.{limits.RAW + 1}>"
    answer = _say(line.uid("FETCH", str(uid), f"({part})"))
    return next((bytes(item[1]) for item in answer if isinstance(item, tuple) and len(item) > 1), None)


def _waiting(line: imaplib.IMAP4, last: int) -> list[int]:
    """The mails after the last one, by their number. The server always names the newest, even if we know it."""
    answer = _say(line.uid("SEARCH", f"UID {last + 1}:*"))
    found = sorted({int(number) for item in answer if isinstance(item, bytes) for number in item.split()})
    return [uid for uid in found if uid > last]


def _choose(line: imaplib.IMAP4, folder: str) -> str:
    _say(line.select('"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'))
    validity = line.response("UIDVALIDITY")[1]
    if not validity or validity[0] is None:
        raise Trouble("the server does not say UIDVALIDITY")
    return bytes(validity[0]).decode("ascii", "replace")[:20]


def _read_before(mailbox: Mailbox, validity: str) -> int:
    """The last mail that we know in this folder; in a folder made anew, none: what is known is found by its content."""
    known, _, uid = mailbox.imap_place.partition(":")
    return int(uid) if known == validity and uid.isdigit() else 0


def _numbers(answer: list[Any]) -> Iterator[re.Match[bytes]]:
    for item in answer:
        text = item if isinstance(item, bytes) else item[0] if isinstance(item, tuple) else b""
        yield from _NUMBER.finditer(text[:2_000])


def _say(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise Trouble(str(answer[1])[:200])
    return answer[1]


@contextmanager
def _session(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context()
    if mailbox.imap_security == Mailbox.Security.SSL:
        line: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            mailbox.imap_host, mailbox.imap_port, timeout=PATIENCE, ssl_context=context
        )
    else:
        line = imaplib.IMAP4(mailbox.imap_host, mailbox.imap_port, timeout=PATIENCE)
    end = threading.Timer(AT_MOST, _hang_up, [line])
    end.daemon = True
    end.start()
    try:
        if mailbox.imap_security == Mailbox.Security.STARTTLS:
            line.starttls(ssl_context=context)
        _sign_in(line, mailbox)
        yield line
    finally:
        end.cancel()
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()


def _hang_up(line: imaplib.IMAP4) -> None:
    """A server that drips byte by byte must not keep the other mailboxes waiting."""
    with suppress(OSError):
        line.sock.shutdown(socket.SHUT_RDWR)


def _sign_in(line: imaplib.IMAP4, mailbox: Mailbox) -> None:
    if not oauth.needs_a_key(mailbox):
        line.login(mailbox.imap_user, unsealed(mailbox.imap_sealed))
        return
    spoken = oauth.said(mailbox.imap_user, oauth.key_of(mailbox, at=now())).encode()
    line.authenticate("XOAUTH2", lambda challenge: b"" if challenge else spoken)


@contextmanager
def _our_turn(mailbox: Mailbox) -> Iterator[bool]:
    """One poller for each mailbox: a lock of the database that goes when its holder dies."""
    number = int.from_bytes(hashlib.sha256(f"imap:{mailbox.pk}".encode()).digest()[:7], "big")
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [number])
        row = cursor.fetchone()
        ours = bool(row and row[0])
        try:
            yield ours
        finally:
            if ours:
                cursor.execute("select pg_advisory_unlock(%s)", [number])
