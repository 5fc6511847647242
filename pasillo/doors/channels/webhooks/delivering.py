"""Carries a delivery to its door: in the order of its case, signed, with patience; slow doors are left alone."""

import json
import time
from datetime import datetime, timedelta

from django.conf import settings

from pasillo.doors.channels.webhooks import commands
from pasillo.doors.channels.webhooks.keeping import secrets_of
from pasillo.doors.channels.webhooks.models import KIND, Delivery, Hook
from pasillo.doors.channels.webhooks.patience import is_over, is_taken, next_try
from pasillo.doors.channels.webhooks.signing import headers
from pasillo.ground.effects.commands import Claimed
from pasillo.ground.effects.sending import NeverWill, TryLater
from pasillo.ground.kit import egress
from pasillo.ground.kit.plain import safe

HEAD_BYTES = 2000
A_MOMENT = timedelta(seconds=1)


def deliver(claimed: Claimed, *, at: datetime) -> None:
    """One delivery that is due. TryLater and NeverWill say what becomes of it."""
    delivery = Delivery.objects.select_related("hook").filter(pk=claimed.effect.payload["delivery_id"]).first()
    if delivery is None or delivery.state == Delivery.State.TAKEN:
        return
    hook = delivery.hook
    if not hook.is_active:
        raise NeverWill("this hook is closed")
    if hook.rests_until and hook.rests_until > at:
        raise TryLater("this address is left alone for a while", until=hook.rests_until)
    first = _before(delivery)
    if first is not None:
        raise TryLater("something of the same case comes first", until=max(first.next_try_at or at, at) + A_MOMENT)
    status = knock(delivery, at=at)
    if is_taken(status):
        return
    if is_over(delivery.owed_at, at=at) or not Hook.objects.filter(pk=hook.pk, is_active=True).exists():
        raise NeverWill(_said(status))
    raise TryLater(_said(status), until=next_try(delivery.attempts + 1, at=at))


def knock(delivery: Delivery, *, at: datetime) -> int | None:
    """One attempt, written down. What was answered; None when nobody did."""
    hook, began = delivery.hook, time.monotonic()
    status, head = _call(hook, delivery, at=at)
    took = int((time.monotonic() - began) * 1000)
    commands.note_attempt(delivery.pk, status=status, head=head, took_ms=took, at=at)
    return status


def _call(hook: Hook, delivery: Delivery, *, at: datetime) -> tuple[int | None, str]:
    body = json.dumps(delivery.body, separators=(",", ":")).encode()
    signed = headers(secrets_of(hook, at=at), name=delivery.outside_id, moment=int(at.timestamp()), body=body)
    try:
        answer = egress.call(
            hook.address, body=body, headers=signed, inside=settings.INTERNAL_HOSTS, most=HEAD_BYTES, only_head=True
        )
    except egress.CannotReach:
        return None, ""
    return answer.status, safe(answer.body.decode("utf-8", "replace"))[:500]


def _before(delivery: Delivery) -> Delivery | None:
    """What was told of the same case earlier and has not arrived: order is kept for each case."""
    if delivery.case_id is None or delivery.entry_id is None:
        return None
    waiting = Delivery.objects.filter(hook=delivery.hook_id, case_id=delivery.case_id, state=Delivery.State.WAITING)
    return waiting.filter(entry_id__lt=delivery.entry_id).order_by("entry_id").first()


def _said(status: int | None) -> str:
    return f"answered {status}" if status is not None else "nobody answered"


def note_outcome(claimed: Claimed, outcome: str, at: datetime) -> None:
    """What will never arrive is shown as such, and what stood behind it goes on."""
    if claimed.effect.kind == KIND and outcome == "failed":
        commands.give_up(claimed.effect.payload["delivery_id"], at=at)
