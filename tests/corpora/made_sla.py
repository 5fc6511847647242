"""Kept promises as we compute them beside the flag of the log they came from: PASILLO_DATA=… python -m …made_sla.

It reads an installation into which the log was taken over with the map `servicenow`, and the log itself.
"""

import csv
import gzip
import io
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.corpora.place import folder

LOG = "04_event_logs/uci_servicenow_incidents/events.csv.gz"
TRAINED = 0.3


@dataclass
class Pair:
    """One incident: what the log says of it, and what became of our promise."""

    opened: datetime
    priority: str
    flag: bool
    kept: bool
    disputed: bool
    waited: bool
    lived_hours: float


def pairs() -> list[Pair]:
    """Every incident that is in both, in the order in which they were opened."""
    from django.db.models import Q

    from pasillo.measurement.stories.models import Pledge, Story
    from pasillo.operations.cases.models import Pause
    from pasillo.operations.history.models import Origin

    flags = dict(_flags())
    origins = dict(Origin.objects.filter(log__name="servicenow").values_list("case_id", "known_as"))
    stories = {one.case_id: one for one in Story.objects.filter(case_id__in=origins)}
    first = Pledge.objects.filter(case_id__in=origins, metric="resolution", cycle=1)
    waited = set(Pause.objects.filter(Q(proven=True), case_id__in=origins).values_list("case_id", flat=True))
    found = []
    for pledge in first.exclude(outcome__in=["running", "cancelled"]):
        story, known = stories[pledge.case_id], origins[pledge.case_id]
        priority, flag = flags[known]
        lived = (story.resolved_at - story.opened_at).total_seconds() / 3600
        kept = pledge.outcome == "kept"
        found.append(Pair(story.opened_at, priority, flag, kept, pledge.disputed, pledge.case_id in waited, lived))
    return sorted(found, key=lambda pair: pair.opened)


def _flags() -> Iterator[tuple[str, tuple[str, bool]]]:
    """The priority with which an incident began, and the last word of the log on its promise."""
    began: dict[str, str] = {}
    with gzip.open(folder() / LOG) as file:
        for row in csv.DictReader(io.TextIOWrapper(file)):
            priority = began.setdefault(row["number"], row["priority"])
            yield row["number"], (priority, row["made_sla"] == "true")


def table(found: list[Pair]) -> Iterator[str]:
    """One line for each priority."""
    heading = ("priority", "incidents", "flag of the log", "kept by us", "kept and not disputed", "agree")
    heading += ("only flag", "only we")
    yield f"| {' | '.join(heading)} |"
    yield "|---" * len(heading) + "|"
    by_priority = defaultdict(list)
    for pair in found:
        by_priority[pair.priority].append(pair)
    for name, some in [*sorted(by_priority.items()), ("all", found)]:
        yield f"| {name} | {len(some):,} | " + " | ".join(f"{100 * part:.1f} %" for part in _shares(some)) + " |"


def _shares(some: list[Pair]) -> list[float]:
    counts = [
        sum(one.flag for one in some),
        sum(one.kept for one in some),
        sum(one.kept and not one.disputed for one in some),
        sum(one.kept == one.flag for one in some),
        sum(one.flag and not one.kept for one in some),
        sum(one.kept and not one.flag for one in some),
    ]
    return [count / max(len(some), 1) for count in counts]


def why(found: list[Pair]) -> Iterator[str]:
    """Where both differ, and what those incidents have in common."""
    for words, some in (
        ("only the flag says kept", [one for one in found if one.flag and not one.kept]),
        ("only we say kept", [one for one in found if one.kept and not one.flag]),
        ("both agree", [one for one in found if one.kept == one.flag]),
    ):
        lived = sorted(one.lived_hours for one in some)
        middle = lived[len(lived) // 2] if lived else 0
        waited = sum(one.waited for one in some) / max(len(some), 1)
        again = sum(one.disputed for one in some) / max(len(some), 1)
        yield (f"{words}: {len(some):,}; the middle one was solved after {middle:.1f} h; in {100 * waited:.0f} % the "
               f"user was asked; {100 * again:.1f} % were taken up again")  # fmt: skip


def main() -> int:
    """Prints the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasillo.config.settings")
    os.environ.setdefault("PASILLO_DB_POOL", "0")
    import django

    django.setup()
    from pasillo.config import places
    from pasillo.config.start import open_database

    server = open_database(places.data_folder())
    try:
        found = pairs()
        cut = int(len(found) * TRAINED)
        for title, some in (("first 30 %", found[:cut]), ("the rest", found[cut:]), ("all", found)):
            print(f"\n{title}")
            print("\n".join([*table(some), "", *why(some)]))
    finally:
        if server:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
