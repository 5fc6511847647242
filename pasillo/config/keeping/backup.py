"""`pasillo backup FILE`: the whole database as it is at one moment, while everybody goes on working."""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from pasillo.config import places
from pasillo.config.keeping.parcel import DATABASE, KEY, Writer
from pasillo.config.keeping.programs import program, spoken_by
from pasillo.config.keeping.versions import product_version
from pasillo.config.postgres.trouble import Trouble
from pasillo.doors.shell.room import free_and_total, size_words

KEPT = 5
SPARE = 64 * 2**20
ONE_MOMENT = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the person types after `pasillo backup`."""
    parser.add_argument("file", type=Path, help="where to write it; it must not be there yet")
    parser.add_argument("--with-key", action="store_true", help="put the secret key in too: keep such a file locked")


def run(options: argparse.Namespace) -> None:
    """Writes the backup and says what is in it."""
    file = options.file.absolute()
    contents = back_up(places.data_folder(), file, with_key=options.with_key, says=Progress())
    cases = contents["rows"].get("cases_case", 0)
    print(
        f"The backup is complete: {file}, {size_words(file.stat().st_size)}, with {cases} cases as of {contents['at']}."
    )
    if not options.with_key:
        print("The secret key is not in it. Keep a copy of it in another place: without it, links that were mailed")
        print("and passwords of mailboxes cannot be read again. It is in the file secret.key of the data folder,")
        print("unless you set PASILLO_SECRET_KEY.")


def back_up(
    data: Path, file: Path, *, with_key: bool = False, says: "Progress | None" = None, name: str | None = None
) -> dict[str, Any]:
    """Writes one consistent backup of the database. Returns what it says of itself."""
    _refuse_to_overwrite(file)
    address = {**places.owner_address(data), **({"dbname": name} if name else {})}
    with psycopg.connect(**address, autocommit=True) as database:
        _check_room(database, file)
        _hold_one_moment(database)
        contents = _contents(database)
        (snapshot,) = _one(database, "SELECT pg_export_snapshot()")
        server = database.info.server_version // 10000
        command: list[str | Path] = [program("pg_dump", server), "-Fc", f"--snapshot={snapshot}", "--no-owner"]
        with Writer(file) as parcel:
            parcel.add(DATABASE, _told(spoken_by(command, address), says))
            if with_key:
                parcel.add(KEY, [_key(data)])
            parcel.finish(contents)
    return contents


def back_up_aside(data: Path, why: str, says: "Progress | None" = None) -> Path:
    """A backup in the data folder before something risky; the oldest of them go."""
    folder = data / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{why}-{datetime.now(UTC):%Y%m%d-%H%M%S}.pasillo"  # noqa: TID251
    back_up(data, file, says=says)
    for old in sorted(folder.glob(f"{why}-*.pasillo"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


class Progress:
    """Says now and then how much was written, where a person looks on."""

    def __init__(self) -> None:
        self.size, self.last = 0, 0.0

    def add(self, size: int) -> None:
        """So much more."""
        self.size += size
        if sys.stderr.isatty() and time.monotonic() - self.last > 0.5:
            self.last = time.monotonic()
            print(f"\r{size_words(self.size)} … ", end="", file=sys.stderr, flush=True)


def _told(pieces: Iterable[bytes], says: Progress | None) -> Iterator[bytes]:
    for piece in pieces:
        if says:
            says.add(len(piece))
        yield piece


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        raise Trouble(f"{file} is there already, and a backup never overwrites anything. Choose another name.")
    if not file.parent.is_dir():
        raise Trouble(f"There is no folder {file.parent}. Make it first.")
    if not os.access(file.parent, os.W_OK):
        raise Trouble(
            f"Nothing can be written in {file.parent}. Choose another folder, or give this account the right."
        )


def _check_room(database: psycopg.Connection, file: Path) -> None:
    """A backup is packed and smaller than the database; half of it is a careful guess."""
    (size,) = _one(database, "SELECT sum(pg_table_size(c.oid)) FROM pg_class c WHERE relkind IN ('r', 'm')")
    (free, _), wanted = free_and_total(file.parent), int(size) // 2 + SPARE
    if free < wanted:
        raise Trouble(
            f"There is not enough room for a backup in {file.parent}: {size_words(free)} are free, up to "
            f"{size_words(wanted)} are needed. Choose a folder on another disk."
        )


def _hold_one_moment(database: psycopg.Connection) -> None:
    database.execute("SET idle_in_transaction_session_timeout = 0")
    database.execute("SET statement_timeout = 0")
    database.execute(ONE_MOMENT)


def _contents(database: psycopg.Connection) -> dict[str, Any]:
    """What the backup says of itself, all of one and the same moment."""
    tables = [name for (name,) in database.execute(TABLES).fetchall()]
    (at, server) = _one(database, "SELECT now(), current_setting('server_version')")
    return {
        "pasillo": product_version(),
        "postgresql": server,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "migrations": _rows(database, "SELECT app, name FROM django_migrations ORDER BY 1, 2", tables),
        "journal": _rows(database, "SELECT max(id), max(tx::text::numeric)::text FROM journal_entry", tables),
        "rows": {name: _one(database, _count(name))[0] for name in tables},
    }


def _rows(database: psycopg.Connection, question: str, tables: list[str]) -> list[list[Any]]:
    table = question.split("FROM ")[1].split()[0]
    return [list(row) for row in database.execute(question).fetchall()] if table in tables else []


def _count(table: str) -> sql.Composed:
    return sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))


def _one(database: psycopg.Connection, question: Any) -> tuple[Any, ...]:
    row = database.execute(question).fetchone()
    assert row
    return row


def _key(data: Path) -> bytes:
    given = os.environ.get("PASILLO_SECRET_KEY")
    return given.encode() if given else (data / "secret.key").read_bytes()


def counted(address: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(**address) as database:
        return {name: _one(database, _count(name))[0] for (name,) in database.execute(TABLES).fetchall()}
