"""Every way in which the book of letters grows: what each is known by, and what it became."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Q

from pasillo.doors.channels.email.models import Letter
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.together import note, recall

Came = tuple[Inbound, ParsedMail]
BECAME = """
update channel_email_letter l set about = n.about
from unnest(%s::bigint[], %s::text[]) as n (inbound_id, about) where l.inbound_id = n.inbound_id
"""


def first_letter(inbound: Inbound, mail: ParsedMail) -> Letter | None:
    """The letter that this one repeats; None when it is the first of its kind, which is remembered."""
    kept: Letter = recall(("letter", inbound.pk)) or _enter([(inbound, mail)])[_identity(inbound, mail)]
    return None if kept.inbound_id == inbound.pk else kept


def shares_its_id(inbound: Inbound, mail: ParsedMail) -> bool:
    """Did another mail with other content come under the same Message-ID? Then somebody may play tricks."""
    if not mail.message_id:
        return False
    told: bool | None = recall(("shares its id", inbound.pk))
    if told is not None:
        return told
    named = Letter.objects.filter(mailbox=inbound.mailbox, message_id=mail.message_id[:400])
    return named.exclude(content_hash=mail.content_hash).exists()


def enter_all(some: Sequence[Came]) -> None:
    """What several letters are known by, written and asked at once: known until this transaction ends."""
    kept = _enter(some)
    hashes = defaultdict(set)
    for mailbox, message_id, content_hash in kept:
        hashes[mailbox, message_id].add(content_hash)
    for inbound, mail in some:
        note(("letter", inbound.pk), kept[_identity(inbound, mail)])
        note(("shares its id", inbound.pk), len(hashes[inbound.mailbox, mail.message_id[:400]]) > 1)


def _enter(some: Sequence[Came]) -> Mapping[tuple[str, str, str], Letter]:
    """The first letter of each kind, and those that came under the same Message-ID with other content."""
    wanted = {_identity(inbound, mail): inbound for inbound, mail in reversed(some)}
    rows = [Letter(mailbox=k[0], message_id=k[1], content_hash=k[2], inbound=wanted[k]) for k in sorted(wanted)]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)
    same = Q(message_id="", content_hash__in=[k[2] for k in wanted]) | Q(message_id__in=[k[1] for k in wanted if k[1]])
    found = Letter.objects.filter(same, mailbox__in={k[0] for k in wanted})
    return {(one.mailbox, one.message_id, one.content_hash): one for one in found}


def _identity(inbound: Inbound, mail: ParsedMail) -> tuple[str, str, str]:
    return inbound.mailbox, mail.message_id[:400], mail.content_hash


def note_about(became: Mapping[int, str]) -> None:
    """What letters became, each by its inbound: for the copies that may follow them."""
    told = {inbound_id: about for inbound_id, about in became.items() if about}
    if told:
        with connection.cursor() as cursor:
            cursor.execute(BECAME, [list(told), list(told.values())])
