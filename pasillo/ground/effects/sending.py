"""Carrying effects out: claim, hand to the sender of that kind, settle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from pasillo.ground.effects import commands
from pasillo.ground.effects.commands import Claimed
from pasillo.ground.kit.registry import Registry

log = structlog.get_logger()
STEPS = (60, 120, 300, 600, 1800, 3600)
GIVE_UP_AFTER = timedelta(days=5)


class TryLater(Exception):
    """The outside cannot take it now; perhaps it is known when it can."""

    def __init__(self, why: str = "", *, until: datetime | None = None) -> None:
        super().__init__(why)
        self.until = until


class NeverWill(Exception):
    """The outside refused it for good; the message says why."""


class Sender(Protocol):
    """Carries out effects of one kind. Returns when the outside has taken it; raises TryLater or NeverWill."""

    def __call__(self, claimed: Claimed, *, at: datetime) -> None: ...


senders: Registry[Sender] = Registry("sender")
roads: Registry[Callable[[], bool]] = Registry("road")
slow_kinds: set[str] = set()
listeners: list[Callable[[Claimed, str, datetime], None]] = []


def has_road(kind: str) -> bool:
    """Whether what we owe of this kind has a way out of the house at all: who needs to be set up says so himself."""
    return kind not in roads or roads[kind]()


def send_one(*, at: datetime, effect_id: str | None = None, slow: bool | None = None) -> bool:
    """Carry out one effect that is due. False when there is none. What is slow may be left out, or done alone."""
    only, but = (slow_kinds if slow else None), (slow_kinds if slow is False else ())
    claimed = commands.claim(at=at, effect_id=effect_id, only=only, but=but)
    if claimed is None:
        return False
    try:
        senders[claimed.effect.kind](claimed, at=at)
    except TryLater as trouble:
        _later(claimed, str(trouble), at, until=trouble.until)
    except NeverWill as refusal:
        if commands.failed(claimed, error=str(refusal), at=at):
            _say(claimed, "failed", at)
    except Exception as fault:
        log.exception("effect failed", effect=str(claimed.effect.pk), kind=claimed.effect.kind)
        _later(claimed, f"{type(fault).__name__}: {fault}", at)
    else:
        if commands.sent(claimed, at=at):
            _say(claimed, "sent", at)
    return True


def send_all(*, at: datetime, limit: int = 500) -> int:
    """Carry out everything that is due. Returns how many were tried."""
    done = 0
    while done < limit and send_one(at=at):
        done += 1
    return done


def _later(claimed: Claimed, error: str, at: datetime, *, until: datetime | None = None) -> None:
    if at - claimed.effect.promised_at > GIVE_UP_AFTER:
        if commands.failed(claimed, error=error, at=at):
            _say(claimed, "failed", at)
        return
    pause = STEPS[min(claimed.effect.attempts, len(STEPS)) - 1]
    commands.put_off(claimed, error=error, retry_at=until or at + timedelta(seconds=pause), at=at)


def _say(claimed: Claimed, outcome: str, at: datetime) -> None:
    for listener in listeners:
        listener(claimed, outcome, at)
