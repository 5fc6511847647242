"""Does mail flow? What waits, what could not be read, what could not be sent."""

from dataclasses import dataclass
from datetime import datetime

from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import oldest_waiting


@dataclass(frozen=True)
class Flow:
    """The figures that say whether somebody has to look."""

    unread: int
    unread_since: datetime | None
    unreadable: int
    unsent: int
    failed: int
    why_unsent: str


def now_waiting() -> Flow:
    """The figures of this moment."""
    mails = Effect.objects.filter(kind="mail")
    unsent = mails.filter(state=Effect.State.QUEUED, attempts__gt=0)
    return Flow(
        unread=Inbound.objects.filter(channel="email", state=Inbound.State.NEW).count(),
        unread_since=oldest_waiting(),
        unreadable=Inbound.objects.filter(channel="email", state=Inbound.State.QUARANTINED).count(),
        unsent=unsent.count(),
        failed=mails.filter(state=Effect.State.FAILED).count(),
        why_unsent=unsent.order_by("-not_before").values_list("error", flat=True).first() or "",
    )
