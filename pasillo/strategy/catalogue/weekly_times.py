"""The plain source of times: the same every week, with places that are counted by what was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count

from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.commands.slots import take_place
from pasillo.strategy.catalogue.models import TakenSlot
from pasillo.strategy.catalogue.slots import Slot, Wanted, check_weekly, sources, weekly


class WeeklyTimes:
    """Times that come back every week."""

    label: object = _("The same times every week")

    def check(self, settings: Mapping[str, Any]) -> None:
        check_weekly(settings)

    def offered(self, wanted: Wanted) -> Sequence[Slot]:
        slots = weekly(wanted.settings, at=wanted.at)
        taken = _taken(wanted, [slot.value for slot in slots])
        return [replace(slot, free=max(0, slot.free - taken.get(slot.value, 0))) for slot in slots]

    def take(self, wanted: Wanted, value: str, *, about: str, by: str) -> None:
        take_place(wanted, value, about=about, by=by)


def _taken(wanted: Wanted, values: Sequence[str]) -> dict[str, int]:
    rows = (
        TakenSlot.objects.filter(request_type_id=wanted.request_type_id, key=wanted.key, value__in=values)
        .values("value")
        .annotate(n=Count("pk"))
    )
    return {row["value"]: row["n"] for row in rows}


sources.add("weekly", WeeklyTimes())
