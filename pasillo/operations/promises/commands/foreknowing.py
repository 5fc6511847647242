"""Where many cases change at once: what their clocks would ask one by one is asked for all of them together."""

from collections import defaultdict
from collections.abc import Iterable

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.together import known
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.commands.writing import the_one
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import NAMES


def know_of(cases: Iterable[Case]) -> None:
    """The facts and the clocks of cases that are locked already, in two questions; for use inside `together`."""
    by_id = {case.pk: case for case in cases}
    clocks: dict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(case_id__in=by_id).select_for_update().order_by("id"):
        clocks[clock.case_id].append(the_one(clock))
    told: dict[str, list[Entry]] = defaultdict(list)
    facts = Entry.objects.filter(about__in=[case.ref for case in by_id.values()], name__in=NAMES).order_by("id")
    for entry in facts.only("id", "about", "name", "happened_at", "data"):
        told[entry.about].append(entry)
    for case in by_id.values():
        _remember(case, told[case.ref], clocks[case.pk])


def _remember(case: Case, told: list[Entry], clocks: list[Clock]) -> None:
    known(("case", case.pk), lambda: case)
    known(("told", case.pk), lambda: told)
    known(("clocks", case.pk), lambda: clocks)
