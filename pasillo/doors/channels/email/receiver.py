"""Takes mail in by SMTP. A mail is acknowledged only after its raw bytes are safe in the database."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, close_old_connections, connection
from psycopg import Error as PsycopgError
from psycopg_pool import PoolTimeout

from pasillo.doors.channels.email.gate import Gate
from pasillo.doors.channels.email.keeping import Addresses, HandedIn, Keeper
from pasillo.doors.channels.email.locks import locks
from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.places import is_ours, mailbox_named
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.ground.intake.commands import Arrival, take_in_all

log = structlog.get_logger()
Answer = TypeVar("Answer")

IDLE_SECONDS = 60
ANSWER_SECONDS = 30
RECIPIENTS = 100
TRY_LATER = "451 4.3.0 We cannot keep your mail just now, please try again later"
TOO_MANY = "450 4.7.0 Too many mails in a short time, please try again later"
NO_ROOM = "452 4.3.1 We have no room to keep your mail just now, please try again later"
NOT_OURS = "550 5.1.1 Nobody of ours has this address"
KEPT = "250 2.0.0 Your mail is safe with us"


def run() -> None:
    """Opens the door and keeps it open until it is told to stop."""
    asyncio.run(_serve(*address()))


def address() -> tuple[str, int]:
    """Where the door stands: PASILLO_SMTP_IN, as host:port; only this machine unless it says otherwise."""
    host, _, port = os.environ.get("PASILLO_SMTP_IN", "127.0.0.1:2525").rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


async def _serve(host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(sign, stop.set)
    server = await open_door(host, port)
    log.info("mail door open", host=host, port=port)
    await stop.wait()
    server.close()
    await server.wait_closed()


async def open_door(host: str, port: int, gate: Gate | None = None) -> asyncio.Server:
    """Starts to listen. Also used by tests, on a port of their own."""
    loop = asyncio.get_running_loop()
    gate = gate or Gate(loop.time)
    keeper, addresses = Keeper(partial(_fresh, _keep)), Addresses(loop.time)
    return await loop.create_server(lambda: Door(Receiver(gate, keeper, addresses), gate), host, port)


class Door(SMTP):
    """The SMTP server with our limits: size, idle time, long lines forgiven, not too many guests at once."""

    line_length_limit = 2**20

    def __init__(self, handler: "Receiver", gate: Gate) -> None:
        super().__init__(
            handler,
            data_size_limit=limits.RAW,
            timeout=IDLE_SECONDS,
            hostname="pasillo",
            ident="Pasillo",
            enable_SMTPUTF8=True,
            **locks(),
        )
        self.gate = gate
        self.guest = ""
        self.said = 0

    def data_received(self, data: bytes) -> None:
        """A guest who never ends a line would fill our memory: there is a limit to one mail's bytes."""
        self.said += len(data)
        if self.said > 2 * limits.RAW and self.transport is not None:
            self.transport.abort()  # type: ignore[attr-defined]
            return
        super().data_received(data)

    def _set_post_data_state(self) -> None:
        self.said = 0
        super()._set_post_data_state()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Lets a guest in, unless too many are here already."""
        if self.guest:  # the same guest, now behind a lock
            super().connection_made(transport)
            return
        peer = transport.get_extra_info("peername")
        self.guest = str(peer[0]) if peer else "local"
        if not self.gate.enter(self.guest):
            transport.write(b"421 4.7.0 Too many connections, please try again later\r\n")  # type: ignore[attr-defined]
            transport.close()
            self.guest = ""
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The guest has left."""
        if self.guest:
            self.gate.leave(self.guest)
            super().connection_lost(error)


class Receiver:
    """Says what is ours, and keeps it before it says that it has it."""

    def __init__(self, gate: Gate, keeper: Keeper, addresses: Addresses) -> None:
        self.gate, self.keeper, self.addresses = gate, keeper, addresses
        self.meant: dict[str, str] = {}

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, recipient: str, options: list[str]
    ) -> str:
        """Only our own mailboxes; nothing is passed on to anybody else."""
        if is_tight():
            return NO_ROOM
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            ours = self.addresses.mailbox(recipient) or await _patiently(_fresh, self._asked, recipient)
        except _TROUBLE as trouble:
            log.warning("mail door: the database does not answer", trouble=str(trouble)[:200])
            return TRY_LATER
        if ours is None:
            return NOT_OURS
        self.meant[recipient] = ours
        envelope.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    def _asked(self, recipient: str) -> str | None:
        """The mailbox; one that somebody named is remembered for a moment."""
        mailbox = mailbox_named(recipient)
        if mailbox and is_ours(recipient):
            self.addresses.note(recipient, mailbox)
        return mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the raw mail once for each of our mailboxes that it is for."""
        guest = str(session.peer[0]) if session.peer else "local"
        if not self.gate.admits_mail(guest):
            return TOO_MANY
        if is_tight():
            return NO_ROOM
        raw = envelope.content or b""
        raw = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw
        try:
            mail = HandedIn(envelope.mail_from or "", {one: self.meant[one] for one in envelope.rcpt_tos}, raw)
            await asyncio.wait_for(self.keeper.keep(mail), ANSWER_SECONDS)
        except _TROUBLE as trouble:
            log.warning("mail door: a mail could not be kept", trouble=str(trouble)[:200])
            return TRY_LATER
        return KEPT

    async def handle_exception(self, error: Exception) -> str:
        """Whatever goes wrong, the sender's server tries again."""
        log.exception("mail door: trouble", trouble=str(error)[:200])
        return TRY_LATER


_TROUBLE = (DatabaseError, PsycopgError, PoolTimeout, OSError, TimeoutError)


async def _patiently(function: Callable[..., Answer], *arguments: Any) -> Answer:
    return await asyncio.wait_for(asyncio.to_thread(function, *arguments), ANSWER_SECONDS)


def _fresh(function: Callable[..., Answer], *arguments: Any) -> Answer:
    """With a sound connection that is given back afterwards."""
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _keep(mails: list[HandedIn]) -> None:
    """Returns only after each copy of each of them is committed."""
    take_in_all([copy for mail in mails for copy in _copies(mail)], at=now())


def _copies(mail: HandedIn) -> Iterator[Arrival]:
    """One for each of our mailboxes that it is for."""
    by_mailbox: dict[str, list[str]] = {}
    for recipient, mailbox in mail.recipients.items():
        by_mailbox.setdefault(mailbox, []).append(recipient)
    for mailbox, meant in by_mailbox.items():
        stamped = _stamp(mail.sender, meant) + mail.raw
        yield Arrival(channel="email", mailbox=mailbox, raw=stamped, sender=mail.sender)


def _stamp(sender: str, recipients: list[str]) -> bytes:
    """The envelope, written on top as mail servers do, so that it is kept with the mail."""
    lines = [f"Return-Path: <{_line(sender)}>"] + [f"Delivered-To: {_line(one)}" for one in recipients]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _line(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() and sign not in "<>")[:320]
