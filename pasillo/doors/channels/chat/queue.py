"""Who waits before whom at a window, and how long it took those who stood there before. Figures or nothing."""

from datetime import datetime, timedelta
from statistics import median

from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.messaging.models import Account

LATELY = timedelta(days=14)
STILL_HERE = timedelta(seconds=60)
FEWEST, MOST = 5, 60


def how_many_wait(account: Account, *, at: datetime, before: datetime | None = None) -> int:
    """How many stand at this window unanswered, and have not left; those who asked before a moment."""
    waiting = Visit.objects.filter(account=account, asked_at__lt=before or at, answered_at=None)
    return waiting.filter(seen_at__gt=at - STILL_HERE, left_at=None).count()


def usual_wait(account: Account, *, ahead: int, at: datetime) -> timedelta | None:
    """Half of those who stood at this place of the line lately were answered within this; None with too few of them."""
    since = at - LATELY
    answered = Visit.objects.filter(account=account, asked_at__gte=since, asked_at__lt=at, answered_at__isnull=False)
    rows = answered.order_by("-asked_at").values_list("ahead", "asked_at", "answered_at")[: MOST * 4]
    waited = [
        (answer - asked).total_seconds() for place, asked, answer in rows if asked and answer and _alike(place, ahead)
    ][:MOST]
    return timedelta(seconds=median(waited)) if len(waited) >= FEWEST else None


def _alike(one: int, other: int) -> bool:
    """Who is next waits otherwise than who stands third, and from there on it is much the same."""
    return min(one, 3) == min(other, 3)
