"""Business time for very many clocks at once: the hours of a timeline in one row, asked with plain numbers.

All moments and lengths are whole microseconds; moments count from the beginning of 1970.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from pasillo.ground.hours import timeline as hours_of
from pasillo.ground.hours.business_time import DAY, EPOCH, NOTHING, NeverOpen, micros, stretches
from pasillo.ground.hours.timeline import Timeline

MICROSECOND = timedelta(microseconds=1)
FIRST_REACH = 800 * DAY
REACHES = 5


class AtOnce:
    """The open stretches of a timeline from a moment on, ready for a hundred thousand questions."""

    __slots__ = ("after", "before", "ends", "since", "starts", "timeline", "until")

    def __init__(self, timeline: Timeline, since: datetime) -> None:
        self.timeline = timeline
        self.since = since
        self._reach(since + FIRST_REACH)

    def served(self, start: int, end: int) -> int:
        """How much open time lies between two moments."""
        return max(self._open_before(end) - self._open_before(start), 0)

    def dues(self, clocks: Iterable[tuple[int, int]]) -> list[int]:
        """For each start and allowed time, the moment at which that much open time has passed."""
        asked = list(clocks)
        self.reach_for(asked)
        starts, ends, before, after = self.starts, self.ends, self.before, self.after
        found = []
        for start, allowed in asked:
            place = bisect_right(starts, start) - 1
            wanted = allowed
            if place >= 0:
                end = ends[place]
                wanted += before[place] + (start if start < end else end) - starts[place]
            place = bisect_left(after, wanted)
            found.append(starts[place] + wanted - before[place] if allowed else self._next_open(start))
        return found

    def reach_for(self, asked: list[tuple[int, int]]) -> None:
        """Lay out as far as the longest question needs; refuse what nobody lives to see."""
        if not asked:
            return
        if min(start for start, _ in asked) < micros(self.since):
            raise ValueError("Asked of a time before the beginning.")
        for _ in range(REACHES):
            wanted = max(self._open_before(start) + allowed for start, allowed in asked)
            latest = max(start for start, _ in asked)
            if self.after and self.after[-1] >= wanted and self.ends[-1] > latest:
                return
            self._reach(self.since + 2 * (self.until - self.since))
        raise NeverOpen("This calendar never opens for that long.")

    def _reach(self, until: datetime) -> None:
        joined: list[list[int]] = []
        for opens, closes in _pieces(self.timeline, self.since, until):
            if joined and opens == joined[-1][1]:
                joined[-1][1] = closes
            else:
                joined.append([opens, closes])
        self.until = until
        self.starts, self.ends = [opens for opens, _ in joined], [closes for _, closes in joined]
        self.after = list(accumulate(closes - opens for opens, closes in joined))
        self.before = [0, *self.after[:-1]]

    def _open_before(self, at: int) -> int:
        place = bisect_right(self.starts, at) - 1
        return self.before[place] + min(at, self.ends[place]) - self.starts[place] if place >= 0 else 0

    def _next_open(self, at: int) -> int:
        return micros(hours_of.next_open(self.timeline, EPOCH + at * MICROSECOND))


def _pieces(timeline: Timeline, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """The open stretches of each part of the timeline, cut where the next part begins."""
    followed = [began for began, _ in timeline.pieces[1:]] + [datetime.max.replace(tzinfo=UTC)]
    for place, ((began, compiled), ended) in enumerate(zip(timeline.pieces, followed, strict=True)):
        begins, ends = max(since, began) if place else since, min(until, ended)
        if ends - begins <= NOTHING:
            continue
        first, last = micros(begins), micros(ends)
        for opens, closes in stretches(compiled, begins, ends):
            if min(micros(closes), last) > max(micros(opens), first):
                yield max(micros(opens), first), min(micros(closes), last)
