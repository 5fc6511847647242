"""Times that are offered to choose from, with places that can run out; and who offers them.

A question of the kind `slot` names its source. The plain source, `weekly`, offers the same times every week. A room
above registers a source of its own (bookable rooms, technicians' days) in `sources` when its app is ready:

    sources.add("room", RoomTimes())
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.registry import Registry
from pasillo.ground.kit.words import _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
MOST_DAYS, MOST_PLACES = 60, 999


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One time that can be chosen, and how many may still choose it."""

    value: str
    starts_at: datetime
    ends_at: datetime
    free: int = 1
    name: str = ""

    def to_json(self) -> dict[str, str]:
        """As the answer is kept: it can be read when the time is not offered any more."""
        kept = {"slot": self.value, "starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return kept | ({"name": self.name} if self.name else {})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which question asks for times, with its settings, and when."""

    request_type_id: int
    key: str
    settings: Mapping[str, Any]
    at: datetime


class Source(Protocol):
    """Who offers times. `take` runs in the transaction that opens the case and refuses what is gone."""

    label: object

    def check(self, settings: Mapping[str, Any]) -> None: ...

    def offered(self, wanted: Wanted) -> Sequence[Slot]: ...

    def take(self, wanted: Wanted, value: str, *, about: str, by: str) -> None: ...


sources: Registry[Source] = Registry("source of times")


def source_of(settings: Mapping[str, Any]) -> Source:
    """Who offers the times of this question."""
    name = str(settings.get("source", "weekly"))
    if name not in sources:
        raise Refused(_("Nobody offers times by the name “%(name)s”.") % {"name": name})
    return sources[name]


def gone() -> Refused:
    """What is said when the last place was taken a moment before."""
    return Refused(_("This time has just been taken. Please choose another one."))


def check_weekly(settings: Mapping[str, Any]) -> None:
    """Whether the times of a week are written so that they can be offered."""
    week = settings.get("week")
    if not isinstance(week, Mapping) or not any(week.values()) or set(week) - set(DAYS):
        raise Refused(_("Say on which days of the week which times are offered."))
    for span in (span for spans in week.values() for span in spans):
        if not _is_span(span):
            raise Refused(_("A time is written as 09:00 to 13:00, the beginning first."))
    for name, most in (("places", MOST_PLACES), ("days", MOST_DAYS), ("notice", MOST_DAYS)):
        given = settings.get(name, 1)
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
            raise Refused(_("Places, days and notice are whole numbers from 0 to %(most)s.") % {"most": most})
    if settings.get("zone"):
        _zone(settings)


def weekly(settings: Mapping[str, Any], *, at: datetime) -> list[Slot]:
    """The times of the coming days, each with all of its places."""
    zone = _zone(settings)
    first = at.astimezone(zone).date() + timedelta(days=int(settings.get("notice", 1)))
    places = int(settings.get("places", 1))
    return [
        slot
        for ahead in range(int(settings.get("days", 14)))
        for slot in _of_day(settings["week"], first + timedelta(days=ahead), zone, places)
        if slot.starts_at > at
    ]


def _of_day(week: Mapping[str, Any], day: date, zone: ZoneInfo, places: int) -> list[Slot]:
    spans = week.get(DAYS[day.weekday()], ())
    return [_slot(_moment(day, begins, zone), _moment(day, ends, zone), places) for begins, ends in spans]


def _slot(begins: datetime, ends: datetime, places: int) -> Slot:
    return Slot(value=f"{begins:%Y%m%dT%H%MZ}", starts_at=begins, ends_at=ends, free=places)


def _moment(day: date, text: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), tzinfo=zone).astimezone(UTC)


def _is_span(span: object) -> bool:
    if not isinstance(span, list | tuple) or len(span) != 2:
        return False
    begins, ends = span
    return all(isinstance(one, str) and TIMES.fullmatch(one) for one in (begins, ends)) and begins < ends


def _zone(settings: Mapping[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(str(settings.get("zone") or "UTC"))
    except (LookupError, OSError, ValueError):
        raise Refused(_("There is no time zone “%(zone)s”.") % {"zone": settings.get("zone")}) from None
