"""The lines of a table for whoever puts them together to rows: a quotation mark that is never closed swallows none."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from pasillo.doors.console.history.lines import Lines
from pasillo.doors.console.imports.reading.moments import NoMoment, read_moment
from pasillo.doors.console.imports.sources.csv.guessing import MOMENTS
from pasillo.doors.console.imports.sources.csv.mapping import Mapping_
from pasillo.doors.console.imports.wish import Wish

QUOTE = '"'


class Unclosed(Exception):
    """A quotation mark was opened, and behind it stands the next row or the end of the file."""


class Pieces:
    """One line after the other. Within a row that goes on, whatever looks like a row of its own is one."""

    def __init__(self, lines: Lines, *, begins: Callable[[str], bool]) -> None:
        self.lines, self.begins = lines, begins
        self.coming = iter(lines)
        self.first, self.began = "", 0
        self.kept: tuple[int, str] | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, text = self._next()
        if not self.began:
            self.began, self.first = number, text
        elif self.begins(text):
            self.kept = (number, text)
            raise Unclosed
        return text

    def _next(self) -> tuple[int, str]:
        if self.kept:
            kept, self.kept = self.kept, None
            return kept
        text = next(self.coming, None)
        if text is not None:
            return self.lines.number, text
        raise Unclosed if self.began else StopIteration


def looks_like_a_row(mapping: Mapping_, wish: Wish) -> Callable[[str], bool]:
    """Whether a line is a row by itself: as many columns as the heading, a case, and a moment where moments stand."""

    def looks(text: str) -> bool:
        if text.count(mapping.separator) < len(mapping.heading) - 1:
            return False
        values = cells(text, mapping.separator)
        row = dict(zip(mapping.heading, values, strict=False))
        case = row.get(mapping.columns["case"], "").strip()
        same = len(values) == len(mapping.heading)
        return bool(same and case and QUOTE not in values[0] + case and _has_moments(row, mapping, wish))

    return looks


def cells(text: str, separator: str) -> list[str]:
    """What stands in a line, read by itself."""
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []


def _has_moments(row: Mapping[str, str], mapping: Mapping_, wish: Wish) -> bool:
    told = [row.get(mapping.columns[role], "").strip() for role in MOMENTS if role in mapping.columns]
    return any(told) and all(_read(text, mapping, wish) for text in told if text)


def _read(text: str, mapping: Mapping_, wish: Wish) -> datetime | None:
    try:
        return read_moment(text, mapping.moments, wish.zone, until=wish.until)
    except NoMoment:
        return None
