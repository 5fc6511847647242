"""What was read, laid aside on the disk in our words: however large the export, the memory holds one case at a time."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import Told, Who, as_data, from_data

TABLES = """
pragma journal_mode = off; pragma synchronous = off;
create table told (place integer primary key, known_as text unique, opened real, line int, mark text, body text);
create table who (mark text primary key, name text, email text, phone text, organisation text, works int);
create table place (sort text, name text, many int, primary key (sort, name));
create table trouble (place integer primary key, line int, "case" text, why text);
create table thing (kind text, id text, owner text, line int, body text);
create table count (name text primary key, many int);
"""
AT_ONCE = 2000
MOST_TROUBLES = 100_000
UPSERT = "insert into who values (?, ?, ?, ?, ?, ?) on conflict (mark) do update set works = max(works, excluded.works)"
PLACE = "insert into place values (?, ?, 1) on conflict do update set many = many + 1"


def mark_of(who: Who) -> str:
    """By what somebody of the other system is recognised: their address, else what they are called there."""
    sort, word = ("mail", who.email.lower()) if who.email else ("key", who.key) if who.key else ("name", who.name)
    return f"{'works' if who.works and not who.email else 'is'}:{sort}:{word}"[:400]


class Staging:
    """The cases that were read, who and what is named in them, and what was not understood."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.kept = sqlite3.connect(path, isolation_level=None)
        self.path = path
        self.waiting = 0
        self.fetch: Callable[[Told], Told] = lambda told: told
        if fresh:
            self.kept.executescript(TABLES)
            self.kept.execute("begin")

    def close(self) -> None:
        """Everything is written."""
        if self.kept.in_transaction:
            self.kept.execute("commit")
        self.kept.close()

    def put(self, told: Told) -> None:
        """A case. One that is there twice counts once; if the two differ, that is said."""
        told = self.fetch(told)
        body = json.dumps(as_data(told), default=datetime.isoformat, ensure_ascii=False)
        mark = sha256(json.dumps(json.loads(body) | {"line": 0}, sort_keys=True).encode()).hexdigest()[:32]
        row = (told.known_as, told.opened_at.timestamp(), told.line, mark, body)
        new = self.kept.execute(
            "insert or ignore into told (known_as, opened, line, mark, body) values (?, ?, ?, ?, ?)", row
        )
        if not new.rowcount:
            self.count("repeated")
            return
        for who in told.people():
            self._meet(who)
        self.kept.execute(PLACE, ["area", told.area])
        self.kept.execute(PLACE, ["service", told.service])
        self._rest()

    def _meet(self, who: Who) -> None:
        row = (mark_of(who), who.name[:200], who.email, who.phone, who.organisation, who.works)
        self.kept.execute(UPSERT, row)

    def note(self, trouble: Trouble) -> None:
        """Something was not understood."""
        if self.number("select count(*) from trouble") < MOST_TROUBLES:
            row = (trouble.line, trouble.case, trouble.why)
            self.kept.execute('insert into trouble (line, "case", why) values (?, ?, ?)', row)
        self.count("wrong")

    def count(self, name: str, many: int = 1) -> None:
        """So many more of something."""
        told = "insert into count values (?, ?) on conflict do update set many = many + excluded.many"
        self.kept.execute(told, [name, many])

    def counted(self, name: str) -> int:
        """How many of something."""
        row = self.kept.execute("select many from count where name = ?", [name]).fetchone()
        return int(row[0]) if row else 0

    def lay(self, kind: str, key: object, data: dict[str, Any], *, owner: object = "", line: int = 0) -> None:
        """A thing of the source that is needed later, such as a person or what was said in a case."""
        row = (kind, str(key), str(owner), line, json.dumps(data, ensure_ascii=False, default=str))
        self.kept.execute("insert into thing values (?, ?, ?, ?, ?)", row)
        self._rest()

    def index(self) -> None:
        """All things are there: find them quickly."""
        self.kept.execute("create index if not exists by_id on thing (kind, id)")
        self.kept.execute("create index if not exists by_owner on thing (kind, owner)")

    def thing(self, kind: str, key: object) -> dict[str, Any]:
        """The thing of this kind with this number; the last that was told of it."""
        asked = "select body from thing where kind = ? and id = ? order by rowid desc limit 1"
        row = self.kept.execute(asked, [kind, str(key)]).fetchone()
        return json.loads(row[0]) if row else {}

    def things(self, kind: str, owner: object = None) -> Iterator[tuple[int, dict[str, Any]]]:
        """The things of a kind, all or those of one owner, each with its line."""
        of = "" if owner is None else "and owner = ?"
        told = [kind] if owner is None else [kind, str(owner)]
        for line, body in self.kept.execute(f"select line, body from thing where kind = ? {of} order by rowid", told):  # noqa: S608
            yield line, json.loads(body)

    def at(self, place: int) -> tuple[int, dict[str, Any]]:
        """The thing that was laid aside at this place, with its line."""
        line, body = self.kept.execute("select line, body from thing where rowid = ?", [place]).fetchone()
        return line, json.loads(body)

    def owners(self, kind: str) -> Iterator[str]:
        """Whoever owns things of this kind, in the order in which they were told."""
        asked = "select owner from thing where kind = ? group by owner order by min(rowid)"
        for (owner,) in self.kept.execute(asked, [kind]):
            yield owner

    def _rest(self) -> None:
        self.waiting += 1
        if self.waiting % AT_ONCE == 0:
            self.kept.execute("commit")
            self.kept.execute("begin")

    def number(self, question: str, *values: object) -> int:
        """A figure of what was read."""
        return int(self.kept.execute(question, values).fetchone()[0] or 0)

    def cases(self) -> int:
        """How many cases can be taken over."""
        return self.number("select count(*) from told")

    def first_moment(self) -> datetime | None:
        """When the first of them was opened."""
        found = self.kept.execute("select min(opened) from told").fetchone()[0]
        return None if found is None else datetime.fromtimestamp(found, UTC)

    def people(self) -> Iterator[tuple[str, Who]]:
        """Everybody who is named, each with the mark by which they are recognised."""
        for mark, name, email, phone, organisation, works in self.kept.execute("select * from who order by rowid"):
            yield mark, Who(name=name, email=email, phone=phone, organisation=organisation, works=bool(works))

    def places(self, sort: str) -> list[tuple[str, int]]:
        """The areas or services that are named, with how many cases."""
        asked = "select name, many from place where sort = ? order by many desc, name"
        return [(str(name), int(many)) for name, many in self.kept.execute(asked, [sort])]

    def marks(self) -> Iterator[tuple[str, str, int]]:
        """What each case is known as, by what it is recognised, and its line."""
        yield from self.kept.execute("select known_as, mark, line from told")

    def told(self, part: int = 0, parts: int = 1) -> Iterator[tuple[str, Told]]:
        """The cases of one part of so many, as they began, each with the mark of what is told of it."""
        asked = "select mark, body from told where place % ? = ? order by opened, place"
        for mark, body in self.kept.execute(asked, [parts, part]):
            yield mark, from_data(json.loads(body))

    def troubles(self, limit: int = MOST_TROUBLES) -> list[Trouble]:
        """What was not understood, in the order of the file."""
        asked = 'select line, "case", why from trouble order by line, place limit ?'
        return [Trouble(line=line, case=case, why=why) for line, case, why in self.kept.execute(asked, [limit])]

    def reasons(self) -> list[tuple[str, int]]:
        """The reasons without the words of the file, with how often each."""
        told = self.kept.execute("select why from trouble")
        return Counter(re.sub("“[^”]*”", "“…”", why) for (why,) in told).most_common(50)
