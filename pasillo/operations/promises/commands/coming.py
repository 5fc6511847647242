"""The alarms that are to come, while many changes are made together: nobody has to ask after each which is next."""

from collections import Counter
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from django.db.models import QuerySet

from pasillo.ground.kit.together import known, recall, settle
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import CLOCKS

COMING = "alarms to come"


class Coming:
    """The moments of all alarms that wait; many may wait for the same one."""

    def __init__(self, moments: list[datetime]) -> None:
        self._waiting = Counter(moments)
        self._order = list(self._waiting)
        heapify(self._order)

    def next(self) -> datetime | None:
        """The earliest of them."""
        while self._order and not self._waiting[self._order[0]]:
            del self._waiting[heappop(self._order)]
        return self._order[0] if self._order else None

    def changes(self, before: datetime | None, after: datetime | None) -> None:
        """A clock waited for one moment, and now for another."""
        if before is not None and self._waiting[before] > 0:
            self._waiting[before] -= 1
        if after is not None:
            if after not in self._waiting:
                heappush(self._order, after)
            self._waiting[after] += 1

    def are_over(self, until: datetime) -> None:
        """All that waited until then have rung."""
        while (first := self.next()) is not None and first <= until:
            self._waiting[first] = 0


def next_alarm() -> datetime | None:
    """When the next clock rings, if any is to ring."""
    return known(COMING, _coming).next()


def note_alarm(before: datetime | None, after: datetime | None) -> None:
    """A clock will ring at another moment than before."""
    coming: Coming | None = recall(COMING)
    if coming is not None and before != after:
        coming.changes(before, after)


def note_rung(until: datetime) -> None:
    """Whatever was to ring until then has rung."""
    coming: Coming | None = recall(COMING)
    if coming is not None:
        coming.are_over(until)


def _coming() -> Coming:
    settle(CLOCKS)
    return Coming(list(_moments()))


def _moments() -> QuerySet[Clock, Any]:
    return Clock.objects.filter(next_alarm_at__isnull=False).values_list("next_alarm_at", flat=True)
