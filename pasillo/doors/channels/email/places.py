"""Which mailbox, which service, which server: what the mail door needs to know of this installation."""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.sealing import unsealed
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Offered, Service


@dataclass(frozen=True)
class Server:
    """A mail server that takes our mails."""

    host: str
    port: int
    security: str = "plain"
    user: str = ""
    password: str = ""


def default_address() -> str:
    """The address of an installation that has not set up a mailbox yet."""
    return os.environ.get("PASILLO_MAILBOX", "help@localhost").strip().lower()


def mailbox_named(recipient: str) -> str | None:
    """The mailbox of ours that a mail to this address belongs to; None when it is none of ours."""
    local, at, domain = recipient.strip().strip("<>").lower().rpartition("@")
    if not at:
        return None
    base = f"{local.partition('+')[0]}@{domain}"
    wanted = {f"{local}@{domain}", base}
    found = Mailbox.objects.filter(is_active=True, address__in=wanted).values_list("address", flat=True).first()
    if found:
        return found
    return base if base == default_address() else None


def service_for(mailbox: str) -> Service:
    """The service that a mailbox leads to: its own, else the general one, else the first that customers see."""
    box = Mailbox.objects.select_related("service").filter(address__iexact=mailbox).first()
    if box and box.service:
        return box.service
    offered = Service.objects.filter(state=Offered.PUBLISHED)
    general = offered.filter(slug__in=["general", "other", "enquiries", "general-enquiries"]).first()
    found = general or offered.order_by("block", "position", "slug").first() or Service.objects.order_by("pk").first()
    if found is None:
        raise LookupError("There is no service yet that could take this mail.")
    return found


def mailbox_of(case: Case | None) -> Mailbox:
    """The mailbox from which a case is answered: where its first mail came in, else its service's, else any."""
    active = Mailbox.objects.filter(is_active=True)
    if case is not None:
        came = Inbound.objects.filter(channel="email", about=case.ref).order_by("id").values_list("mailbox", flat=True)
        box = active.filter(address__in=list(came[:1])).first() or active.filter(service_id=case.service_id).first()
        if box:
            return box
    return active.order_by("pk").first() or Mailbox(address=default_address(), name=settings.ORGANISATION)


def server_for(mailbox: Mailbox) -> Server | None:
    """The server that sends for a mailbox; None when nobody has named one."""
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
