"""Areas: the teams that serve."""

from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.manner.door import Deed, Found, reads, writes
from pasillo.doors.api.manner.reach import demand, staff
from pasillo.doors.api.people.shapes import AreaIn, AreaNew, AreaOut
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.commands import change_area, open_area
from pasillo.ground.people.commands.serving import AreaAs
from pasillo.ground.people.models import Area, Role

TAG = "people"
SETS_UP = frozenset({Role.ADMIN, Role.HEAD})


@reads(TAG, "/areas", name="areas", scope="people.read", gives=list[AreaOut], summary="List areas", marked=True)
def every(request: HttpRequest) -> Any:
    """All areas, by name. For whoever works here."""
    staff(request)
    return [_out(area) for area in Area.objects.select_related("lead").order_by("name")]


@reads(TAG, "/areas/{int:area_id}", name="area-itself", scope="people.read", gives=AreaOut, summary="Read an area")
def one(request: HttpRequest, area_id: int) -> Any:
    """One area. Its ETag guards later changes by If-Match, as its version does."""
    staff(request)
    area = _area(area_id)
    return Found(value=_out(area), mark=str(area.version))


@writes(TAG, "/areas", name="areas", scope="people.write", gives=AreaOut, status=201, summary="Open an area")
def new(request: HttpRequest, body: AreaNew) -> Any:
    """A new team. For whoever sets the house up."""
    demand(bool(sight(request).roles & SETS_UP))
    calendar = Calendar.objects.filter(pk=body.calendar).first()
    if calendar is None:
        raise LookupError("no such calendar")
    given: dict[str, Any] = {"name": body.name, "function": body.function, "calendar": calendar}
    return Deed(
        do=lambda: open_area(**given, by=who(request), at=now()),
        tell=lambda area: _out(_area(area.pk)),
        place=lambda area: f"/api/v1/areas/{area.pk}",
    )


@writes(TAG, "/areas/{int:area_id}", name="area-itself", scope="people.write", gives=AreaOut, verb="PUT",
        summary="Change an area")  # fmt: skip
def change(request: HttpRequest, area_id: int, body: AreaIn) -> Any:
    """Another name, function, calendar, place or lead; refused to who saw an older version."""
    demand(bool(sight(request).roles & SETS_UP))
    _area(area_id)
    if not Calendar.objects.filter(pk=body.calendar).exists():
        raise LookupError("no such calendar")
    wish = AreaAs(
        name=body.name, function=body.function, calendar_id=body.calendar, parent_id=body.parent, lead_id=body.lead,
        is_active=body.is_active,
    )  # fmt: skip
    return Deed(
        do=lambda: change_area(area_id, version=body.version, wish=wish, by=who(request), at=now()),
        tell=lambda _done: _out(_area(area_id)),
        mark=lambda: str(_area(area_id).version),
    )


def _area(area_id: int) -> Area:
    found = Area.objects.select_related("lead").filter(pk=area_id).first()
    if found is None:
        raise LookupError("no such area")
    return found


def _out(area: Area) -> dict[str, Any]:
    names = ("id", "name", "function", "lead", "is_active", "version")
    return {name: getattr(area, name) for name in names} | {"calendar": area.calendar_id, "parent": area.parent_id}
