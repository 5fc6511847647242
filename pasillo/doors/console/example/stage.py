"""The stage: time passes, everybody acts when it is their turn, and alarms ring at their moment."""

import heapq
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from random import Random

from pasillo.doors.console.example.company import Company
from pasillo.doors.console.example.offers import Offer
from pasillo.doors.console.example.words import Speaker
from pasillo.ground.kit.together import settle_all
from pasillo.operations.alarms.commands import let_go, sweep
from pasillo.operations.alarms.queries import next_call
from pasillo.operations.promises.commands import next_alarm, ring

Script = Generator[datetime, None, None]
NEAR, A_MOMENT = timedelta(minutes=5), timedelta(seconds=1)
CALLED = timedelta(days=2)


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
        self._calls_from = until - CALLED
        self._is_calling = False
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
        """Ring what is due until then; in the last days people are called too, each at the moment of it."""
        self._ring_unheard(min(moment, self._calls_from))
        if moment > self._calls_from:
            self._begin_to_call()
            self._call_until(moment)

    def _ring_unheard(self, moment: datetime) -> None:
        """A few minutes' alarms at a time; no clock has two of them so near."""
        while (alarm := next_alarm()) and alarm <= moment:
            ring(at=min(moment, alarm + NEAR))

    def _begin_to_call(self) -> None:
        """Whoever was to be called before is called no more: most of it was answered long ago."""
        if not self._is_calling:
            self._is_calling = True
            settle_all()
            let_go(at=self._calls_from)

    def _call_until(self, moment: datetime) -> None:
        """Nobody is called late when the house opens: whom a living case needs was called in the story."""
        at = self._calls_from
        settle_all()
        while (due := next_call()) and due <= moment and at < moment:
            at = min(moment, max(due, at) + A_MOMENT)
            sweep(at=at)
            settle_all()


def chance_for(seed: int, index: int) -> Random:
    """The luck of one case, which no other case disturbs."""
    return Random(f"case {seed} {index}")
