"""How long customers wait for the first word of a person: all of them, not their mean."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, DurationField, ExpressionWrapper, F, Value, When
from django.db.models.functions import Extract

from pasillo.ground.kit.words import _
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

DEFINITION = _(
    "Lived time from the first contact to the first answer written by a person, of cases first answered in the window. "
    "Automatic messages do not count."
)
SOURCE = "case.opened, message.sent"
STEPS = (15, 60, 240, 1440, 4320)


@dataclass(frozen=True, kw_only=True)
class Bin:
    """So many cases were first answered within these minutes, and not within those before; None is later than all."""

    minutes: int | None
    n: int


def first_answers(service_ids: Iterable[int], window: Window) -> list[Bin]:
    """The distribution over six spans of time."""
    waited = ExpressionWrapper(F("first_answer_at") - F("opened_at"), output_field=DurationField())
    steps = [When(minutes__lte=minutes, then=Value(str(minutes))) for minutes in STEPS]
    counted = (
        Story.objects.filter(service_id__in=list(service_ids), **window.on("first_answer_at"))
        .annotate(minutes=Extract(waited, "epoch") / 60)
        .values(step=Case(*steps, default=Value("later"), output_field=CharField()))
        .annotate(n=Count("pk"))
    )
    found = {row["step"]: row["n"] for row in counted}
    spans = [Bin(minutes=minutes, n=found.get(str(minutes), 0)) for minutes in STEPS]
    return [*spans, Bin(minutes=None, n=found.get("later", 0))]
