"""Moments of the example, as the clock on the wall in Madrid shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pasillo.doors.console.example.company import MADRID
from pasillo.ground.hours.business_time import Compiled, due, served

ZONE = ZoneInfo(MADRID)
WAKES, SLEEPS = 8, 22


@dataclass(frozen=True)
class Moment:
    """A moment, and what the clock on the wall says then."""

    at: datetime

    @property
    def local(self) -> datetime:
        """On the wall in Madrid."""
        return self.at.astimezone(ZONE)


def later(hours: Compiled, since: datetime, minutes: float) -> datetime:
    """The moment at which so many open minutes have passed."""
    return due(hours, since, timedelta(minutes=max(minutes, 1)))


def ago(hours: Compiled, until: datetime, minutes: float) -> datetime:
    """The last moment from which so many open minutes pass until another one."""
    wanted, early, late = timedelta(minutes=minutes), until - timedelta(days=40), until
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if served(hours, middle, until) >= wanted:
            early = middle
        else:
            late = middle
    return early.replace(microsecond=0)


def awake(moment: datetime, chance: Random) -> datetime:
    """The next moment at which a customer is awake."""
    local = moment.astimezone(ZONE)
    if WAKES <= local.hour < SLEEPS:
        return moment
    morning = local if local.hour < WAKES else local + timedelta(days=1)
    woken = morning.replace(hour=WAKES, minute=0, second=0, microsecond=0)
    return (woken + timedelta(minutes=chance.randint(5, 170))).astimezone(moment.tzinfo)
