"""What a service promises at a moment, with the hours that count: one question, asked for every case."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from pasillo.ground.kit.together import known

PROMISED = "select objective_id, metric, target_minutes, calendar_id, hours_id from objectives_promised(%s, %s, %s)"


class Promised(NamedTuple):
    """One target in minutes, the calendar in whose hours it counts, and the version of those hours."""

    objective_id: int
    metric: str
    target_minutes: int
    calendar_id: int
    hours_id: int


def promised(service_id: int, metrics: Sequence[str], *, at: datetime) -> list[Promised]:
    """What the service promises on these metrics at a moment, in the order in which they are named."""

    def ask() -> list[Promised]:
        with connection.cursor() as cursor:
            cursor.execute(PROMISED, [service_id, list(metrics), at])
            return [Promised(*row) for row in cursor.fetchall()]

    return known(("promised", service_id, tuple(metrics), at.date()), ask)
