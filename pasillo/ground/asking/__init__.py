"""Questions that every page asks: put into the database's words once, and asked again with other values.

Putting a question into SQL costs more than asking it. The values (ids, names, moments) are told apart from what shapes
the words: a function of a module builds the question from them, once for each number of values and each `how`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from pasillo.ground.asking.ahead import ask_ahead, asking_once, page_now
from pasillo.ground.asking.reading import Reader, reader
from pasillo.ground.asking.writing import literals

__all__ = ["ask_ahead", "asked", "asking_once", "forget_the_words"]

Value = int | str | datetime | tuple[int, ...] | None
MOST_OF_A_SORT, LARGEST = 250, 2**63
_FIRST = 7_700_000_000_000_000
_DAWN = datetime(1, 1, 2, tzinfo=UTC)
_known: dict[Hashable, "_Written"] = {}


def asked(build: Callable[..., QuerySet[Any]], *values: Value, **how: Hashable) -> list[Any]:
    """What `build(*values, **how)` finds. It may look at the values only through its question."""
    if any(map(_is_beyond, values)):
        return list(build(*values, **how))
    shape = (build, tuple(map(_shape, values)), tuple(sorted(how.items())))
    written = _known.get(shape)
    if written is None:
        written = _known[shape] = _write(build, values, how)
    return written.ask(list(_flat(values)))


def _is_beyond(value: Value) -> bool:
    """Whether Django should look at it itself: a long list, or a number that no column holds."""
    if isinstance(value, tuple):
        return len(value) > MOST_OF_A_SORT
    return isinstance(value, int) and abs(value) >= LARGEST


def forget_the_words() -> None:
    """Put every question into words anew: for tests that change a rule."""
    _known.clear()


@dataclass(frozen=True, eq=False)
class _Written:
    """A question in SQL, which of its parameters is which value, and how its answer is read."""

    base: str
    sql: str
    params: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    read: Reader | None = None

    def ask(self, values: list[Any]) -> list[Any]:
        if self.read is None:
            return []
        connection, page = self.connection(), page_now()
        if page is not None:
            return self.read(page.rows(self, values, connection), connection)
        return self.read(self.rows([self.words(values, connection)], connection)[0], connection)

    def connection(self) -> Any:
        return connections[self.base]

    def words(self, values: list[Any], connection: Any) -> str:
        """The question with these values in it."""
        connection.ensure_connection()
        written, params = literals(values, connection), list(self.params)
        for place, which in self.places:
            params[place] = written[which]
        return self.sql % tuple(params)

    @staticmethod
    def rows(words: list[str], connection: Any) -> list[list[Any]]:
        """What the database answers to each of these questions, asked in one go."""
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(words))
            found = [cursor.fetchall()]
            while cursor.nextset():
                found.append(cursor.fetchall())
        return found


def _write(build: Callable[..., QuerySet[Any]], values: tuple[Value, ...], how: dict[str, Any]) -> _Written:
    stand_ins: list[Any] = []
    question = build(*(_stand_in(value, stand_ins) for value in values), **how)
    compiler: Any = question.query.get_compiler(using=question.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Written(question.db, "")
    which = {stand_in: place for place, stand_in in enumerate(stand_ins)}
    places = tuple(
        (place, which[param]) for place, param in enumerate(params) if isinstance(param, Hashable) and param in which
    )
    filled_later = {place for place, _ in places}
    fixed = [None if place in filled_later else param for place, param in enumerate(params)]
    connection = connections[question.db]
    connection.ensure_connection()
    return _Written(question.db, sql, tuple(literals(fixed, connection)), places, reader(question, compiler))


def _stand_in(value: Value, made: list[Any]) -> Any:
    """A value that no question has by itself, of the same sort."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_stand_in(one, made) for one in value)
    number = len(made)
    if isinstance(value, str):
        made.append(f"\0 stand-in {number}")
    elif isinstance(value, datetime):
        made.append(_DAWN + timedelta(microseconds=number))
    else:
        made.append(_FIRST + number)
    return made[-1]


def _shape(value: Value) -> int | type:
    if isinstance(value, tuple):
        return len(value)
    return type(value)


def _flat(values: Iterable[Value]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value
