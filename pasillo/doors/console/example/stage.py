"""The stage: time passes, everybody acts when it is their turn, and alarms ring at their moment."""

import heapq
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from random import Random

from pasillo.doors.console.example.company import Company
from pasillo.doors.console.example.offers import Offer
from pasillo.doors.console.example.words import Speaker
from pasillo.operations.promises.commands import next_alarm, ring

Script = Generator[datetime, None, None]
NEAR = timedelta(minutes=5)


class Stage:
    """Where the scripts of many cases are played at the same time, in the order of their moments.

    A script says when it wants to act next, and acts when it is called again. What lies behind the end is not played:
    that is how cases come to be open.
    """

    def __init__(self, company: Company, offers: dict[str, Offer], *, until: datetime, seed: int, days: int) -> None:
        self.company = company
        self.offers = offers
        self.seed = seed
        self.speaker = Speaker(seed)
        self.until = until
        self.days = days
        self.now = until
        self._waiting: list[tuple[datetime, int, Script]] = []
        self._entered = 0

    def enter(self, script: Script) -> None:
        """A case takes its place; it begins when its first moment comes."""
        self._entered += 1
        self._call_later(script, next(script, None), self._entered)

    def play(self, each_day: Callable[[int], None] = lambda day: None) -> None:
        """Let time pass until the end, and say which day it is."""
        day = 0
        while self._waiting:
            moment, order, script = heapq.heappop(self._waiting)
            if (today := self.days - (self.until - moment).days) > day:
                each_day(day := today)
            self._ring_until(moment)
            self.now = moment
            wanted = next(script, None)
            self._call_later(script, max(wanted, moment + timedelta(seconds=1)) if wanted else None, order)
        self._ring_until(self.until)

    def _call_later(self, script: Script, moment: datetime | None, order: int) -> None:
        if moment is not None and moment <= self.until:
            heapq.heappush(self._waiting, (moment, order, script))

    def _ring_until(self, moment: datetime) -> None:
        """Ring what is due until then, a few minutes' alarms at a time; no clock has two of them so near."""
        while (alarm := next_alarm()) and alarm <= moment:
            ring(at=min(moment, alarm + NEAR))


def chance_for(seed: int, index: int) -> Random:
    """The luck of one case, which no other case disturbs."""
    return Random(f"case {seed} {index}")
