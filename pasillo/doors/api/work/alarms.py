"""Alarms: who must do what by when."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from pasillo.doors.api.auth import pass_of
from pasillo.doors.api.cases.shapes import CaseOut
from pasillo.doors.api.cases.showing import shown_one
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.pages import Page, moment, page_of
from pasillo.doors.api.manner.reach import in_reach, staff
from pasillo.doors.api.work.shapes import AlarmOut, AlarmQuery, SeenIn
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.operations.alarms.commands import say_seen
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.alarms.queries import alarm_for, alarms_for, mine, what_breaks_first
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case

TAG = "work"


@reads(TAG, "/alarms", name="alarms", scope="work.read", gives=Page[AlarmOut], summary="List alarms")
def every(request: HttpRequest, asked: Query[AlarmQuery]) -> Any:
    """Those that call me, or all of my areas; what breaks first on top."""
    seen = staff(request)
    wanted = mine(alarms_for(seen), seen) if asked.show == "mine" else alarms_for(seen)
    if pass_of(request).areas:
        wanted = wanted.filter(case__in=in_reach(request, Case.objects.all()).values("pk"))

    def rows(after: Any, limit: int) -> Any:
        place = (moment(after[0]), after[1]) if after else None
        return what_breaks_first(wanted.filter(act_by__isnull=False), after=place)[:limit]

    return page_of(
        request, asked, rows=rows, place=lambda one: [one.act_by.isoformat(), one.pk],
        shown=lambda page: [_out(one) for one in page],
    )  # fmt: skip


@writes(TAG, "/alarms/{int:alarm_id}/seen", name="alarm-seen", scope="work.write", gives=AlarmOut,
        summary="Close an alarm")  # fmt: skip
def seen(request: HttpRequest, alarm_id: int, body: SeenIn) -> Any:
    """Nothing more is needed now; why, in a few words."""
    alarm = _mine(request, alarm_id)
    return Deed(
        do=lambda: say_seen(alarm.pk, reason=body.reason, by=who(request), at=now()),
        tell=lambda _done: _out(alarm_for(sight(request), alarm.pk)),
    )


@writes(TAG, "/alarms/{int:alarm_id}/take", name="alarm-take", scope="work.write", gives=CaseOut,
        summary="Take the case of an alarm")  # fmt: skip
def take(request: HttpRequest, alarm_id: int) -> Any:
    """Whoever asks holds the case now; an alarm that asked for that is closed by it."""
    alarm = _mine(request, alarm_id)
    return Deed(
        do=lambda: commands.take(alarm.case_id, by=who(request), at=now()),
        tell=lambda _done: shown_one(alarm.case),
    )


def _mine(request: HttpRequest, alarm_id: int) -> Alarm:
    alarm = alarm_for(sight(request), alarm_id)
    if pass_of(request).areas and not in_reach(request, Case.objects.filter(pk=alarm.case_id)).exists():
        raise LookupError("no such alarm")
    return alarm


def _out(one: Alarm) -> dict[str, Any]:
    names = ("id", "metric", "sort", "mark", "rung", "deed", "person", "told_at", "heard_at", "act_by", "closed_at",
             "how")  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    return told | {"case": one.case.number, "clock": one.clock_id, "area": one.area_id}
