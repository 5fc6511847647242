"""Reads the dump of a MySQL database row by row, as mysqldump and phpMyAdmin write it. Nothing of it is run."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.reading.packing import Counted, Pack
from pasillo.doors.console.imports.reading.stretch import Stretch

LARGEST = 48 * 2**20
BEGIN = re.compile(
    rb"^[ \t]*(CREATE TABLE|INSERT(?: IGNORE)? INTO)\s+(?:IF NOT EXISTS\s+)?[`\"]?(\w+)[`\"]?", re.M | re.I
)
COLUMN = re.compile(rb"^\s*[`\"](\w+)[`\"]\s+\w", re.M)
NAMED = re.compile(rb"\s*\(([^()']*)\)\s*(?=VALUES)", re.I)
VALUES = re.compile(rb"\s*VALUES\s*", re.I)
VALUE = re.compile(
    rb"\s*(?:(?:_binary\s+|_utf8\w*\s+)?'((?:[^'\\]|\\.|'')*+)'|(?:0x|[xX]')([0-9A-Fa-f]+)'?|(NULL)|([^,()'\s]+))\s*([,)])",
    re.S | re.I,
)
BETWEEN = re.compile(rb"[\s,]*")
ESCAPED = re.compile(rb"\\(.)|''", re.S)
LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"0": b"\0", b"b": b"\b", b"Z": b"\x1a"}
Value = bytes | str | None
Wants = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table, and the line at which its statement begins."""

    line: int
    table: str
    values: dict[str, Value]


def rows(pack: Pack, part: str, wants: Wants) -> Iterator[Row | Trouble]:
    """Every row of the tables that are wanted."""
    with pack.open(part) as file:
        yield from Dump(file, wants).rows()


class Dump(Stretch):
    """The statements of a dump. Of each it holds a row, not all of them."""

    def __init__(self, file: Counted, wants: Wants) -> None:
        super().__init__(file, most=LARGEST)
        self.wants = wants
        self.columns: dict[str, list[str]] = {}

    def rows(self) -> Iterator[Row | Trouble]:
        """Statement by statement."""
        while found := self._search():
            name = found[2].decode()
            self._pass(found.end() - self.at)
            if found[1].upper().startswith(b"CREATE"):
                self._learn(name)
            elif self.wants(name):
                yield from self._insert(name)

    def _search(self) -> "re.Match[bytes] | None":
        while True:
            found = BEGIN.search(self.held, self.at)
            if found and (found.end() < len(self.held) or self.is_over):
                return found
            if not found:
                self._pass(max(0, len(self.held) - self.at - 4096))
            if not self._more():
                return found

    def _learn(self, name: str) -> None:
        """The columns of a table, in their order."""
        while (end := self.held.find(b";", self.at)) < 0 and self._more():
            pass
        told = self.held[self.at : end if end >= 0 else len(self.held)]
        self.columns[name] = [column.decode().lower() for column in COLUMN.findall(told)]
        self._pass(len(told))

    def _insert(self, name: str) -> Iterator[Row | Trouble]:
        line = self.line
        while len(self.held) - self.at < 65536 and self._more():
            pass
        columns = self.columns.get(name, [])
        if named := NAMED.match(self.held, self.at):
            columns = [word.strip(b' `"\n\r\t').decode("ascii", "replace").lower() for word in named[1].split(b",")]
            self._pass(len(named[0]))
        values = VALUES.match(self.held, self.at)
        if values is None or not columns:
            yield Trouble(line=line, why=_("What these values mean is not told: the table “%(name)s” is nowhere made.")
                          % {"name": name})  # fmt: skip
            return
        self._pass(len(values[0]))
        while (row := self._row()) is not None:
            if len(row) != len(columns):
                words = {"found": len(row), "wanted": len(columns)}
                yield Trouble(line=self.line, why=_("It has %(found)s columns instead of %(wanted)s.") % words)
                return
            yield Row(line=line, table=name, values=dict(zip(columns, row, strict=True)))

    def _row(self) -> list[Value] | None:
        """The next row of the statement; None at its end, or where the file breaks off."""
        while True:
            start = self.at
            found = self._try_row()
            if found is not None:
                return found or None
            self.at = start
            if not self._more():
                return None

    def _try_row(self) -> list[Value] | None:
        """A row; an empty one at the end of the statement; None when more has to be read."""
        self._pass(len(BETWEEN.match(self.held, self.at)[0]))  # type: ignore[index]
        if self.at >= len(self.held):
            return None
        if self.held[self.at : self.at + 1] != b"(":
            return []
        place, row = self.at + 1, []
        while found := VALUE.match(self.held, place):
            place = found.end()
            row.append(_value(found))
            if found[5] == b")":
                self._pass(place - self.at)
                return row
        return None


def _value(found: Any) -> Value:
    quoted, hexed, nothing, bare = found[1], found[2], found[3], found[4]
    if nothing is not None:
        return None
    if hexed is not None:
        return bytes.fromhex((hexed if len(hexed) % 2 == 0 else b"0" + hexed).decode())
    if bare is not None:
        return str(bare.decode("ascii", "replace"))
    return ESCAPED.sub(lambda one: b"'" if one[1] is None else LETTERS.get(one[1], one[1]), quoted)


def words(value: Value) -> str:
    """A value as words: UTF-8, else as older tables kept them."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("cp1252", "replace")
    return value or ""
