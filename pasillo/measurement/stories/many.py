"""A fact that tells of many promises at once, told again one by one: plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pasillo.measurement.stories.fold import Told

MOVED, ONE_MOVED = "promises.moved", "promise.moved"
BEGINNING, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(kw_only=True)
class OneOfMany:
    """What a fact about many says of one."""

    name: str
    happened_at: datetime
    data: dict[str, Any]


def one_by_one(told: Told) -> Iterator[OneOfMany]:
    """Each promise that moved with others when the hours changed."""
    data = told.data
    for case_id, clock_id, due in zip(data["case_ids"], data["clock_ids"], data["due_at"], strict=True):
        moved = {"case_id": case_id, "clock_id": clock_id, "metric": data["metric"], "due_at": moment(due).isoformat()}
        yield OneOfMany(name=ONE_MOVED, happened_at=told.happened_at, data=moved)


def moment(micros: int) -> datetime:
    """Microseconds since the beginning of 1970, as a moment."""
    return BEGINNING + micros * MICROSECOND
