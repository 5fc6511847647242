"""Puts the lines of a log together by case, on the disk: however long the log, the memory holds one case at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

from pasillo.doors.console.history.vocabulary import Row, Trouble, Turn

NAMES = tuple(field.name for field in fields(Row))
MOMENTS = ("at", "opened_at")
TABLES = f"""
create table row ({", ".join(f'"{name}"' for name in NAMES)});
create table spoilt ("case" text primary key);
"""  # noqa: S608
PUT = f"insert into row values ({', '.join('?' * len(NAMES))})"  # noqa: S608
WHOLE = 'not exists (select 1 from spoilt s where s."case" = r."case")'
CASES = f'select "case" from row r where {WHOLE} group by "case" order by min("at"), "case"'  # noqa: S608
AT_ONCE = 5000


class Sorted:
    """The lines of a log. A case of which a line cannot be used is left out whole: half a history is a false one."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="pasillo-log-")
        self._kept = sqlite3.connect(Path(self._folder.name) / "lines", isolation_level=None)
        self._kept.executescript("pragma journal_mode = off; pragma synchronous = off;" + TABLES)
        self._waiting: list[tuple[Any, ...]] = []

    def __enter__(self) -> "Sorted":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, _: TracebackType | None
    ) -> None:
        self._kept.close()
        self._folder.cleanup()

    def put(self, row: Row) -> None:
        """One more line."""
        self._waiting.append(tuple(_plain(value) for value in astuple(row)))
        if len(self._waiting) >= AT_ONCE:
            self._write()

    def spoil(self, trouble: Trouble) -> None:
        """The case of this line is left out."""
        if trouble.case:
            self._kept.execute("insert or ignore into spoilt values (?)", [trouble.case])

    def finish(self) -> None:
        """All lines are there."""
        self._write()
        self._kept.execute('create index by_case on row ("case", "at", line)')

    def count(self) -> tuple[int, int]:
        """How many cases are whole, and how many are left out."""
        return self._number(f"select count(*) from ({CASES})"), self._number("select count(*) from spoilt")  # noqa: S608

    def first_moment(self) -> datetime | None:
        """When the first case was opened, or the first line of it told."""
        asked = f'select min(min("at", coalesce(opened_at, "at"))) from row r where {WHOLE}'  # noqa: S608
        found = self._kept.execute(asked).fetchone()[0]
        return None if found is None else _moment(found)

    def cases(self) -> Iterator[list[Row]]:
        """The lines of each case in the order in which they happened; cases in the order in which they begin."""
        with closing(self._kept.execute(CASES)) as cases:
            for (case,) in cases:
                lines = self._kept.execute('select * from row where "case" = ? order by "at", line', [case])
                yield [_row(line) for line in lines.fetchall()]

    def _write(self) -> None:
        self._kept.execute("begin")
        self._kept.executemany(PUT, self._waiting)
        self._kept.execute("commit")
        self._waiting.clear()

    def _number(self, question: str) -> int:
        return int(self._kept.execute(question).fetchone()[0])


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else str(value) if isinstance(value, Turn) else value


def _row(line: tuple[Any, ...]) -> Row:
    told = dict(zip(NAMES, line, strict=True))
    moments = {name: _moment(told[name]) for name in MOMENTS if told[name] is not None}
    return Row(**{**told, **moments, "turn": Turn(told["turn"])})


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
