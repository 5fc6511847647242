"""Every way in which mailboxes, letters and the memory of automatic mails change."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.models import AutomaticMail, Letter, Mailbox
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.sealing import sealed
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.refusals import Refused


def open_mailbox(
    *, address: str, name: str = "", service_id: int | None = None, takes_plus: bool = False, at: datetime
) -> Mailbox:
    """An address of ours: mails to it become cases of its service. Opened twice, it is one."""
    address = address.strip().lower()
    try:
        validate_email(address.replace("@localhost", "@localhost.example"))
    except ValidationError:
        raise Refused(_("This is not an address that one can write to.")) from None
    given = {"name": name[:120], "service_id": service_id, "takes_plus": takes_plus, "is_active": True}
    return Mailbox.objects.update_or_create(address=address, defaults=given)[0]


def fetch_from(mailbox_id: int, *, host: str, port: int, security: str, user: str, password: str, folder: str) -> None:
    """Where the mails of a mailbox are fetched. An empty password keeps the one we have."""
    given = {
        "imap_host": host.strip(),
        "imap_port": port,
        "imap_security": security,
        "imap_user": user,
        "imap_folder": folder or "INBOX",
        "trouble": "",
    }
    if password:
        given["imap_sealed"] = sealed(password)
    Mailbox.objects.filter(pk=mailbox_id).update(**given)


def send_by(mailbox_id: int, *, host: str, port: int, security: str, user: str, password: str) -> None:
    """Which server sends for a mailbox. An empty password keeps the one we have."""
    given = {"smtp_host": host.strip(), "smtp_port": port, "smtp_security": security, "smtp_user": user}
    if password:
        given["smtp_sealed"] = sealed(password)
    Mailbox.objects.filter(pk=mailbox_id).update(**given)


def close_mailbox(mailbox_id: int) -> None:
    """Nothing more is taken in at this address; what came stays."""
    Mailbox.objects.filter(pk=mailbox_id).update(is_active=False)


def note_poll(mailbox_id: int, *, place: str | None, trouble: str, at: datetime) -> None:
    """How far a mailbox was read, or why it could not be."""
    if trouble:
        Mailbox.objects.filter(pk=mailbox_id).update(trouble=trouble[:300])
        return
    Mailbox.objects.filter(pk=mailbox_id).update(trouble="", polled_at=at, **({"imap_place": place} if place else {}))


def first_letter(inbound: Inbound, mail: ParsedMail) -> Letter | None:
    """The letter that this one repeats; None when it is the first of its kind, which is remembered."""
    identity = {
        "mailbox": inbound.mailbox,
        "message_id": mail.message_id[:400],
        "content_hash": mail.content_hash,
    }
    with transaction.atomic():
        Letter.objects.bulk_create([Letter(**identity, inbound=inbound)], ignore_conflicts=True)
        kept = Letter.objects.get(**identity)
    return None if kept.inbound_id == inbound.pk else kept


def shares_its_id(inbound: Inbound, mail: ParsedMail) -> bool:
    """Did another mail with other content come under the same Message-ID? Then somebody may play tricks."""
    named = Letter.objects.filter(mailbox=inbound.mailbox, message_id=mail.message_id[:400])
    return bool(mail.message_id) and named.exclude(content_hash=mail.content_hash).exists()


def note_about(inbound: Inbound, *, about: str) -> None:
    """What a letter became, for the copies that may follow it."""
    Letter.objects.filter(inbound=inbound).update(about=about)


def remember_automatic(effect: uuid.UUID, *, address: str, about: str, template: str, at: datetime) -> None:
    """An automatic mail goes out. Tried again, it is the same one."""
    row = AutomaticMail(address=address.lower(), about=about[:80], template=template[:30], effect=effect, sent_at=at)
    AutomaticMail.objects.bulk_create([row], ignore_conflicts=True)


def forget_automatic(*, at: datetime) -> None:
    """What went out days ago counts no more."""
    AutomaticMail.objects.filter(sent_at__lt=at - timedelta(days=7)).delete()
