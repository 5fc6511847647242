"""What others may ask of what came in."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, QuerySet

from pasillo.ground.intake.models import Inbound


def first_came(abouts: Iterable[str]) -> dict[str, datetime]:
    """When the first that became each of these things came in, for those that came in so."""
    found = Inbound.objects.filter(about__in=set(abouts)).order_by()
    return dict(found.values_list("about").annotate(first=Min("received_at")))


def unreadable(channel: str, *, mailbox: str | None = None) -> QuerySet[Inbound]:
    """What could not be read safely and is kept for somebody's look, the newest first."""
    found = Inbound.objects.filter(channel=channel, state=Inbound.State.QUARANTINED)
    return (found if mailbox is None else found.filter(mailbox=mailbox)).order_by("-id")
