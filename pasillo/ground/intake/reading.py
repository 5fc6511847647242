"""Reading what came in: claim, hand to the reader of that channel, and never let one message stop the others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

import structlog

from pasillo.ground.intake import commands
from pasillo.ground.intake.commands import Claim, LeaseLost
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.registry import Registry

log = structlog.get_logger()
MAX_ATTEMPTS = 3
TOGETHER = 50


class Reader(Protocol):
    """Understands what comes in by one channel, and concludes the claim in the transaction of its effect."""

    def read(self, claim: Claim) -> None: ...

    def give_up(self, claim: Claim, *, error: str) -> None:
        """Make it visible to people with the original attached: it could not be read."""


@runtime_checkable
class ReadsTogether(Protocol):
    """A reader that understands several things at once, in one transaction."""

    def read_together(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Concludes what it can, and gives back what has to be read by itself."""


readers: Registry[Reader] = Registry("reader")


def read_one(inbound_id: int) -> bool:
    """Read one inbound. False when it is read already, or another has it."""
    claim = commands.claim(inbound_id)
    if claim is None:
        return False
    _read(claim)
    return True


def _read(claim: Claim) -> None:
    reader = readers[claim.inbound.channel]
    try:
        if claim.inbound.attempts > MAX_ATTEMPTS:
            reader.give_up(claim, error=claim.inbound.error or "Reading it ended the process three times.")
        else:
            reader.read(claim)
    except LeaseLost:
        log.warning("lease lost", inbound=claim.inbound.pk)
    except Exception as fault:
        log.exception("inbound could not be read", inbound=claim.inbound.pk, attempt=claim.inbound.attempts)
        commands.let_go(claim, error=f"{type(fault).__name__}: {fault}")


class Round:
    """Somebody who reads what just came in: of one mailbox after the other, a few at a time."""

    def __init__(self) -> None:
        self.place = ("", "")

    def read_next(self, *, limit: int = TOGETHER) -> int:
        """Read the oldest few of the next mailbox. Returns how many; none when nothing new waits anywhere."""
        claims = commands.claim_next(self.place, limit=limit)
        if not claims and self.place != ("", ""):
            self.place = ("", "")
            claims = commands.claim_next(self.place, limit=limit)
        if claims:
            first = claims[0].inbound
            self.place = (first.channel, first.mailbox)
            for claim in _read_together(claims):
                _read(claim)
        return len(claims)


def _read_together(claims: Sequence[Claim]) -> Sequence[Claim]:
    """What is left to be read one by one."""
    reader = readers[claims[0].inbound.channel]
    return reader.read_together(claims) if isinstance(reader, ReadsTogether) else claims


def read_waiting(*, limit: int = 200) -> int:
    """Read whatever waits unread, oldest first. Returns how many were tried."""
    tried = 0
    for inbound_id in list(waiting(limit)):
        tried += read_one(inbound_id)
    return tried


def waiting(limit: int = 200) -> list[int]:
    """The oldest things that came in and are not read yet."""
    new = Inbound.objects.filter(state=Inbound.State.NEW)
    return list(new.order_by("id").values_list("id", flat=True)[:limit])


def left_lying(limit: int = 200) -> list[int]:
    """The oldest that somebody began to read and did not finish. What is new is read in its turn, together."""
    begun = Inbound.objects.filter(state=Inbound.State.NEW, attempts__gt=0)
    return list(begun.order_by("id").values_list("id", flat=True)[:limit])


def oldest_waiting() -> datetime | None:
    """Since when the oldest unread thing has waited: the figure that an alarm watches."""
    new = Inbound.objects.filter(state=Inbound.State.NEW)
    return new.order_by("id").values_list("received_at", flat=True).first()
