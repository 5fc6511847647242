"""Where most, and the worst, of many lengths lie. A mean hides the customers who waited longest."""

from collections.abc import Sequence
from math import ceil, comb, floor
from statistics import fmean


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies: Hyndman and Fan's definition 7, as PostgreSQL's percentile_cont."""
    if not values:
        raise ValueError("Nothing was measured.")
    if not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1.")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (place - floor(place)) * (high - low)


def worst(values: Sequence[float], share: float = 0.1) -> float:
    """The mean of the worst tenth (or another share): what those lived whom a percentile only points at."""
    if not values:
        raise ValueError("Nothing was measured.")
    ordered = sorted(values)
    return fmean(ordered[-max(1, round(share * len(ordered))) :])


def order_interval(n: int, share: float, confidence: float = 0.95) -> tuple[int, int, float]:
    """Which two of n ordered values (counted from 1) hold the percentile between them, and how surely.

    Free of any assumption about the shape: the counts below a percentile are binomial.
    """
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    tail = (1 - confidence) / 2
    low = _first_beyond(chances, tail)
    high = _first_beyond(chances, 1 - tail) + 1
    return low, high, sum(chances[low:high])


def _first_beyond(chances: Sequence[float], limit: float) -> int:
    total = 0.0
    for k, chance in enumerate(chances):
        total += chance
        if total >= limit:
            return k
    return len(chances) - 1
