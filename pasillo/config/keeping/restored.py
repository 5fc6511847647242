"""What must be put in order in a database that was read from a backup, before anybody works with it."""

from typing import Any

import psycopg

LEASES = (
    "UPDATE effects_effect SET lease_until = NULL WHERE lease_until IS NOT NULL",
    "UPDATE intake_inbound SET lease_until = NULL WHERE lease_until IS NOT NULL",
    "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing'",
    "DELETE FROM procrastinate_workers",
)
HOLD = "UPDATE effects_effect SET state = 'held' WHERE state = 'queued'"

# Followers read the journal in the order of transaction numbers, and a database elsewhere counts its transactions
# from the beginning again. The order is kept with the smallest numbers that can keep it.
PLACES = """
CREATE TEMPORARY TABLE places ON COMMIT DROP AS
SELECT id, 3 + count(*) FILTER (WHERE before > id) OVER (ORDER BY tx, id) AS place
FROM (SELECT id, tx, lag(id) OVER (ORDER BY tx, id) AS before FROM journal_entry) AS told
"""
RENUMBER = """
UPDATE journal_entry AS entry SET tx = places.place::text::xid8 FROM places WHERE places.id = entry.id
"""
POSITIONS = """
UPDATE journal_position AS position SET tx = coalesce(
    (SELECT place::text FROM places WHERE places.id = position.entry_id), '0')
"""
BEHIND = """
SELECT (SELECT max(tx) FROM journal_entry) >= pg_snapshot_xmin(pg_current_snapshot())
    OR (SELECT max(tx::numeric) FROM journal_position) >= pg_snapshot_xmin(pg_current_snapshot())::text::numeric
"""


def put_in_order(database: psycopg.Connection, *, hold_mail: bool) -> int:
    """Frees what dead processes held, keeps the journal readable, and holds mail of the past. Returns how many."""
    held = 0
    with database.transaction():
        for statement in LEASES:
            _if_there(database, statement)
        if hold_mail:
            held = _if_there(database, HOLD)
    number_anew(database)
    return held


def number_anew(database: psycopg.Connection) -> None:
    """Gives the journal the transaction numbers of this server, if it has counted less far than the old one."""
    if not _one(database, "SELECT to_regclass('public.journal_entry')") or not _one(database, BEHIND):
        return
    with database.transaction():
        database.execute(PLACES)
        database.execute("CREATE INDEX ON places (id)")
        database.execute(RENUMBER)
        database.execute(POSITIONS)
        last = _one(database, "SELECT coalesce(max(place), 0) FROM places")
    while int(_one(database, "SELECT pg_current_xact_id()::text")) <= last:
        pass  # each question is one more transaction
    database.execute("VACUUM (ANALYZE) journal_entry")


def _if_there(database: psycopg.Connection, statement: str) -> int:
    """Runs it, unless the backup is older than the table."""
    words = statement.split()
    table = words[words.index("FROM") + 1 if words[0] == "DELETE" else 1]
    if not _one(database, f"SELECT to_regclass('public.{table}')"):
        return 0
    return database.execute(statement).rowcount


def _one(database: psycopg.Connection, question: str) -> Any:
    row = database.execute(question).fetchone()
    return row[0] if row else None
