"""An area that has promised more than its people can do calls whoever leads it, once, before a promise breaks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pasillo.operations.alarms.commands.closing import end_alarms
from pasillo.operations.alarms.commands.noting import Bare, raise_alarms
from pasillo.operations.alarms.ladder import How, Sort
from pasillo.operations.alarms.models import Alarm

SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class TooMuch:
    """An area that cannot keep what it promised: from when on, by how many minutes, and the first case that breaks."""

    area_id: int
    case_id: int
    from_at: datetime
    minutes: int


@transaction.atomic
def call_for_too_much(found: Iterable[TooMuch], *, at: datetime) -> int:
    """Call for the areas that have not been called for yet. Where it can be done again, the call is over."""
    ringing = _ringing()
    short = {one.area_id: one for one in found}
    for area_id, alarms in ringing.items():
        if area_id not in short:
            end_alarms(alarms, How.OVER, by=SYSTEM, at=at)
    return raise_alarms(_bare(one, at) for area_id, one in short.items() if area_id not in ringing)


def _ringing() -> dict[int, list[Alarm]]:
    found: dict[int, list[Alarm]] = defaultdict(list)
    for alarm in Alarm.objects.select_for_update().filter(sort=Sort.ROSTER, closed_at=None).order_by("id"):
        found[int(alarm.key.split(":")[1])].append(alarm)
    return dict(found)


def _bare(one: TooMuch, at: datetime) -> Bare:
    return Bare(
        key=f"roster:{one.area_id}:{one.from_at:%Y-%m-%d}",
        case_id=one.case_id,
        clock_id=None,
        metric="",
        sort=Sort.ROSTER,
        mark=one.minutes,
        rang_at=at,
    )
