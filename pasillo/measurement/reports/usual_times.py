"""How long a service usually takes, read from what was worked out: one row for each page, however many cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from pasillo.measurement.reports.models import UsualTime

ENOUGH = 12
ENOUGH_FOR_A_MONTH = 5
DEFINITION = "Minutes from the first contact to the last solution, never paused, of what was solved in 90 days."


@dataclass(frozen=True, kw_only=True)
class Usual:
    """Half of the customers waited at most `half` minutes, four of five at most `most`; None while n is too small."""

    n: int = 0
    half: float | None = None
    most: float | None = None
    asked: int = 0
    month_n: int = 0
    month_half: float | None = None

    @property
    def this_month(self) -> float | None:
        """What half of the customers waited this month; nothing is said of too few."""
        return self.month_half if self.month_n >= ENOUGH_FOR_A_MONTH else None

    @property
    def is_known(self) -> bool:
        """Whether there are enough solved cases to speak of a usual time."""
        return self.n >= ENOUGH and self.half is not None and self.most is not None


def usual_time(service_id: int, request_type_id: int | None = None) -> Usual:
    """The usual time of one request; of its service as a whole while too few of these were solved."""
    rows = UsualTime.objects.filter(service_id=service_id, request_type_id__in={0, request_type_id or 0})
    known = {row.request_type_id: _usual(row) for row in rows}
    own = known.get(request_type_id or 0, Usual())
    return own if own.is_known else known.get(0, Usual())


def usual_times(service_ids: Iterable[int]) -> dict[int, Usual]:
    """The usual times of many services as a whole."""
    rows = UsualTime.objects.filter(service_id__in=list(service_ids), request_type_id=0)
    return {row.service_id: _usual(row) for row in rows}


def _usual(row: UsualTime) -> Usual:
    return Usual(n=row.n, half=row.half, most=row.most, asked=row.asked, month_n=row.month_n, month_half=row.month_half)
