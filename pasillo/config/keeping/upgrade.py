"""Bringing the tables to this version: with a backup first, in one transaction, and patient with whoever works."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from pasillo.config import places, rights
from pasillo.config.keeping.backup import back_up_aside
from pasillo.config.postgres.trouble import Trouble

ONE_AT_A_TIME = 7270_4554
LOCK_TIMEOUT = "2s"
TRIES, PAUSE = 15, 2.0
WITHOUT = "PASILLO_UPGRADE_WITHOUT_BACKUP"


def migrate(*, backup: bool = True) -> None:
    """Brings the tables to this version. Two that start at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            _bring(cursor, backup=backup)
            rights.settle(cursor)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _bring(cursor: Any, *, backup: bool) -> None:
    steps = _steps()
    if not steps or not _is_filled(cursor):
        call_command("migrate", verbosity=0, interactive=False)
        return
    kept = _back_up() if backup else ""
    cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        _patiently(lambda: _carry_out(steps))
    except Exception as reason:
        whole = _is_one(steps)
        sys.exit(_what_went_wrong(reason, kept, whole=whole))
    finally:
        if not connection.needs_rollback:
            cursor.execute("SET lock_timeout = 0")


def _steps() -> list[Any]:
    executor = MigrationExecutor(connection)
    return [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _is_filled(cursor: Any) -> bool:
    """Whether anybody has worked here: then there is something to lose."""
    cursor.execute("SELECT to_regclass('public.people_person')")
    if cursor.fetchone()[0] is None:
        return False
    cursor.execute("SELECT EXISTS (SELECT FROM people_person)")
    return bool(cursor.fetchone()[0])


def _back_up() -> str:
    if os.environ.get(WITHOUT):
        return ""
    print("The tables are brought to this version. Before that, a backup is made.", flush=True)
    try:
        kept = back_up_aside(places.data_folder(), "before-upgrade")
    except Trouble as trouble:
        sys.exit(
            f"The upgrade was not begun, because no backup could be made first: {trouble} "
            f"If you have a backup of your own, set {WITHOUT}=1 and start again."
        )
    print(f"The backup is complete: {kept}", flush=True)
    return str(kept)


def _is_one(steps: list[Any]) -> bool:
    return all(step.atomic for step in steps)


def _carry_out(steps: list[Any]) -> None:
    """All steps or none, where each of them allows it."""
    whole: AbstractContextManager[Any] = transaction.atomic() if _is_one(steps) else nullcontext()
    with whole:
        if _is_one(steps):
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", verbosity=0, interactive=False)


def _patiently(do: Callable[[], None]) -> None:
    """Somebody who reads a table for long is not pushed aside: we let go and come again."""
    for left in range(TRIES - 1, -1, -1):
        try:
            do()
            return
        except OperationalError as reason:
            if not left or not isinstance(reason.__cause__, psycopg.errors.LockNotAvailable):
                raise
            print("A table is in use just now; the upgrade waits for it.", flush=True)
            time.sleep(PAUSE)


def _what_went_wrong(reason: Exception, kept: str, *, whole: bool) -> str:
    said = str(reason).strip().splitlines()[0] if str(reason).strip() else type(reason).__name__
    if isinstance(reason.__cause__, psycopg.errors.LockNotAvailable):
        said = "a table was in use all the time; stop whatever works with the database and start again"
    now = "Nothing was changed: your data is as it was before." if whole else f"To go back:  pasillo restore {kept}"
    where = f" A backup of it is in {kept}." if kept and whole else ""
    return (
        f"The upgrade did not succeed: {said}. {now}{where} Start the version that you had before, and tell us what "
        "happened."
    )
