"""How long moves take: 6.4 days, until two planning regions were merged and a planner left; now 11.4.

Each move is drawn from its end: so many end on each day, and each has lasted as long as moves did just then.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import exp
from random import Random
from statistics import NormalDist

from pasillo.doors.console.example.moments import Moment

BEFORE, NOW = 6.4, 11.4
DRIFT_BEGAN, DRIFT_ENDED = 37, 17
SPREAD = 0.24
LIVING = 11
MERGED = 45


def usual_days(ended_days_ago: float) -> float:
    """How many days the middle one of the moves lasted that ended then."""
    drifted = (DRIFT_BEGAN - ended_days_ago) / (DRIFT_BEGAN - DRIFT_ENDED)
    return BEFORE + (NOW - BEFORE) * min(1.0, max(0.0, drifted))


def moves(count: int, *, until: datetime, days: int, chance: Random) -> Iterator[tuple[datetime, datetime]]:
    """When each move was asked for and when it was, or will be, done."""
    for place in range(count):
        days_ago = days - (days + LIVING) * (place + 0.5) / count
        ended = _at_work(until - timedelta(days=days_ago), chance)
        lasted = usual_days(days_ago) * exp(SPREAD * NormalDist().inv_cdf(_spread_out(place)))
        asked = _in_daytime(ended - timedelta(days=lasted), chance)
        if asked < until - timedelta(hours=14):
            yield asked, ended


def _spread_out(place: int) -> float:
    """A number between 0 and 1 that fills the gaps which the numbers before it have left (van der Corput)."""
    found, share = 0.0, 0.5
    place += 1
    while place:
        found += share * (place & 1)
        place, share = place >> 1, share / 2
    return min(0.985, max(0.015, found))


def _at_work(moment: datetime, chance: Random) -> datetime:
    local = Moment(moment).local
    if local.weekday() == 6:
        local += timedelta(days=chance.choice((-1, 1)))
    local = local.replace(hour=chance.randint(9, 16), minute=chance.randint(0, 59), second=chance.randint(0, 59))
    return local.astimezone(moment.tzinfo)


def _in_daytime(moment: datetime, chance: Random) -> datetime:
    local = Moment(moment).local
    if not 8 <= local.hour < 21:
        near = local - timedelta(hours=8)  # the small hours belong to the evening before
        evening = local.hour >= 21 or local.hour < 3
        local = (near if evening else local).replace(hour=20 if evening else 8)
    return local.replace(minute=chance.randint(0, 59), second=chance.randint(0, 59)).astimezone(moment.tzinfo)
