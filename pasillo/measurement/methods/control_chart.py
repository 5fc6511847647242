"""Has the process changed, or is it the usual noise? The individuals chart of Shewhart and Wheeler."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

LIMITS = 3 / 1.128
RANGE_LIMIT = 3.267
RUN = 8


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the process does by itself: its mean, and how far it swings without any cause."""

    mean: float
    lower: float
    upper: float
    mean_range: float
    range_limit: float


def limits(values: Sequence[float]) -> Limits:
    """Mean ± 3/1.128 times the mean moving range."""
    if len(values) < 2:
        raise ValueError("Limits need at least two values.")
    mean = fmean(values)
    swing = fmean(abs(b - a) for a, b in pairwise(values))
    return Limits(
        mean=mean,
        lower=mean - LIMITS * swing,
        upper=mean + LIMITS * swing,
        mean_range=swing,
        range_limit=RANGE_LIMIT * swing,
    )


def signals(values: Sequence[float], known: Limits) -> frozenset[int]:
    """The places at which the process says that it has changed: a point beyond the limits, eight in a row on one
    side of the mean, or three of four nearer to a limit than to the mean."""
    return frozenset(_outside(values, known) | _runs(values, known.mean) | _leaning(values, known))


def changed_since(values: Sequence[float], known: Limits) -> int | None:
    """Where the change that still lasts began: the first of the last values that all lie on the side of the last
    signal. None when the newest value gives no signal."""
    found = signals(values, known)
    if not values or len(values) - 1 not in found:
        return None
    above = values[-1] > known.mean
    place = len(values) - 1
    while place > 0 and (values[place - 1] > known.mean) == above and values[place - 1] != known.mean:
        place -= 1
    return place


def _outside(values: Sequence[float], known: Limits) -> set[int]:
    return {i for i, value in enumerate(values) if not known.lower <= value <= known.upper}


def _runs(values: Sequence[float], mean: float) -> set[int]:
    sides = [(value > mean) - (value < mean) for value in values]
    return {
        place
        for end in range(RUN, len(values) + 1)
        if abs(sum(sides[end - RUN : end])) == RUN
        for place in range(end - RUN, end)
    }


def _leaning(values: Sequence[float], known: Limits) -> set[int]:
    high, low = (known.mean + known.upper) / 2, (known.mean + known.lower) / 2
    found: set[int] = set()
    for end in range(4, len(values) + 1):
        for far in (
            {i for i in range(end - 4, end) if values[i] > high},
            {i for i in range(end - 4, end) if values[i] < low},
        ):
            found |= far if len(far) >= 3 else set()
    return found
