"""The log of a hook: what it was told, what it answered, the newest first, page by page."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pasillo.doors.channels.webhooks.events import EVENTS
from pasillo.doors.channels.webhooks.models import Delivery, Hook

A_PAGE = 50
TONES = {Delivery.State.WAITING: "risk", Delivery.State.TAKEN: "ok", Delivery.State.FAILED: "late"}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some deliveries, and from where the older ones go on."""

    rows: list[dict[str, Any]]
    older: str = ""


def page_of(hook: Hook, *, before: str = "") -> Page:
    """A page of the log."""
    kept = Delivery.objects.filter(hook=hook).prefetch_related("tries").order_by("-owed_at", "-id")
    found = list(kept.filter(_older_than(before))[: A_PAGE + 1])
    shown = found[:A_PAGE]
    older = f"{shown[-1].owed_at.isoformat()}_{shown[-1].pk}" if len(found) > A_PAGE else ""
    return Page(rows=[_row(one) for one in shown], older=older)


def _older_than(place: str) -> Q:
    moment, _sign, number = place.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(number)
    except ValueError:
        return Q()
    return Q(owed_at__lt=at) | Q(owed_at=at, pk__lt=pk) if at.tzinfo else Q()


def _row(delivery: Delivery) -> dict[str, Any]:
    known = EVENTS.get(delivery.event)
    return {
        "delivery": delivery,
        "words": known.words if known else "",
        "number": delivery.body.get("data", {}).get("case", ""),
        "outcome": _outcome(delivery),
        "tone": TONES[Delivery.State(delivery.state)],
        "tries": sorted(delivery.tries.all(), key=lambda one: one.at, reverse=True)[:10],
        "body": json.dumps(delivery.body, indent=1),
    }


def _outcome(delivery: Delivery) -> str:
    if delivery.state == Delivery.State.TAKEN:
        return pgettext("what another system did with a message", "taken")
    return _("not taken") if delivery.state == Delivery.State.FAILED else _("waits")
