"""How many requests a key may send in a minute: counted in this process, and every few seconds with the others."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from pasillo.doors.api.commands import settle_uses

MINUTE = 60


class TooMany(Exception):
    """This key has sent enough for this minute."""

    def __init__(self, allowance: "Allowance") -> None:
        super().__init__()
        self.allowance = allowance


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What is left in this minute, and how many seconds it lasts yet."""

    limit: int
    remaining: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The same for whoever sends requests."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }


@dataclass
class Counter:
    """Requests of one minute: those that were counted together with other processes, and those since."""

    minute: int = 0
    together: dict[int, int] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, at: datetime) -> None:
        """A new minute begins with nothing."""
        minute = int(at.timestamp()) // MINUTE
        if minute != self.minute:
            self.minute, self.together, self.since = minute, {}, {}


counter = Counter()


def usual() -> int:
    """How many requests a minute a key may send, unless it was made for more or less."""
    return int(settings.API_PER_MINUTE)


def admit(token_id: int, per_minute: int | None, *, at: datetime) -> Allowance | None:
    """Count one more request of this key; TooMany when it has sent enough. None for a key without a limit."""
    limit = usual() if per_minute is None else per_minute
    with counter.guard:
        counter.turn(at)
        counter.since[token_id] = counter.since.get(token_id, 0) + 1
        counter.seen.add(token_id)
        used = counter.together.get(token_id, 0) + counter.since[token_id]
    if not limit:
        return None
    left = MINUTE - int(at.timestamp()) % MINUTE
    allowance = Allowance(limit=limit, remaining=max(0, limit - used), seconds=left)
    if used > limit:
        raise TooMany(allowance)
    return allowance


def settle(*, at: datetime) -> None:
    """Bring together what came in here and elsewhere: called every few seconds in every web process."""
    with counter.guard:
        counter.turn(at)
        minute, since, seen = counter.minute, counter.since, counter.seen
        counter.since, counter.seen = {}, set()
        for token_id, n in since.items():
            counter.together[token_id] = counter.together.get(token_id, 0) + n
    totals = settle_uses(since, seen=seen, minute=minute, at=at) if seen else {}
    with counter.guard:
        if counter.minute == minute:
            for token_id, n in totals.items():
                counter.together[token_id] = max(n, counter.together.get(token_id, 0))
