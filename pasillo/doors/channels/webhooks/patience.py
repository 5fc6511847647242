"""How long we knock at a door that does not open. Plain Python."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600))
GIVE_UP = timedelta(days=3)
RESTS_AFTER = 3
FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=1)
GONE = 410


def next_try(attempts: int, *, at: datetime) -> datetime:
    """When to knock again after so many attempts."""
    return at + WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def rests_until(failures: int, *, at: datetime) -> datetime | None:
    """A receiver that failed several times in a row is left alone for a while, whatever else waits for it."""
    if failures < RESTS_AFTER:
        return None
    return at + min(FIRST_REST * 2 ** min(failures - RESTS_AFTER, 8), LONGEST_REST)


def is_over(since: datetime, *, at: datetime) -> bool:
    """Whether it has been tried for long enough."""
    return at - since >= GIVE_UP


def is_taken(status: int | None) -> bool:
    """Whether an answer means that the delivery arrived."""
    return status is not None and 200 <= status < 300
