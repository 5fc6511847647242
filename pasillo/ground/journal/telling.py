"""Who tells a fact, and what must happen in the same transaction. This room knows no domain."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.models import Entry

Reaction = Callable[[Entry], None]
_reactions: dict[str, list[tuple[int, str, Reaction]]] = defaultdict(list)


def reacts_to(*facts: type[Fact], order: int = 100) -> Callable[[Reaction], Reaction]:
    """Have a function called after each of these facts, inside the same transaction: database work only.

    Lower orders come first; two reactions of one order to one fact are refused, so that no order is accidental.
    """

    def register(reaction: Reaction) -> Reaction:
        for fact in facts:
            taken = {place: name for place, name, _ in _reactions[fact.name]}
            if order in taken:
                raise LookupError(f"{taken[order]} already reacts to {fact.name} at order {order}.")
            _reactions[fact.name].append((order, f"{reaction.__module__}.{reaction.__qualname__}", reaction))
            _reactions[fact.name].sort(key=lambda row: row[0])
        return reaction

    return register


def tell(fact: Fact, *, about: str, by: str, at: datetime) -> Entry:
    """Write a fact down, in the transaction of the change that it tells of, and let the reactions follow."""
    return tell_all([fact], about=about, by=by, at=at)[0]


def tell_all(facts: Sequence[Fact], *, about: str, by: str, at: datetime) -> list[Entry]:
    """Write several facts about one thing in one statement, in order; then let the reactions follow."""
    entries = [Entry(name=f.name, about=about, by=by, happened_at=at, data=asdict(f)) for f in facts]
    Entry.objects.bulk_create(entries)
    for entry in entries:
        for _, _, reaction in _reactions[entry.name]:
            reaction(entry)
    return entries


def reactions_to(name: str) -> list[str]:
    """The names of what reacts to a fact, in order: for the page that shows it, and for tests."""
    return [told for _, told, _ in _reactions[name]]
