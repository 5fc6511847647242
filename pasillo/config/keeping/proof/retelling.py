"""Clocks and stories are worked out from facts: here they are worked out again, case by case, and compared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from pasillo.config.keeping.proof import clocks
from pasillo.config.keeping.proof.outcome import Outcome
from pasillo.measurement.stories import fold

if TYPE_CHECKING:
    from pasillo.operations.promises.timelines import Made, Versions

NAMES = sorted({*fold.ENTERS, *fold.BEFALLS, *clocks.NAMES})
TOLD = """
SELECT (data ->> 'case_id')::bigint AS case_id, id, tx::text::numeric AS tx, name, happened_at, data
FROM journal_entry WHERE name = ANY(%(names)s) AND data ? 'case_id'
UNION ALL
SELECT one.case_id::bigint, e.id, e.tx::text::numeric, 'promise.moved', e.happened_at, jsonb_build_object(
    'case_id', one.case_id::bigint, 'clock_id', one.clock_id::bigint, 'metric', e.data ->> 'metric', 'due_at',
    to_char(to_timestamp(one.due_at::numeric / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
FROM journal_entry e, LATERAL ROWS FROM (jsonb_array_elements_text(e.data -> 'case_ids'),
    jsonb_array_elements_text(e.data -> 'clock_ids'), jsonb_array_elements_text(e.data -> 'due_at'))
    AS one (case_id, clock_id, due_at)
WHERE e.name = 'promises.moved'
ORDER BY 1, tx, id
"""
CLOCKS = "SELECT * FROM promises_clock ORDER BY case_id, id"
POSITION = "SELECT tx::numeric, entry_id FROM journal_position WHERE follower = 'stories'"
AT_ONCE = 2000


@dataclass(slots=True)
class Told:
    """One fact, as the journal holds it."""

    case_id: int
    id: int
    tx: int
    name: str
    happened_at: datetime
    data: Any


@dataclass
class Groups:
    """Rows that come in the order of their case, handed out case by case; memory holds one case at a time."""

    rows: Iterator[Any]
    case_of: Callable[[Any], int]
    next: Any = None

    def __post_init__(self) -> None:
        self.next = next(self.rows, None)

    def until(self, case_id: int | None) -> Iterator[tuple[int, list[Any]]]:
        """Every case up to this one; with None, all that are left."""
        while self.next is not None and (case_id is None or self.case_of(self.next) <= case_id):
            this, found = self.case_of(self.next), []
            while self.next is not None and self.case_of(self.next) == this:
                found.append(self.next)
                self.next = next(self.rows, None)
            yield this, found

    def of(self, case_id: int) -> tuple[list[Any], list[int]]:
        """The rows of this case, and the cases before it that nobody asked for."""
        mine: list[Any] = []
        strangers: list[int] = []
        for this, found in self.until(case_id):
            if this == case_id:
                mine = found
            else:
                strangers.append(this)
        return mine, strangers


def prove(database: psycopg.Connection) -> Iterator[Outcome]:
    """Every clock and every story is what the facts make of it."""
    from pasillo.ground.hours.queries import versions_of
    from pasillo.operations.promises.timelines import made_with

    calendars = [row[0] for row in database.execute("SELECT id FROM hours_calendar").fetchall()]
    yield from Retelling(database, versions_of(calendars), made_with(calendars)).outcomes()


class Retelling:
    """One walk through the journal, beside the clocks, the stories and the pledges."""

    def __init__(self, database: psycopg.Connection, versions: "Versions", made: "Made") -> None:
        self.versions, self.made = versions, made
        self.read_to = (database.execute(POSITION).fetchone() or (0, 0))[:2]
        self.told = Groups(
            (Told(*row) for row in _stream(database, "told", TOLD, {"names": NAMES})), lambda row: row.case_id
        )
        self.clocks = Groups(_stream(database, "clocks", CLOCKS, named=True), lambda row: row["case_id"])
        self.stories = Groups(_derived(database, "stories_story", fold.Tale), lambda row: row["case_id"])
        self.pledges = Groups(_derived(database, "stories_pledge", fold.Pledge), lambda row: row["case_id"])
        self.on_clocks = Outcome("Clocks say what a replay of the journal says (I3)")
        self.on_stories = Outcome("Stories say what a rebuild from the journal says")

    def outcomes(self) -> list[Outcome]:
        for case_id, told in self.told.until(None):
            self._compare_clocks(case_id, told)
            self._compare_stories(case_id, [one for one in told if (one.tx, one.id) <= self.read_to])
        for case_id, _ in self.clocks.until(None):
            self.on_clocks.add(f"case {case_id} has clocks, and the journal knows nothing of it")
        for case_id, _ in self.stories.until(None):
            self.on_stories.add(f"case {case_id} has a story, and the journal knows nothing of it")
        return [self.on_clocks, self.on_stories]

    def _compare_clocks(self, case_id: int, told: Sequence[Told]) -> None:
        rows, strangers = self.clocks.of(case_id)
        for stranger in strangers:
            self.on_clocks.add(f"case {stranger} has clocks, and the journal knows nothing of it")
        self.on_clocks.looked_at += len(rows)
        for words in clocks.replay(sorted(told, key=lambda one: one.id), rows, self.versions, self.made):
            self.on_clocks.add(f"case {case_id}: {words}")

    def _compare_stories(self, case_id: int, told: Sequence[Told]) -> None:
        (stories, strangers), (pledges, _) = self.stories.of(case_id), self.pledges.of(case_id)
        for stranger in strangers:
            self.on_stories.add(f"case {stranger} has a story, and the journal knows nothing of it")
        self.on_stories.looked_at += len(stories)
        tale, made = fold.Tale(case_id=case_id), fold.Pledges()
        telling = [one for one in told if one.name in fold.ENTERS or one.name in fold.BEFALLS]
        fold.fold_all(tale, made, telling)
        wanted = [_values(tale)] if telling else []
        for words in _differences(stories, wanted, "case_id"):
            self.on_stories.add(f"the story of case {case_id}: {words}")
        for words in _differences(pledges, [_values(made[number]) for number in sorted(made)], "clock_id"):
            self.on_stories.add(f"the promises of case {case_id}: {words}")


def _differences(found: list[dict[str, Any]], wanted: list[dict[str, Any]], key: str) -> Iterator[str]:
    there, should = {row[key]: row for row in found}, {row[key]: row for row in wanted}
    for number in sorted(there.keys() | should.keys()):
        if number not in there:
            yield f"{number} is missing"
        elif number not in should:
            yield f"{number} should not be there"
        else:
            yield from (
                f"{name} is {there[number][name]}, should be {value}"
                for name, value in should[number].items()
                if there[number][name] != value
            )


def _values(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _derived(database: psycopg.Connection, table: str, shape: type) -> Iterator[dict[str, Any]]:
    columns = [field.name for field in fields(shape)]
    order = "case_id" if shape is fold.Tale else "case_id, clock_id"
    question = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table), sql.SQL(order)
    )
    return _stream(database, table, question, named=True)


def _stream(
    database: psycopg.Connection, name: str, question: Any, values: Any = None, named: bool = False
) -> Iterator[Any]:
    cursor: Any = database.cursor(name, row_factory=dict_row) if named else database.cursor(name)
    cursor.itersize = AT_ONCE
    cursor.execute(question, values)
    return iter(cursor)
