"""Questions that every page asks: put into the database's words once, and asked again with other values.

Putting a question into SQL costs more than asking it. The values (ids, names, moments) are told apart from what shapes
the words: a function of a module builds the question from them, once for each number of values and each `how`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

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


@dataclass(frozen=True)
class _Written:
    """A question in SQL, and which of its parameters is which value."""

    question: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    readers: dict[str, Any] = field(default_factory=dict)

    def ask(self, values: list[Any]) -> list[Any]:
        if not self.sql:
            return []
        params = list(self.params)
        for place, which in self.places:
            params[place] = values[which]
        compiler = copy(self.compiler)
        compiler.connection = connections[self.question.db]
        compiler.as_sql = lambda *_args, **_options: (self.sql, tuple(params))
        compiler.get_converters = self._how_columns_are_read
        again: Any = self.question._chain()  # type: ignore[attr-defined]
        again.query.get_compiler = lambda *_args, **_options: compiler
        return list(again)

    def _how_columns_are_read(self, columns: Any) -> Any:
        """Worked out for the first answer: the columns of a question do not change."""
        if "columns" not in self.readers:
            self.readers["columns"] = self.compiler.get_converters(columns)
        return self.readers["columns"]


def _write(build: Callable[..., QuerySet[Any]], values: tuple[Value, ...], how: dict[str, Any]) -> _Written:
    stand_ins: list[Any] = []
    question = build(*(_stand_in(value, stand_ins) for value in values), **how)
    compiler: Any = question.query.get_compiler(using=question.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        sql, params = "", ()
    which = {stand_in: place for place, stand_in in enumerate(stand_ins)}
    places = tuple(
        (place, which[param]) for place, param in enumerate(params) if isinstance(param, Hashable) and param in which
    )
    return _Written(question, compiler, sql, tuple(params), places)


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
