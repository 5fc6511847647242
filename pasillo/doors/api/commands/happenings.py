"""Something happened elsewhere, and a machine tells it: once, whatever comes of the line between us."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pasillo.doors.api.models import Happening
from pasillo.operations.cases.models import Case

CLAIM = """
insert into api_happening (whose, source, event, told, happened_at, told_at)
values (%s, %s, %s, %s, %s, %s) on conflict do nothing
"""


class TellsSomethingElse(Exception):
    """The same event of the same source was told before: with other words, or what came of it is not theirs to see."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What is told: whose machine says it, under which name, and a fingerprint of all of it."""

    whose: int
    source: str
    event: str
    told: str
    happened_at: datetime


@transaction.atomic
def happened(event: Event, *, open_case: Callable[[], Case], at: datetime) -> tuple[Happening, bool]:
    """The case that comes of an event, and whether it is new. Told again, even at the same time, it is the same."""
    with connection.cursor() as cursor:
        values: list[Any] = [event.whose, event.source, event.event, event.told, event.happened_at, at]
        cursor.execute(CLAIM, values)
        is_new = cursor.rowcount == 1
    known = Happening.objects.filter(whose=event.whose, source=event.source, event=event.event)
    if is_new:
        known.update(case=open_case())
    one = known.select_related("case", "case__service").get()
    if one.told != event.told:
        raise TellsSomethingElse
    return one, is_new
