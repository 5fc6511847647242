"""Takes the example company away again: one transaction, whole or not at all, as the database's owner.

What stays is what makes a house a house: the people of its own who work here, with their ways of signing in, its
settings, and the doors that it trusts. Everything else was done in the example and goes with it.
"""

import sys
import time
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from pasillo.config import places
from pasillo.doors.console.example.removal import BASE, OWN, REMOVED, WISHED, Figures, leave_word
from pasillo.doors.console.facts import ExampleRemoved

THEIRS = f"SELECT * FROM {{table}} WHERE person_id IN ({OWN})"
STAYS = {  # in this table, these rows
    "people_person": f"SELECT * FROM people_person WHERE id IN ({OWN})",
    "people_membership": f"SELECT * FROM people_membership WHERE area_id IS NULL AND person_id IN ({OWN})",
    "people_organisation": "SELECT * FROM people_organisation",
    "shell_provider": "SELECT * FROM shell_provider",
    "django_session": "SELECT * FROM django_session WHERE session_key IN "
    f"(SELECT session_key FROM shell_opensession WHERE person_id IN ({OWN}))",
    **{
        table: THEIRS.format(table=table)
        for table in (
            "shell_opensession", "shell_passkey", "shell_codekey", "shell_recoverycode", "shell_provideridentity",
            "api_apitoken",
        )
    },
}  # fmt: skip
UNTOUCHED = ("django_migrations", "django_content_type", "console_keymark")
OF_OTHERS = ("auth\\_%", "procrastinate\\_%")
TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)
AND NOT tablename LIKE ANY(%s) ORDER BY 1
"""
AFTERWARDS = (
    "UPDATE people_person SET account_id = NULL WHERE account_id IS NOT NULL",
    "UPDATE people_organisation SET example_since = NULL, version = version + 1, "
    "name = CASE name WHEN 'Nidalia' THEN 'Pasillo' ELSE name END",
    "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND queue_name <> 'example'",
    "ALTER SEQUENCE case_number RESTART",
)
TELL = "INSERT INTO journal_entry (about, by, happened_at, name, data) VALUES ('organisation', %s, %s, %s, %s)"
ENTER = "INSERT INTO effects_done (key, about, done_at) VALUES (%s, '', %s)"
TRIES, PATIENCE = 6, "10s"


def run() -> None:
    """The process of its own in which it happens. A second one waits for the first and finds nothing left to do."""
    try:
        gone = _empty_patiently(places.owner_address(places.data_folder()))
    except psycopg.errors.LockNotAvailable:
        sys.exit("Somebody works with the example without a pause. Nothing was removed; try again in a moment.")
    leave_word()
    if gone is None:
        print("There is no example company here.")
    else:
        print(f"The example company is gone: {gone.cases} cases, {gone.people} people, {gone.services} services.")


def _empty_patiently(address: Any) -> Figures | None:
    """Whoever is at work right now finishes first; then nobody gets in between."""
    for left in reversed(range(TRIES)):
        try:
            with psycopg.connect(**address) as owner:
                return empty(owner, at=datetime.now(UTC))  # noqa: TID251 - config's own moment, as a backup has one
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if not left:
                raise
            time.sleep(0.5)
    return None


def empty(owner: psycopg.Connection, *, at: datetime) -> Figures | None:
    """Everything of the example goes, in the caller's transaction. None when there is no example here."""
    owner.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    owner.execute("SELECT pg_advisory_xact_lock(hashtext('the example is removed'))")
    if not owner.execute("SELECT 1 FROM effects_done WHERE key = %s", [BASE]).fetchone():
        return None
    wished = owner.execute("SELECT about FROM effects_done WHERE key = %s", [WISHED]).fetchone()
    tables = [row[0] for row in owner.execute(TABLES, [list(UNTOUCHED), list(OF_OTHERS)]).fetchall()]
    _lock(owner, tables)
    gone = _figures(owner)
    _clear(owner, tables)
    for statement in AFTERWARDS:
        owner.execute(statement)  # type: ignore[call-overload]
    owner.execute(ENTER, [REMOVED, at])
    told = {"cases": gone.cases, "people": gone.people, "services": gone.services}
    owner.execute(TELL, [_still_here(owner, wished[0] if wished else ""), at, ExampleRemoved.name, Jsonb(told)])
    return gone


def _lock(owner: psycopg.Connection, tables: list[str]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    owner.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))


def _figures(owner: psycopg.Connection) -> Figures:
    row = owner.execute(
        "SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM catalogue_service), "
        f"(SELECT count(*) FROM people_person WHERE id NOT IN ({OWN}))"
    ).fetchone()
    cases, services, people = row or (0, 0, 0)
    return Figures(cases=cases, services=services, people=people)


def _clear(owner: psycopg.Connection, tables: list[str]) -> None:
    """What stays is laid aside, everything is emptied at once, and what stays comes back."""
    staying = [table for table in STAYS if table in tables]
    for table in staying:
        aside = sql.Identifier(f"staying_{table}")
        question = sql.SQL(STAYS[table])  # type: ignore[arg-type]
        owner.execute(sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS {}").format(aside, question))
    owner.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
    for table in staying:
        back = sql.SQL("INSERT INTO {} SELECT * FROM {}")
        owner.execute(back.format(sql.Identifier(table), sql.Identifier(f"staying_{table}")))


def _still_here(owner: psycopg.Connection, who: str) -> str:
    """Who wished it, if they are still there; else the house itself."""
    number = who.removeprefix("person:")
    known = number.isdecimal() and owner.execute("SELECT 1 FROM people_person WHERE id = %s", [number]).fetchone()
    return who if known else "system"
