"""An alarm is noted with what caused it, in the same transaction, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pasillo.ground.kit.exact import exact_json
from pasillo.ground.kit.together import gather, known, recall, settle
from pasillo.operations.alarms.ladder import BROKEN, CALL_BACK, Sort
from pasillo.operations.alarms.models import Alarm

NOTED, RINGING = "alarms", "cases that ring"
NOTE = """
insert into alarms_alarm (key, case_id, clock_id, metric, sort, mark, rung, deed, rang_at, late, closed_by, how, reason)
select key, case_id, clock_id, metric, sort, mark, rung, '', rang_at, false, '', '', ''
from jsonb_to_recordset(%s::jsonb) as rang (key text, case_id bigint, clock_id bigint, metric text, sort text, mark int,
    rung int, rang_at timestamptz)
on conflict (key) do nothing
"""


@dataclass(frozen=True, kw_only=True)
class Bare:
    """What rang, and why; for whom is found out when it is told. Rung 0 begins where its sort begins."""

    key: str
    case_id: int
    clock_id: int | None
    metric: str
    sort: str
    mark: int
    rung: int = 0
    rang_at: datetime


def of_clock(case_id: int, clock_id: int, metric: str, mark: int, *, rang_at: datetime) -> Bare:
    """The alarm of a share of a promise's time; of the whole of it, that the promise is broken."""
    sort = Sort.BREACH if mark >= BROKEN else Sort.THRESHOLD
    key = f"clock:{clock_id}:{mark}"
    return Bare(key=key, case_id=case_id, clock_id=clock_id, metric=metric, sort=sort, mark=mark, rang_at=rang_at)


def of_nobody(case_id: int, *, rang_at: datetime, mark: int = 0) -> Bare:
    """The alarm of a case that presses and that nobody can take, or that lost its holder."""
    key = f"nobody:{case_id}:{int(rang_at.timestamp())}"
    return Bare(key=key, case_id=case_id, clock_id=None, metric="", sort=Sort.NOBODY, mark=mark, rang_at=rang_at)


def of_the_day(case_id: int, *, rang_at: datetime) -> Bare:
    """The alarm of a day that was agreed with the customer and has come."""
    key = f"agreed:{case_id}:{int(rang_at.timestamp())}"
    return Bare(key=key, case_id=case_id, clock_id=None, metric="", sort=Sort.AGREED, mark=0, rang_at=rang_at)


def of_call_back(case_id: int, call_back_id: int, *, rang_at: datetime) -> Bare:
    """The alarm of a call that was promised and not made in its time."""
    key = f"call_back:{call_back_id}"
    return Bare(key=key, case_id=case_id, clock_id=None, metric=CALL_BACK, sort=Sort.CALL_BACK, mark=0, rang_at=rang_at)


def raise_alarms(bare: Iterable[Bare]) -> int:
    """Note alarms with what caused them, in its transaction. What rang before does not ring again."""
    rows = list(bare)
    if rows:
        if (already := recall(RINGING)) is not None:
            already.update(row.case_id for row in rows)
        gather(NOTED, rows, _note)
    return len(rows)


def _note(rows: list[Bare]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [exact_json([vars(row) for row in rows])])


def ringing() -> set[int]:
    """The cases with an open alarm: asked once in a transaction of many changes."""
    return known(RINGING, _ringing)


def rings_no_more(case_id: int) -> None:
    """All alarms of this case are answered."""
    if (still := recall(RINGING)) is not None:
        still.discard(case_id)


def _ringing() -> set[int]:
    settle(NOTED)
    return set(Alarm.objects.filter(closed_at=None).values_list("case_id", flat=True))
