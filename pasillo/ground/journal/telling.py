"""Who tells a fact, and what must happen in the same transaction. This room knows no domain."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.together import are_together, gather, settle

Reaction = Callable[[Entry], None]

TELL = """
insert into journal_entry (about, "by", happened_at, name, data)
select %s, %s, %s, told.name, told.data
from unnest(%s::text[], %s::jsonb[]) with ordinality as told (name, data, place) order by place
returning id
"""
TELL_MANY = """
insert into journal_entry (about, "by", happened_at, name, data)
select told.about, told.by, told.at, told.name, told.data
from rows from (
    jsonb_to_recordset(%s::jsonb) as (about text, by text, at timestamptz, name text, data jsonb)
) with ordinality as told (about, by, at, name, data, place) order by place
"""
AT_ONCE = 5000
FACTS = "facts"
PLAIN = (int, str, bool, float, type(None))


@dataclass(frozen=True)
class _Own:
    """Something that is written by a statement that tells facts of its own."""

    write: Callable[[list[Any]], None]
    row: object


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
    if not facts:
        return []
    data = [_data_of(fact) for fact in facts]
    entries = [_entry(fact.name, about, by, at, row) for fact, row in zip(facts, data, strict=True)]
    if are_together():
        gather(FACTS, entries, _write_in_order)
    else:
        _write(entries)
    react(entries)
    return entries


def _entry(name: str, about: str, by: str, at: datetime, data: dict[str, Any]) -> Entry:
    """By place, as Django makes what it has read: quickest, and most of what happens is told. The rest is numbered
    by the database.
    """
    return Entry(None, None, name, about, by, at, None, data)  # type: ignore[misc]


def _data_of(fact: Fact) -> dict[str, Any]:
    """What the fact carries; of lists and the like a copy."""
    data = dict(vars(fact))
    return data if all(type(value) in PLAIN for value in data.values()) else asdict(fact)


def _write(entries: list[Entry]) -> None:
    """Facts of one moment about one thing; each learns its number."""
    first = entries[0]
    names, data = [entry.name for entry in entries], [json.dumps(entry.data) for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(TELL, [first.about, first.by, first.happened_at, names, data])
        for entry, row in zip(entries, cursor.fetchall(), strict=True):
            entry.pk = row[0]


def write_in_turn(write: Callable[[list[Any]], None], row: object) -> None:
    """Whoever writes facts by a statement of their own may do so for many at once: each stands where it was told."""
    gather(FACTS, [_Own(write, row)], _write_in_order)


def _write_in_order(told: list[Any]) -> None:
    for write, some in groupby(told, lambda one: one.write if isinstance(one, _Own) else None):
        if write is None:
            _write_many(list(some))
        else:
            write([own.row for own in some])


def _write_many(entries: list[Entry]) -> None:
    """Facts of many moments, in the order in which they were told."""
    with connection.cursor() as cursor:
        for first in range(0, len(entries), AT_ONCE):
            cursor.execute(TELL_MANY, [json.dumps([_row(entry) for entry in entries[first : first + AT_ONCE]])])


def _row(entry: Entry) -> dict[str, Any]:
    at = entry.happened_at.isoformat()
    return {"about": entry.about, "by": entry.by, "at": at, "name": entry.name, "data": entry.data}


def written_so_far() -> None:
    """Whoever writes facts by a statement of their own has those that were told before them written first."""
    settle(FACTS)


def react(entries: Sequence[Entry]) -> None:
    """Let the reactions follow facts that are written already, in this transaction."""
    for entry in entries:
        for _, _, reaction in _reactions[entry.name]:
            reaction(entry)


def reactions_to(name: str) -> list[str]:
    """The names of what reacts to a fact, in order: for the page that shows it, and for tests."""
    return [told for _, told, _ in _reactions[name]]
