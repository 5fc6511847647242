"""Every way in which what came in is stored, claimed and concluded."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from pasillo.ground.files.commands import keep
from pasillo.ground.intake.models import Inbound

LEASE_SECONDS = 120

CLAIM = """
update intake_inbound set fence = fence + 1, attempts = attempts + 1,
    lease_until = clock_timestamp() + %s * interval '1 second'
where id = %s and state = 'new' and (lease_until is null or lease_until < clock_timestamp())
returning fence
"""

CONCLUDE = """
update intake_inbound set state = %s, reason = %s, about = %s, concluded_at = %s, lease_until = null
where id = %s and fence = %s and state = 'new'
"""


class LeaseLost(Exception):
    """Another worker has taken this over: stop, and write nothing."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Something that came in and that we alone may read, as long as our fence holds."""

    inbound: Inbound
    fence: int


@transaction.atomic
def take_in(*, channel: str, mailbox: str, raw: bytes, at: datetime, outside_id: str = "", sender: str = "") -> Inbound:
    """Store the raw bytes, and wake a reader. Taken in twice from the same place, it is one.

    Acknowledge nothing to the outside before this transaction is committed.
    """
    if outside_id:
        known = Inbound.objects.filter(channel=channel, mailbox=mailbox, outside_id=outside_id).first()
        if known:
            return known
    blob = keep(raw, media_type="message/rfc822" if channel == "email" else None)
    inbound = Inbound.objects.create(
        channel=channel, mailbox=mailbox, outside_id=outside_id, sender=sender[:254], blob=blob, received_at=at
    )
    app.configure_task("intake.read", queue="intake").defer(inbound_id=inbound.pk)
    return inbound


def claim(inbound_id: int) -> Claim | None:
    """Take one inbound for two minutes by the database's clock. None when it is read or another has it."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [LEASE_SECONDS, inbound_id])
        row = cursor.fetchone()
    if row is None:
        return None
    return Claim(inbound=Inbound.objects.get(pk=inbound_id), fence=row[0])


def conclude(claim: Claim, *, state: str, reason: str = "", about: str = "", at: datetime) -> None:
    """Say what became of it, in the transaction in which it became that."""
    with connection.cursor() as cursor:
        cursor.execute(CONCLUDE, [state, reason[:200], about, at, claim.inbound.pk, claim.fence])
        if cursor.rowcount != 1:
            raise LeaseLost(f"inbound {claim.inbound.pk}")


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
