"""What can have happened to a booking."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class RoomBooked(Fact):
    """Somebody has the room in this time."""

    name = "room.booked"
    case_id: int
    booking_id: int
    resource_id: int
    starts_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class RoomGivenBack(Fact):
    """The room is free again in this time."""

    name = "room.given_back"
    case_id: int
    booking_id: int
    resource_id: int
    starts_at: str


@dataclass(frozen=True, kw_only=True)
class RoomChanged(Fact):
    """A room is there, is called otherwise, has other hours or seats, or is offered no more."""

    name = "room.changed"
    room_id: int
    settings: list[str]
    is_new: bool
    is_offered: bool
