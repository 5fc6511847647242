"""What others may ask of what came in."""

from django.db.models import QuerySet

from pasillo.ground.intake.models import Inbound


def unreadable(channel: str, *, mailbox: str | None = None) -> QuerySet[Inbound]:
    """What could not be read safely and is kept for somebody's look, the newest first."""
    found = Inbound.objects.filter(channel=channel, state=Inbound.State.QUARANTINED)
    return (found if mailbox is None else found.filter(mailbox=mailbox)).order_by("-id")
