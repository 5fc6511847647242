"""`pasillo restore FILE`: into a database of its own, proven, and only then under the name that is in use."""

import argparse
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from pasillo.config import places
from pasillo.config.keeping.backup import back_up_aside, counted
from pasillo.config.keeping.parcel import DATABASE, KEY, Parcel, sync_folder
from pasillo.config.keeping.programs import program, told_to
from pasillo.config.keeping.restored import put_in_order
from pasillo.config.keeping.versions import unknown_steps
from pasillo.config.postgres.trouble import Trouble

Address = Mapping[str, Any]
AT_WORK = """
SELECT coalesce(nullif(application_name, ''), 'a program') || coalesce(' at ' || host(client_addr), '') AS who, count(*)
FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid() AND backend_type = 'client backend'
GROUP BY 1 ORDER BY 1
"""
OTHERS = "SELECT 1 FROM pg_database WHERE datname = %s"
HELD = """
{held} mails were waiting to be sent when this backup was made. Some of them may have gone out since then, so they are
held: nobody gets anything twice. Look at them with  pasillo held-mail , then send them with
pasillo held-mail --send  or let them go with  pasillo held-mail --forget .
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the person types after `pasillo restore`."""
    parser.add_argument("file", type=Path, help="a file that `pasillo backup` has written")
    parser.add_argument("--replace", action="store_true", help="give up what is there now, after a backup of it")
    parser.add_argument(
        "--hold-mail",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="hold the mail that was waiting when the backup was made, so that nothing is sent twice",
    )


def restore(parcel: Parcel, *, replace: bool, hold_mail: bool, prove: Callable[[Address], bool]) -> bool:
    """Puts what is in the backup in place of what is there. Returns whether it was proven sound.

    `prove` brings the tables of a database to this version and proves them. The caller holds the installation's lock.
    """
    data = places.data_folder()
    address = places.owner_address(data)
    name = address.get("dbname") or "pasillo"
    _refuse_a_newer_one(parcel)
    with _maintenance(address) as server:
        _refuse_while_at_work(server, name)
        filled = _is_filled(address)
        if filled and not replace:
            raise Trouble(
                "There is data here already. Restoring would take its place. If you want that, add --replace: "
                "what is there now is backed up first."
            )
        if filled:
            print(f"What is there now is backed up: {back_up_aside(data, 'before-restore')}", flush=True)
        fresh = f"{name}_restoring"
        _make_fresh(server, fresh)
        held = _fill(parcel, {**address, "dbname": fresh}, hold_mail=hold_mail)
        sound = prove({**address, "dbname": fresh})
        _swap(server, name, fresh)
    _put_key_in_place(parcel, data)
    _say(parcel, held)
    return sound


def _refuse_a_newer_one(parcel: Parcel) -> None:
    unknown = unknown_steps(parcel.contents["migrations"])
    if unknown:
        raise Trouble(
            f"This backup was written by a newer Pasillo ({parcel.contents['pasillo']}), with {unknown[0]} that this "
            "version does not know. Nothing was changed. Restore it with that version."
        )


def _refuse_while_at_work(server: psycopg.Connection, name: str) -> None:
    found = server.execute(AT_WORK, [[name, f"{name}_restoring"]]).fetchall()
    if found:
        who = ", ".join(f"{who} ({count})" for who, count in found)
        raise Trouble(f"Somebody works with this database: {who}. Nothing was changed. Stop that first.")


def _is_filled(address: Address) -> bool:
    try:
        with psycopg.connect(**address, autocommit=True) as database:
            there = database.execute("SELECT to_regclass('public.people_person')").fetchone()
            if not there or not there[0]:
                return False
            return database.execute("SELECT 1 FROM people_person LIMIT 1").fetchone() is not None
    except psycopg.OperationalError as trouble:
        if "does not exist" in str(trouble):
            return False
        raise


def _make_fresh(server: psycopg.Connection, fresh: str) -> None:
    """An empty database beside the one in use; what a broken restore has left there goes."""
    name = sql.Identifier(fresh)
    try:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    except psycopg.errors.InsufficientPrivilege as reason:
        raise Trouble(
            "The database's owner may not create databases, so nothing was changed. As an administrator of the server "
            "run: ALTER ROLE the_owner CREATEDB; then restore again."
        ) from reason


def _fill(parcel: Parcel, fresh: Address, *, hold_mail: bool) -> int:
    with psycopg.connect(**fresh, autocommit=True) as database:
        version = database.info.server_version // 10000
    print("The backup is read in.", flush=True)
    told_to([program("pg_restore", version), "--no-owner", "--exit-on-error"], fresh, parcel.pieces(DATABASE))
    _compare(parcel.contents["rows"], counted(fresh))
    with psycopg.connect(**fresh, autocommit=True) as database:
        return put_in_order(database, hold_mail=hold_mail)


def _compare(wanted: dict[str, int], found: dict[str, int]) -> None:
    missing = [name for name, rows in wanted.items() if found.get(name) != rows]
    if missing:
        raise Trouble(
            f"Not everything arrived: {missing[0]} should have {wanted[missing[0]]} rows and has "
            f"{found.get(missing[0], 'none')}. What was there before is untouched."
        )


def _swap(server: psycopg.Connection, name: str, fresh: str) -> None:
    """Both names change in one transaction: whoever is killed here leaves the old one or the new one, never neither."""
    former = f"{name}_before_{time.strftime('%Y%m%d_%H%M%S', time.gmtime())}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    _refuse_while_at_work(server, name)
    with server.transaction():
        was_there = server.execute(OTHERS, [name]).fetchone()
        if was_there:
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(former)))
        server.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
    if was_there:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(former)))


def _put_key_in_place(parcel: Parcel, data: Path) -> None:
    """The key that came with the backup; the one that was there is kept beside it."""
    if KEY not in parcel.places:
        return
    key = b"".join(parcel.pieces(KEY)).strip()
    kept = data / "secret.key"
    if os.environ.get("PASILLO_SECRET_KEY"):
        print("The backup brings its secret key, but PASILLO_SECRET_KEY is set: that one stays in use.")
    elif not kept.exists() or kept.read_bytes().strip() != key:
        if kept.exists():
            kept.replace(data / f"secret.key.before-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
        half = data / "secret.key.half"
        half.touch(mode=0o600)
        with open(half, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        half.replace(kept)
        sync_folder(data)


def _say(parcel: Parcel, held: int) -> None:
    cases = parcel.contents["rows"].get("cases_case", 0)
    print(f"Restored: {cases} cases, as they were on {parcel.contents['at']}.")
    if held:
        print(HELD.format(held=held))


def _maintenance(address: Address) -> psycopg.Connection:
    return psycopg.connect(**{**address, "dbname": "postgres"}, autocommit=True)
