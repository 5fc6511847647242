"""How long to wait after wrong passwords: nothing at first, then longer and longer, never for ever."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
FREE_FOR_ACCOUNT, FREE_FOR_RANGE = 5, 30
LONGEST = timedelta(minutes=5)


def to_wait(failures: int, free: int) -> timedelta:
    """Doubles with each wrong password beyond the free ones, from five seconds to five minutes."""
    if failures < free:
        return timedelta(0)
    return min(timedelta(seconds=5 * 2 ** min(failures - free, 10)), LONGEST)


def address_range(address: str) -> str:
    """The neighbourhood of an address: a /24 of the old kind, a /48 of the new."""
    if ":" in address:
        return ":".join(address.split(":")[:3])
    return ".".join(address.split(".")[:3])
