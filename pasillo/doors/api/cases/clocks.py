"""What a case promises, and why each clock is as it is."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field

from pasillo.doors.api.cases.reading import guarded
from pasillo.doors.api.cases.shapes import ClockOut
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import demand, read_case, serve_case
from pasillo.doors.api.manner.shapes import Given, Told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.people.models import Role
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import reads_everything
from pasillo.operations.promises.commands import repair_clocks
from pasillo.operations.promises.explaining import Why, why
from pasillo.operations.promises.queries import ClockView, clocks_of

TAG = "promises"


class TurnOut(Told):
    """A fact that began, stopped, moved or ended the clock."""

    id: int
    name: str
    happened_at: datetime
    by: str
    data: dict[str, Any]


class HoursOut(Told):
    """Hours that counted, and since when they hold."""

    calendar: int
    name: str
    version: int
    effective_from: datetime


class RepairOut(Told):
    """The clock was put right once."""

    repaired_at: datetime
    repaired_by: str
    reason: str


class WhyOut(Told):
    """Everything that made a clock so: the promise, the hours that counted, and the facts, one by one."""

    clock: ClockOut
    promised_since: list[dict[str, Any]] = Field(description="Objective, minutes and since when, newest last.")
    hours: list[HoursOut]
    facts: list[TurnOut]
    served_minutes: float
    stood_still_minutes: float
    lived_minutes: float
    disputed_by: TurnOut | None = Field(description="The customer said that this solution was none.")
    repairs: list[RepairOut]


class RepairIn(Given):
    """Why a clock is put right."""

    reason: str = Field(max_length=2000)


@reads(TAG, "/cases/{int:number}/clocks", name="clocks", scope="cases.read", gives=list[ClockOut],
       summary="List the promises of a case")  # fmt: skip
def every(request: HttpRequest, number: int) -> Any:
    """What the customer was promised; for whoever serves also the targets among ourselves. Going ones first."""
    case = read_case(request, number)
    return [_clock(case, clock) for clock in _clocks(request, case)]


@reads(TAG, "/cases/{int:number}/clocks/{int:clock_id}", name="clock", scope="cases.read", gives=WhyOut,
       summary="Why is this clock so?")  # fmt: skip
def one(request: HttpRequest, number: int, clock_id: int) -> Any:
    """The run of a clock, with the facts of the journal that prove each turn of it. For whoever reads from our side."""
    case = read_case(request, number)
    if not reads_everything(sight(request), case):
        raise LookupError("no such clock")
    return _why(request, case, clock_id)


@writes(TAG, "/cases/{int:number}/clocks/{int:clock_id}/repair", name="clock-repair", scope="cases.write",
        gives=WhyOut, summary="Put a clock right")  # fmt: skip
def repair(request: HttpRequest, number: int, clock_id: int, body: RepairIn) -> Any:
    """The clock says what the journal says, from now on; the reason stays with the old values."""
    case = serve_case(request, number)
    seen = sight(request)
    demand(Role.HEAD in seen.roles or case.area_id in seen.managed_ids)
    if why(clock_id, case_id=case.pk, at=now()) is None:
        raise LookupError("no such clock")
    return Deed(
        do=lambda: repair_clocks(case.pk, reason=body.reason, only=[clock_id], by=who(request), at=now()),
        tell=lambda _done: _why(request, case, clock_id),
        mark=lambda: guarded(case.pk),
    )


def _clocks(request: HttpRequest, case: Case) -> list[ClockView]:
    from_our_side = reads_everything(sight(request), case)
    return clocks_of([case.pk], at=now(), as_customer=not from_our_side).get(case.pk, [])


def _why(request: HttpRequest, case: Case, clock_id: int) -> dict[str, Any]:
    found = why(clock_id, case_id=case.pk, at=now())
    shown = next((clock for clock in _clocks(request, case) if clock.id == clock_id), None)
    if found is None or shown is None:
        raise LookupError(_("There is no such clock."))
    return {
        "clock": _clock(case, shown),
        "promised_since": _promised(found),
        "hours": [
            {"calendar": version.calendar_id, "name": found.calendars.get(version.calendar_id, ""),
             "version": version.pk, "effective_from": version.effective_from}
            for version in found.versions
        ],
        "facts": [_fact(fact) for fact in found.told],
        "served_minutes": found.served.total_seconds() / 60,
        "stood_still_minutes": found.stood_still.total_seconds() / 60,
        "lived_minutes": found.lived.total_seconds() / 60,
        "disputed_by": _fact(found.undone) if found.undone else None,
        "repairs": found.repairs,
    }  # fmt: skip


def _promised(found: Why) -> list[dict[str, Any]]:
    later = [
        {"since": since, "objective": number, "minutes": minutes} for since, number, minutes in found.clock.targets
    ]
    first = {"since": found.clock.started_at.isoformat(), "objective": found.clock.objective_id,
             "minutes": found.clock.target_minutes}  # fmt: skip
    return later or [first]


def _fact(fact: Any) -> dict[str, Any]:
    return {"id": fact.pk, "name": fact.name, "happened_at": fact.happened_at, "by": fact.by, "data": fact.data}


def _clock(case: Case, clock: ClockView) -> dict[str, Any]:
    told = {name: getattr(clock, name) for name in ClockOut.model_fields if name != "url"}
    return told | {"url": f"/api/v1/cases/{case.number}/clocks/{clock.id}"}
