"""From when to when a figure speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LENGTHS = (7, 30, 90)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of time: its beginning belongs to it, its end does not."""

    start: datetime
    end: datetime

    @classmethod
    def last(cls, days: int, *, until: datetime) -> Window:
        """The days before a moment."""
        return cls(start=until - timedelta(days=days), end=until)

    @property
    def before(self) -> Window:
        """The stretch of the same length just before."""
        return Window(start=self.start - (self.end - self.start), end=self.start)

    @property
    def days(self) -> int:
        """How many whole days it holds."""
        return (self.end - self.start).days

    def on(self, field: str) -> dict[str, datetime]:
        """The filter on one moment of a row."""
        return {f"{field}__gte": self.start, f"{field}__lt": self.end}
