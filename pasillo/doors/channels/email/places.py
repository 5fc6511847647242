"""Which mailbox, which service, which server: what the mail door needs to know of this installation."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import QuerySet

from pasillo.doors.channels.email import oauth
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.asking import asked
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.together import known, note
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.catalogue.queries import general_service


class NoServiceYet(Exception):
    """Nobody has told us yet what we serve: mails wait until somebody does."""


@dataclass(frozen=True)
class Server:
    """A mail server that takes our mails."""

    host: str
    port: int
    security: str = "plain"
    user: str = ""
    password: str = ""
    key: str = ""


def default_address() -> str:
    """The address of an installation that has not set up a mailbox yet."""
    return os.environ.get("PASILLO_MAILBOX", "").strip().lower() or "help@localhost"


def mailbox_named(recipient: str) -> str | None:
    """The mailbox that takes a mail to this address; None when it is none of ours.

    As long as nobody has named a mailbox, the door takes every address, so that a first try just works: it passes
    nothing on, and stands open only on this machine.
    """
    base = _base(recipient)
    if base is None:
        return None
    if is_ours(recipient):
        return base
    return base if not os.environ.get("PASILLO_MAILBOX") and not Mailbox.objects.exists() else None


def is_ours(address: str) -> bool:
    """Is this an address of a mailbox of ours, with or without a plus?"""
    base = _base(address)
    return base is not None and (base == default_address() or known(("ours", base), lambda: _is_a_mailbox(base)))


def _is_a_mailbox(base: str) -> bool:
    return Mailbox.objects.filter(is_active=True, address=base).exists()


def note_ours(addresses: Collection[str]) -> None:
    """The same for many addresses, asked at once: known until this transaction ends."""
    bases = {base for address in addresses if (base := _base(address))}
    boxes = set(Mailbox.objects.filter(is_active=True, address__in=bases).values_list("address", flat=True))
    for base in bases:
        note(("ours", base), base in boxes)


def _base(address: str) -> str | None:
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local and domain else None


def box_of(mailbox: str) -> Mailbox:
    """The settings of a mailbox; plain ones where nobody has named it."""
    return known(("box", mailbox), lambda: _box_of(mailbox))


def _box_of(mailbox: str) -> Mailbox:
    return Mailbox.objects.filter(address__iexact=mailbox).first() or Mailbox(address=mailbox)


def service_for(mailbox: str) -> Service:
    """The service that a mailbox leads to: its own, else the general one, else the first that customers see."""
    return known(("service of", mailbox), lambda: _service_for(mailbox))


def _service_for(mailbox: str) -> Service:
    box = Mailbox.objects.select_related("service").filter(address__iexact=mailbox).first()
    if box and box.service:
        return box.service
    found = general_service()
    if found is None:
        raise NoServiceYet("There is no service yet that could take this mail.")
    return found


def mailbox_of(case: Case | None) -> Mailbox:
    """The mailbox from which a case is answered: where its first mail came in, else its service's, else any."""
    active = Mailbox.objects.filter(is_active=True)
    some = list(active.order_by("pk")[:2])
    if len(some) < 2:  # most houses have one
        return some[0] if some else Mailbox(address=default_address(), name=organisation_name())
    if case is not None:
        came = Inbound.objects.filter(channel="email", about=case.ref).order_by("id").values_list("mailbox", flat=True)
        box = active.filter(address__in=list(came[:1])).first() or active.filter(service_id=case.service_id).first()
        box = box or active.filter(service__area_id=case.area_id).order_by("pk").first()
        if box:
            return box
    return some[0]


def has_server() -> bool:
    """Whether any server was named to us that sends mail."""
    stated = os.environ.get("PASILLO_SMTP_OUT", "").strip()
    return bool(stated) or bool(asked(_with_server))


def _with_server() -> QuerySet[Mailbox, int]:
    return Mailbox.objects.filter(is_active=True).exclude(smtp_host="").values_list("pk", flat=True)[:1]


def server_for(mailbox: Mailbox) -> Server | None:
    """The server that sends for a mailbox; None when nobody has named one."""
    if mailbox.smtp_host and oauth.needs_a_key(mailbox):
        key = oauth.key_of(mailbox, at=now())
        return Server(mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security, mailbox.smtp_user, key=key)
    if mailbox.smtp_host:
        password = unsealed(mailbox.smtp_sealed)
        return Server(mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security, mailbox.smtp_user, password)
    stated = os.environ.get("PASILLO_SMTP_OUT", "").strip()
    return _server(stated) if stated else None


def _server(stated: str) -> Server:
    """host:port, or smtp://user:password@host:port, or smtps://… for encryption from the start."""
    parts = urlsplit(stated if "://" in stated else f"plain://{stated}")
    security = {"smtps": "ssl", "smtp": "starttls"}.get(parts.scheme, "plain")
    port = parts.port or {"ssl": 465, "starttls": 587}.get(security, 25)
    return Server(
        parts.hostname or "localhost", port, security, unquote(parts.username or ""), unquote(parts.password or "")
    )
