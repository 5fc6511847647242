"""What we know of how people can be reached: addresses where nothing arrives, and who is away."""

from datetime import date, datetime
from typing import Any

from django.db import connection

from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.together import gather
from pasillo.operations.conversations.models import Away, Reach

COUNT = """
insert into conversations_reach as r (address, is_gone, why, times, first_at, last_at)
values (%(address)s, %(gone)s, %(why)s, 1, %(at)s, %(at)s)
on conflict (address) do update set is_gone = r.is_gone or excluded.is_gone, why = excluded.why,
    times = r.times + 1, last_at = excluded.last_at
"""


def note_unreached(address: str, *, is_gone: bool, why: str, at: datetime) -> None:
    """Our mail did not arrive at this address; once it is gone it stays gone until somebody writes from it."""
    row: dict[str, Any] = {"address": safe(address).lower()[:254], "gone": is_gone, "why": safe(why)[:300], "at": at}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, row)


def note_reached(address: str) -> None:
    """Somebody wrote from this address, or took our mail there: it works."""
    gather("reached", [address.lower()], _forget_reach)


def _forget_reach(addresses: list[str]) -> None:
    Reach.objects.filter(address__in=set(addresses)).delete()


def note_away(person_id: int, *, until: date | None, at: datetime) -> None:
    """Their program says that they are away."""
    Away.objects.update_or_create(person_id=person_id, defaults={"until_on": until, "noted_at": at})


def note_back(person_id: int) -> None:
    """They wrote themselves: they are there."""
    Away.objects.filter(person_id=person_id).delete()
