"""What may be asked about a thing: a list of fields, each with its sort, its words and where it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Value = str | int | datetime | tuple[str, ...] | tuple[int, ...] | None
Code = Callable[[str], str | int]


class Sort(StrEnum):
    """What kind of thing a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MOMENT = "moment"
    FLAG = "flag"


PRESENCE = ("empty", "filled")
OPERATORS: dict[Sort, tuple[str, ...]] = {
    Sort.TEXT: ("contains", "contains_not", "is", "is_not", "starts", *PRESENCE),
    Sort.CHOICE: ("one_of", "none_of", *PRESENCE),
    Sort.NUMBER: ("is", "is_not", "at_least", "at_most", *PRESENCE),
    Sort.MOMENT: ("within", "longer_ago", "ahead", "before", "after", *PRESENCE),
    Sort.FLAG: ("yes", "no"),
}
OPPOSITES = {"is_not": "is", "contains_not": "contains", "none_of": "one_of", "no": "yes", "filled": "empty"}
WITHOUT_VALUE = frozenset({*PRESENCE, "yes", "no"})
IN_HOURS = frozenset({"within", "longer_ago", "ahead"})


def nothing_to_choose() -> Mapping[str, str]:
    """A field whose values are not on a list."""
    return {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One thing that may be asked. `column` is where the database keeps it, `read` takes it from a thing in hand."""

    name: str
    words: object
    sort: Sort
    column: str
    read: Callable[[Any], Any]
    code: Code = str
    choices: Callable[[], Mapping[str, str]] = nothing_to_choose

    @property
    def operators(self) -> tuple[str, ...]:
        """What may be said of it."""
        return OPERATORS[self.sort]


Fields = Mapping[str, Field]


def fields_of(*known: Field) -> dict[str, Field]:
    """The list of what may be asked, by name."""
    return {one.name: one for one in known}
