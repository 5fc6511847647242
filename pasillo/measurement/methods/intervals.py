"""How far a figure could be off by chance alone, so that nobody chases noise."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

Z = NormalDist().inv_cdf(0.975)
# Student's t, 97.5 %, for 1 to 30 degrees of freedom, as in any printed table; beyond, the normal one is close.
STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


class Interval(NamedTuple):
    """From where to where the true value may lie, with 95 % confidence."""

    low: float
    high: float


def of_share(hits: int, n: int) -> Interval:
    """Wilson's interval of a share: honest for few cases and near 0 or 100 %."""
    if n <= 0:
        return Interval(0.0, 1.0)
    share = hits / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def of_mean(values: Sequence[float]) -> Interval | None:
    """Student's interval of a mean. None for fewer than two answers."""
    if len(values) < 2:
        return None
    return around_mean(fmean(values), stdev(values), len(values))


def around_mean(mean: float, deviation: float, n: int) -> Interval:
    """The same, from the mean, the sample's standard deviation and the number of answers."""
    factor = STUDENT[n - 2] if n - 2 < len(STUDENT) else Z
    half = factor * deviation / sqrt(n)
    return Interval(mean - half, mean + half)
