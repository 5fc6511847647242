"""All clocks, played again from the journal and laid beside what is kept."""

from itertools import groupby

from pasillo.config.keeping.proof.clocks import NAMES, replay
from pasillo.ground.hours.models import Calendar
from pasillo.ground.hours.queries import versions_of
from pasillo.ground.journal.models import Entry
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.timelines import made_with


def mismatches():
    """What differs, in words."""
    versions = versions_of(Calendar.objects.values_list("pk", flat=True))
    made = made_with(versions)
    told = Entry.objects.filter(name__in=NAMES, about__startswith="case:").order_by("about", "id")
    rows = {}
    for row in Clock.objects.values():
        rows.setdefault(f"case:{row['case_id']}", []).append(row)
    return [
        words
        for about, facts in groupby(told, key=lambda entry: entry.about)
        for words in replay(list(facts), rows.get(about, []), versions, made)
    ]
