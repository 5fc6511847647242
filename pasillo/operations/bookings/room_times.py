"""The times of rooms as a form offers them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _
from pasillo.operations.bookings.commands import hold
from pasillo.operations.bookings.free_times import is_free
from pasillo.operations.bookings.queries import MOST_DAYS, rooms_of, taken, times_of
from pasillo.strategy.catalogue.slots import Slot, Wanted, sources


class RoomTimes:
    """Rooms with opening hours: every time is one person's alone."""

    label: object = _("Rooms that can be booked")

    def check(self, settings: Mapping[str, Any]) -> None:
        for name, least, most in (("minutes", 5, 1440), ("days", 1, MOST_DAYS)):
            given = settings.get(name, least)
            if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
                raise Refused(str(_("Minutes are from 5 to 1440, days from 1 to 31.")))

    def offered(self, wanted: Wanted) -> Sequence[Slot]:
        rooms = rooms_of(wanted.settings)
        offered = times_of(rooms, wanted.settings, at=wanted.at)
        names = {room.pk: f"{room.name} ({room.seats})" for room in rooms}
        held = taken(
            names, since=wanted.at, until=max((one.ends_at for one in offered), default=wanted.at + timedelta(1))
        )
        return [
            Slot(
                value=one.value,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                free=int(is_free(one, held.get(one.resource_id, ()))),
                name=names[one.resource_id],
            )
            for one in offered
        ]

    def take(self, wanted: Wanted, value: str, *, about: str, by: str) -> None:
        sort, _colon, number = about.partition(":")
        if sort != "case":
            raise Refused(str(_("A room is booked for a request.")))
        hold(int(number), value, settings=wanted.settings, at=wanted.at)


sources.add("room", RoomTimes())
