"""How the rows of an answer become what its question stands for: things with their columns, plain rows or values.

Django works this out for each answer anew. It depends on the question alone.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import Any

from django.db.models import JSONField, QuerySet, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

Rows = list[Any]
EMPTY: dict[str, Callable[[], Any]] = {"[]": list, "{}": dict}
Reader = Callable[[Rows, Any], list[Any]]


def reader(question: QuerySet[Any], compiler: Any) -> Reader:
    """What reads the answers to this question, as it was put into words by this compiler."""
    shown = compiler.col_count
    columns = [column[0] for column in compiler.select[:shown]]
    converters = compiler.get_converters(columns).items()
    converted = [(place, _quickly(how), column) for place, (convert, column) in converters for how in convert]
    made = _MAKERS[question._iterable_class](question, compiler)  # type: ignore[attr-defined]

    def read(rows: Rows, connection: Any) -> list[Any]:
        if compiler.has_extra_select:  # columns that only its order needs
            rows = [row[:shown] for row in rows]
        return made(_converted(rows, converted, connection) if converted else rows)

    return read


def _quickly(how: Any) -> Any:
    """Most of what is kept as JSON is empty: that need not be parsed."""
    if not isinstance(getattr(how, "__self__", None), JSONField):
        return how

    def read(value: Any, column: Any, connection: Any) -> Any:
        if type(value) is str and value in EMPTY:
            return EMPTY[value]()
        return how(value, column, connection)

    return read


def _converted(rows: Rows, converted: list[tuple[int, Any, Any]], connection: Any) -> Rows:
    found = [list(row) for row in rows]
    for place, how, column in converted:
        for row in found:
            row[place] = how(row[place], column, connection)
    return found


def _things(question: Any, compiler: Any) -> Callable[[Rows], list[Any]]:
    """Things of a model, with those beside them that were asked for at once."""
    base, named, about = question.db, compiler.annotation_col_map or {}, compiler.klass_info
    first, last = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    beside = get_related_populators(about, compiler.select, base)  # type: ignore[call-arg]
    later = question._prefetch_related_lookups

    def thing(row: Any) -> Any:
        made = about["model"].from_db(base, names, row[first:last])
        for populator in beside:
            populator.populate(row, made)
        for name, place in named.items():
            setattr(made, name, row[place])
        return made

    def things(rows: Rows) -> list[Any]:
        found = [thing(row) for row in rows]
        if later:
            prefetch_related_objects(found, *later)
        return found

    return things


def _names(question: Any) -> list[str]:
    query = question.query
    return list(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))


def _rows(question: Any, _compiler: Any) -> Callable[[Rows], list[Any]]:
    row = namedtuple("Row", _names(question))  # type: ignore[misc]  # noqa: PYI024 - its columns are known only now
    return lambda rows: [row._make(one) for one in rows]


def _named(question: Any, _compiler: Any) -> Callable[[Rows], list[Any]]:
    names = _names(question)
    return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]


def _tuples(_question: Any, _compiler: Any) -> Callable[[Rows], list[Any]]:
    return lambda rows: [tuple(row) for row in rows]


def _values(_question: Any, _compiler: Any) -> Callable[[Rows], list[Any]]:
    return lambda rows: [row[0] for row in rows]


_MAKERS: dict[Any, Callable[[Any, Any], Callable[[Rows], list[Any]]]] = {
    ModelIterable: _things,
    NamedValuesListIterable: _rows,
    ValuesIterable: _named,
    ValuesListIterable: _tuples,
    FlatValuesListIterable: _values,
}
