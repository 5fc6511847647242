"""The reader of the journal that keeps the stories up to date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from pasillo.ground.journal.models import Entry
from pasillo.measurement.stories import commands, fold, many
from pasillo.measurement.stories.models import Pledge, Story


class Stories:
    """Reads any number of entries with two questions and two writings; one that tells of many takes its own."""

    def read(self, entries: Sequence[Entry]) -> None:
        telling: list[fold.Told] = []
        for entry in entries:
            if entry.name in fold.ENTERS or entry.name in fold.BEFALLS:
                telling.append(entry)
            elif entry.name == many.MOVED:
                _keep(telling)
                _keep(list(many.one_by_one(entry)))
                telling = []
        _keep(telling)

    def forget(self) -> None:
        commands.forget_all()


def _keep(telling: Sequence[fold.Told]) -> None:
    if not telling:
        return
    of_case: dict[int, list[fold.Told]] = defaultdict(list)
    for fact in telling:
        of_case[fact.data["case_id"]].append(fact)
    tales, pledges = _known(set(of_case))
    for case_id, facts in of_case.items():
        fold.fold_all(tales[case_id], pledges[case_id], facts)
    commands.keep(tales.values(), [pledge for theirs in pledges.values() for pledge in theirs.values()])


def _known(case_ids: set[int]) -> tuple[dict[int, fold.Tale], dict[int, fold.Pledges]]:
    tales = {case_id: fold.Tale(case_id=case_id) for case_id in case_ids}
    tales |= {s.case_id: fold.Tale(**_values(s, fold.Tale)) for s in Story.objects.filter(pk__in=case_ids)}
    pledges: dict[int, fold.Pledges] = defaultdict(dict)
    for pledge in Pledge.objects.filter(case_id__in=case_ids).order_by("clock_id"):
        pledges[pledge.case_id][pledge.clock_id] = fold.Pledge(**_values(pledge, fold.Pledge))
    return tales, pledges


def _values(row: Story | Pledge, shape: type) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(shape)}
