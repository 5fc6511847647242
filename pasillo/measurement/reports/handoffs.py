"""Between which areas cases are passed on, and how often they come straight back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pasillo.ground.kit.words import _
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

DEFINITION = _(
    "Transfers from one area to another in cases opened in the window. Returned: the very next transfer went back to "
    "where the case came from."
)
SOURCE = "case.opened, case.transferred"


@dataclass(frozen=True, kw_only=True)
class Handoff:
    """One pair of areas, in one direction."""

    from_area_id: int
    to_area_id: int
    n: int
    returned: int

    @property
    def share(self) -> float:
        """The part that came straight back."""
        return self.returned / self.n


def handoffs(service_ids: Iterable[int], window: Window) -> list[Handoff]:
    """Every pair, the most returned first."""
    passed: Counter[tuple[int, int]] = Counter()
    returned: Counter[tuple[int, int]] = Counter()
    paths = Story.objects.filter(service_id__in=list(service_ids), handoffs__gt=0, **window.on("opened_at"))
    for path in paths.values_list("path", flat=True).iterator():
        steps = list(pairwise(path))
        passed.update(steps)
        returned.update(step for step, after in pairwise(steps) if after[1] == step[0])
    pairs = [Handoff(from_area_id=a, to_area_id=b, n=n, returned=returned[a, b]) for (a, b), n in passed.items()]
    return sorted(pairs, key=lambda pair: (-pair.returned, -pair.n, pair.from_area_id, pair.to_area_id))
