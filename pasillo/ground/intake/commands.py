"""Every way in which what came in is stored, claimed and concluded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from pasillo.ground.files.commands import keep_all
from pasillo.ground.intake.models import Inbound

LEASE_SECONDS = 120

CLAIM = """
update intake_inbound set fence = fence + 1, attempts = attempts + 1,
    lease_until = clock_timestamp() + %s * interval '1 second'
where id = %s and state = 'new' and (lease_until is null or lease_until < clock_timestamp())
returning fence
"""

CLAIM_NEXT = """
update intake_inbound set fence = fence + 1, attempts = attempts + 1,
    lease_until = clock_timestamp() + %s * interval '1 second'
where id = any(array(
    select id from intake_inbound
    where state = 'new' and attempts = 0 and (channel, mailbox) = (
        select channel, mailbox from intake_inbound
        where state = 'new' and attempts = 0 and (channel, mailbox) > (%s, %s) order by channel, mailbox limit 1)
    order by id limit %s for update skip locked))
returning id, fence
"""

CONCLUDE = """
update intake_inbound i set state = n.state, reason = n.reason, about = n.about, concluded_at = %s, lease_until = null
from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[]) as n (id, fence, state, reason, about)
where i.id = n.id and i.fence = n.fence and i.state = 'new'
"""
WAKE = "select pg_notify('pasillo_intake', '')"


class LeaseLost(Exception):
    """Another worker has taken this over: stop, and write nothing."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Something that came in and that we alone may read, as long as our fence holds."""

    inbound: Inbound
    fence: int


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Something that stands at a door and is not ours before it is committed."""

    channel: str
    mailbox: str
    raw: bytes
    outside_id: str = ""
    sender: str = ""


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What became of something that came in: in which state it is now, why, and about what."""

    claim: Claim
    state: str
    reason: str = ""
    about: str = ""


@transaction.atomic
def take_in(*, channel: str, mailbox: str, raw: bytes, at: datetime, outside_id: str = "", sender: str = "") -> Inbound:
    """Store the raw bytes, and wake a reader. Taken in twice from the same place, it is one.

    Acknowledge nothing to the outside before this transaction is committed.
    """
    if outside_id:
        known = Inbound.objects.filter(channel=channel, mailbox=mailbox, outside_id=outside_id).first()
        if known:
            return known
    arrival = Arrival(channel=channel, mailbox=mailbox, raw=raw, outside_id=outside_id, sender=sender)
    return take_in_all([arrival], at=at)[0]


@transaction.atomic
def take_in_all(arrivals: Sequence[Arrival], *, at: datetime) -> list[Inbound]:
    """Store what stands at the doors in this moment: all of it or none."""
    blobs = keep_all([(one.raw, "message/rfc822" if one.channel == "email" else None) for one in arrivals])
    inbounds = [
        Inbound(
            channel=one.channel,
            mailbox=one.mailbox,
            outside_id=one.outside_id,
            sender=one.sender[:254],
            blob=blob,
            received_at=at,
        )
        for one, blob in zip(arrivals, blobs, strict=True)
    ]
    Inbound.objects.bulk_create(inbounds)
    _wake()
    return inbounds


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WAKE)


def claim(inbound_id: int) -> Claim | None:
    """Take one inbound for two minutes by the database's clock. None when it is read or another has it."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [LEASE_SECONDS, inbound_id])
        row = cursor.fetchone()
    if row is None:
        return None
    return Claim(inbound=Inbound.objects.get(pk=inbound_id), fence=row[0])


def claim_next(after: tuple[str, str], *, limit: int) -> list[Claim]:
    """Take the oldest things that nobody has tried yet, of the next channel and mailbox after these, for two minutes.

    Whoever asks goes round the mailboxes, so that a full one does not keep the others waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_NEXT, [LEASE_SECONDS, *after, limit])
        fences = dict(cursor.fetchall())
    found = Inbound.objects.select_related("blob").filter(pk__in=fences).order_by("pk") if fences else []
    return [Claim(inbound=inbound, fence=fences[inbound.pk]) for inbound in found]


def conclude(claim: Claim, *, state: str, reason: str = "", about: str = "", at: datetime) -> None:
    """Say what became of it, in the transaction in which it became that."""
    conclude_all([Conclusion(claim=claim, state=state, reason=reason, about=about)], at=at)


def conclude_all(conclusions: Sequence[Conclusion], *, at: datetime) -> None:
    """The same of several, in the transaction of all of them. LeaseLost when another has one of them by now."""
    rows = [(one.claim.inbound.pk, one.claim.fence, one.state, one.reason[:200], one.about) for one in conclusions]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(CONCLUDE, [at, *map(list, zip(*rows, strict=True))])
        if cursor.rowcount != len(rows):
            raise LeaseLost(f"inbound {', '.join(str(row[0]) for row in rows)}")


@transaction.atomic
def read_again(inbound_id: int) -> bool:
    """A person wants something to be read once more that was held or could not be read. False when it was not so."""
    State = Inbound.State
    waits = Inbound.objects.filter(pk=inbound_id, state__in=[State.HELD, State.QUARANTINED])
    again = waits.update(state=State.NEW, attempts=0, error="", lease_until=None, concluded_at=None)
    if again:
        app.configure_task("intake.read", queue="intake").defer(inbound_id=inbound_id)
    return again == 1


@transaction.atomic
def put_aside(inbound_id: int, *, reason: str, at: datetime) -> bool:
    """A person decided that something held becomes nothing. It stays kept. False when it was decided already."""
    held = Inbound.objects.filter(pk=inbound_id, state=Inbound.State.HELD)
    return held.update(state=Inbound.State.IGNORED, reason=reason[:200], concluded_at=at) == 1


def let_go(claim: Claim, *, error: str) -> None:
    """The reading failed; another try may begin at once."""
    Inbound.objects.filter(pk=claim.inbound.pk, fence=claim.fence).update(lease_until=None, error=error[:2000])
