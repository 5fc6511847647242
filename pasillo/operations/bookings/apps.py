"""Rooms and other things that can be booked, and who has them when."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "pasillo.operations.bookings"
    label = "bookings"

    def ready(self) -> None:
        from pasillo.operations.bookings import (
            reactions,  # noqa: F401
            room_times,  # noqa: F401
        )
