"""How the house stands: whether it is well, and whether messages flow."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from ninja import Status

from pasillo.doors.api.manner.door import every, reads
from pasillo.doors.api.manner.reach import demand
from pasillo.doors.api.manner.shapes import Told
from pasillo.doors.shell.soundness import dangers
from pasillo.doors.shell.visitor import sight
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.ground.people.models import Role

TAG = "house"
SETS_UP = frozenset({Role.ADMIN, Role.HEAD})


class HealthOut(Told):
    """Whether the database answers and keeps what it confirms."""

    status: str
    troubles: list[str]


class WayIn(Told):
    """What came in by one channel, and what of it nobody could read yet."""

    channel: str
    account: str
    last_at: datetime | None
    unread: int
    unread_since: datetime | None
    unreadable: int


class WayOut(Told):
    """What we owe the outside: what waits after a try, and what failed for good."""

    kind: str
    waiting: int
    failed: int


class ChannelsOut(Told):
    """Do messages flow?"""

    coming_in: list[WayIn]
    going_out: list[WayOut]


@every.get(
    "/health",
    tags=[TAG],
    url_name="health",
    auth=None,
    response={200: HealthOut, 503: HealthOut},
    summary="Is it well?",
)
def health(request: HttpRequest) -> Any:
    """For load balancers and whoever watches at night. No token is needed."""
    found = dangers()
    return Status(503 if found else 200, {"status": "in danger" if found else "well", "troubles": found})


@reads(TAG, "/channels", name="channels", scope="", gives=ChannelsOut, summary="Do messages flow?")
def channels(request: HttpRequest) -> Any:
    """The figures of every channel, in and out. For whoever sets the house up."""
    demand(bool(sight(request).roles & SETS_UP))
    new, aside = Q(state=Inbound.State.NEW), Q(state=Inbound.State.QUARANTINED)
    figures = {
        "last_at": Max("received_at"), "unread": Count("id", filter=new), "unreadable": Count("id", filter=aside),
        "unread_since": Min("received_at", filter=new),
    }  # fmt: skip
    came: Any = Inbound.objects.values("channel", "mailbox").annotate(**figures).order_by("channel", "mailbox")
    again, lost = Q(state=Effect.State.QUEUED, attempts__gt=0), Q(state=Effect.State.FAILED)
    owed = Effect.objects.values("kind").annotate(waiting=Count("id", filter=again), failed=Count("id", filter=lost))
    return {
        "coming_in": [{name: row[name] for name in figures} | {"channel": row["channel"], "account": row["mailbox"]}
                      for row in came],
        "going_out": list(owed.order_by("kind")),
    }  # fmt: skip
