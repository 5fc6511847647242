"""Every way in which mailboxes, letters and the memory of automatic mails change."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.facts import MailboxChanged
from pasillo.doors.channels.email.former import PLACES
from pasillo.doors.channels.email.models import AutomaticMail, Held, Mailbox
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.posting import SERVICES
from pasillo.doors.channels.email.writers import RULES
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.intake import commands as intake
from pasillo.ground.intake.models import Inbound
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.operations.conversations.masking import masked

OAUTH = "mailbox oauth"
POST = "mailbox post"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A server, and how one gets in. No host means: not used."""

    host: str = ""
    port: int = 993
    security: str = "ssl"
    user: str = ""
    password: str = ""


@dataclass(frozen=True, kw_only=True)
class Key:
    """How one signs in where passwords are not taken. An empty secret keeps the one that we have."""

    auth: str = "password"
    client: str = ""
    tenant: str = ""
    secret: str = ""
    lasting: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """The mail service that posts what comes in. An empty secret keeps the one that we have."""

    service: str = ""
    secret: str = ""


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How a mailbox reads what comes and writes what goes."""

    auth_server: str = ""
    writer_rule: str = ""
    former_mark: str = ""
    former_places: tuple[str, ...] = ()
    signature: str = ""
    quotes_history: bool = False


@dataclass(frozen=True, kw_only=True)
class Setup:
    """A mailbox as somebody wishes it."""

    address: str
    name: str = ""
    service_id: int | None = None
    takes_plus: bool = False
    is_active: bool = True
    folder: str = "INBOX"
    imap: Line = Line()
    smtp: Line = Line(port=587, security="starttls")
    key: Key = Key()
    post: Post = Post()
    manners: Manners = Manners()


def open_mailbox(
    *, address: str, name: str = "", service_id: int | None = None, takes_plus: bool = False, at: datetime
) -> Mailbox:
    """An address of ours: mails to it become cases of its service. Opened twice, it is one."""
    address = address.strip().lower()
    if not is_address(address.replace("@localhost", "@localhost.example")):
        raise Refused(_("This is not an address that one can write to."))
    given = {"name": name[:120], "service_id": service_id, "takes_plus": takes_plus, "is_active": True}
    return Mailbox.objects.update_or_create(address=address, defaults=given)[0]


@transaction.atomic
def set_up(mailbox_id: int | None, setup: "Setup", *, by: str, at: datetime) -> Mailbox:
    """A mailbox as a person filled it in. An empty password keeps the one that we have."""
    same = Mailbox.objects.filter(address__iexact=setup.address.strip())
    if same.exclude(pk=mailbox_id or 0).exists():
        raise Refused(_("There is a mailbox with this address already."))
    if mailbox_id is not None:
        Mailbox.objects.filter(pk=mailbox_id).update(address=setup.address.strip().lower())
    mailbox = open_mailbox(
        address=setup.address, name=setup.name, service_id=setup.service_id, takes_plus=setup.takes_plus, at=at
    )
    lines = {**_line_in("imap", setup.imap, mailbox), **_line_in("smtp", setup.smtp, mailbox)}
    given = {
        **lines,
        **_key_in(setup.key, mailbox),
        **_post_in(setup.post, mailbox),
        **_manners_in(setup.manners),
        "imap_folder": setup.folder or "INBOX",
    }
    Mailbox.objects.filter(pk=mailbox.pk).update(**given, is_active=setup.is_active, trouble="", trouble_at=None)
    mailbox.refresh_from_db()
    new_secret = bool(setup.imap.password or setup.smtp.password or setup.key.secret or setup.post.secret)
    _say(mailbox, is_new=mailbox_id is None, new_secret=mailbox_id is not None and new_secret, by=by, at=at)
    return mailbox


def _say(mailbox: Mailbox, *, is_new: bool = False, new_secret: bool = False, by: str, at: datetime) -> None:
    fact = MailboxChanged(mailbox_id=mailbox.pk, is_new=is_new, is_active=mailbox.is_active, new_secret=new_secret)
    tell(fact, about=f"mailbox:{mailbox.pk}", by=by, at=at)


def _line_in(sort: str, line: "Line", kept: Mailbox) -> dict[str, object]:
    """A line as it was filled in. Another server, or another user, never gets to see the old one's password."""
    given: dict[str, object] = {
        f"{sort}_host": line.host.strip()[:200],
        f"{sort}_port": line.port,
        f"{sort}_security": line.security,
        f"{sort}_user": line.user.strip()[:200],
    }
    if line.password:
        return {**given, f"{sort}_sealed": sealed(line.password)}
    same = all(getattr(kept, name) == value for name, value in given.items())
    return given if same else {**given, f"{sort}_sealed": b""}


def _key_in(key: "Key", kept: Mailbox) -> dict[str, object]:
    """Another provider, client or organisation never gets to see the old one's secrets."""
    given: dict[str, object] = {
        "auth": key.auth,
        "oauth_client": key.client.strip()[:200],
        "oauth_tenant": key.tenant.strip()[:100],
    }
    same = all(getattr(kept, name) == value for name, value in given.items())
    if key.secret or not same:
        given["oauth_sealed"] = sealed(key.secret, OAUTH)
    if key.lasting or not same:
        given["oauth_lasting_sealed"] = sealed(key.lasting, OAUTH)
    changed = len(given) > 3
    return given | ({"oauth_passing_sealed": b"", "oauth_until": None, "connected_at": None} if changed else {})


def _post_in(post: "Post", kept: Mailbox) -> dict[str, object]:
    """Another service gets another address and never the old one's secret; who signs has to have one."""
    service = post.service if post.service in SERVICES else ""
    same = service == kept.posted_by
    if not service:
        return {"posted_by": "", "post_key": None, "posted_sealed": b""}
    if SERVICES[service].signs and not post.secret and not (same and kept.posted_sealed):
        raise Refused(_("%(name)s signs what it posts: give the key with which it signs.") % {"name": service.title()})
    given: dict[str, object] = {"posted_by": service}
    if not same or not kept.post_key:
        given["post_key"] = secrets.token_urlsafe(32)
    if post.secret or not same:
        given["posted_sealed"] = sealed(post.secret, POST) if post.secret else b""
    return given


def _manners_in(manners: "Manners") -> dict[str, object]:
    return {
        "auth_server": manners.auth_server.strip().lower()[:200],
        "writer_rule": manners.writer_rule if manners.writer_rule in RULES else "",
        "former_mark": manners.former_mark.strip()[:40],
        "former_places": ",".join(one for one in PLACES if one in manners.former_places),
        "signature": safe(manners.signature).strip()[:2_000],
        "quotes_history": manners.quotes_history,
    }


def keep_key(mailbox_id: int, *, key: str, lasting: str, until: datetime) -> None:
    """The provider gave us a key for a while, and perhaps a new lasting one."""
    given: dict[str, object] = {"oauth_passing_sealed": sealed(key, OAUTH), "oauth_until": until}
    if lasting:
        given["oauth_lasting_sealed"] = sealed(lasting, OAUTH)
    Mailbox.objects.filter(pk=mailbox_id).update(**given)


@transaction.atomic
def connect(mailbox_id: int, *, key: str, lasting: str, until: datetime, by: str, at: datetime) -> None:
    """Somebody said yes at the provider: the mailbox signs in in their name from now on."""
    keep_key(mailbox_id, key=key, lasting=lasting, until=until)
    Mailbox.objects.filter(pk=mailbox_id).update(connected_at=at, connected_by=by[:40], trouble="", trouble_at=None)
    _say(Mailbox.objects.get(pk=mailbox_id), new_secret=True, by=by, at=at)


def note_poll(mailbox_id: int, *, place: str | None, trouble: str, at: datetime) -> None:
    """How far a mailbox was read, or why it could not be."""
    if trouble:
        since = Coalesce("trouble_at", Value(at))
        Mailbox.objects.filter(pk=mailbox_id).update(trouble=trouble[:300], trouble_at=since)
        return
    Mailbox.objects.filter(pk=mailbox_id).update(
        trouble="", trouble_at=None, polled_at=at, **({"imap_place": place} if place else {})
    )


def hold_address(address: str) -> None:
    """Until the transaction ends, nobody else asks whether this address may get one more automatic mail."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"automatic:{address.lower()}"])


def remember_automatic(effect: uuid.UUID, *, address: str, about: str, template: str, at: datetime) -> None:
    """An automatic mail goes out. Tried again, it is the same one."""
    row = AutomaticMail(address=address.lower(), about=about[:80], template=template[:30], effect=effect, sent_at=at)
    AutomaticMail.objects.bulk_create([row], ignore_conflicts=True)


def forget_automatic(*, at: datetime) -> None:
    """What went out days ago counts no more."""
    AutomaticMail.objects.filter(sent_at__lt=at - timedelta(days=7)).delete()


def hold(inbound: Inbound, mail: ParsedMail, *, at: datetime) -> None:
    """Nobody could confirm who wrote this, or what it is: it waits until one of us has decided."""
    sender = f"{mail.sender.name} <{mail.sender.address}>".strip()[:320]
    Held.objects.get_or_create(
        inbound=inbound, defaults={"sender": sender, "subject": masked(mail.subject)[:300], "held_at": at}
    )


def is_let_in(inbound: Inbound) -> bool:
    """Has one of us decided that this mail may come in all the same?"""
    return Held.objects.filter(inbound=inbound, is_let_in=True).exists()


@transaction.atomic
def decide(inbound_id: int, *, lets_in: bool, by: str, at: datetime) -> None:
    """One of us looked at a held mail: it comes in as any other, or becomes nothing. The first decision counts."""
    open_ones = Held.objects.filter(inbound_id=inbound_id, decided_at=None)
    if not open_ones.update(decided_at=at, decided_by=by[:40], is_let_in=lets_in):
        raise Refused(_("Somebody has decided about this message already."))
    if lets_in:
        intake.read_again(inbound_id)
    else:
        intake.put_aside(inbound_id, reason="one of us put it aside", at=at)
