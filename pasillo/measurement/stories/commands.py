"""Every way in which stories change: written as the journal tells them, or thrown away to be told again."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from pasillo.measurement.stories import fold
from pasillo.measurement.stories.models import Pledge, Story


def keep(tales: Iterable[fold.Tale], pledges: Iterable[fold.Pledge]) -> None:
    """Write these stories and promises as they stand now, in two statements."""
    Story.objects.bulk_create(
        [Story(**_values(tale)) for tale in tales],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=[f.name for f in fields(fold.Tale) if f.name != "case_id"],
    )
    Pledge.objects.bulk_create(
        [Pledge(**_values(pledge)) for pledge in pledges],
        update_conflicts=True,
        unique_fields=["clock_id"],
        update_fields=[f.name for f in fields(fold.Pledge) if f.name != "clock_id"],
    )


def _values(told: fold.Tale | fold.Pledge) -> dict[str, Any]:
    return {field.name: getattr(told, field.name) for field in fields(told)}


def forget(case_ids: Sequence[int]) -> None:
    """Throw the stories of some cases away, because the journal knows them no more."""
    Pledge.objects.filter(case_id__in=case_ids).delete()
    Story.objects.filter(case_id__in=case_ids).delete()


def forget_all() -> None:
    """Throw every story away; the journal still knows them."""
    Pledge.objects.all().delete()
    Story.objects.all().delete()
