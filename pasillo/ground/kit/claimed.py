"""How far a moment that somebody else tells is believed. Plain Python."""

from datetime import datetime, timedelta

BELIEVED = timedelta(days=7)  # no provider goes on trying for longer


def believed(told: datetime | None, *, arrived: datetime) -> datetime:
    """When it happened, as they say: if it did not reach us before, nor more than a week later. Else, when it did."""
    if told is None or not arrived - BELIEVED <= told <= arrived:
        return arrived
    return told
