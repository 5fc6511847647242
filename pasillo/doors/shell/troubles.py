"""What keeps messages from flowing just now. Each door that knows such troubles adds who finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One trouble: always the same key as long as it lasts, since when, and in words whose language is asked late."""

    key: str
    since: datetime
    says: Callable[[], str]
    path: str


finders: list[Callable[[datetime], list[Trouble]]] = []


def troubles(at: datetime) -> list[Trouble]:
    """All that lasts for ten minutes already, the oldest first."""
    return sorted((one for find in finders for one in find(at)), key=lambda one: (one.since, one.key))
