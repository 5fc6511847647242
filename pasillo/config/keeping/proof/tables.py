"""What a database promises of its own tables, counted again without trusting its indexes."""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from pasillo.config.keeping.proof.outcome import SHOWN, Outcome

FOREIGN = """
SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
    (SELECT array_agg(attname ORDER BY place) FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
    (SELECT array_agg(attname ORDER BY place) FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)
FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY 1
"""
UNIQUE = """
SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_expr(i.indpred, i.indrelid),
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
    (SELECT array_agg(pg_get_indexdef(i.indexrelid, k, true) ORDER BY k) FROM generate_series(1, i.indnkeyatts) AS k)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace ORDER BY 1
"""
UNFINISHED = """
SELECT 'the index ' || indexrelid::regclass || ' is not finished: run REINDEX on it' FROM pg_index
WHERE NOT indisvalid OR NOT indisready
UNION ALL SELECT 'the rule ' || conname || ' of ' || conrelid::regclass || ' was never checked' FROM pg_constraint
WHERE NOT convalidated AND connamespace = 'public'::regnamespace
"""
BY_READING = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


def prove(database: psycopg.Connection) -> Iterator[Outcome]:
    """No row points to nothing, nothing is there twice that may be there once, no index is half made."""
    yield _orphans(database)
    yield _doubles(database)
    yield _unfinished(database)


def _orphans(database: psycopg.Connection) -> Outcome:
    outcome = Outcome("Rows that point to something that is there")
    for _, table, other, columns, keys in database.execute(FOREIGN).fetchall():
        outcome.looked_at += 1
        pairs = list(zip(columns, keys, strict=True))
        filled = sql.SQL(" AND ").join(sql.SQL("a.{} IS NOT NULL").format(sql.Identifier(c)) for c, _ in pairs)
        same = sql.SQL(" AND ").join(
            sql.SQL("b.{} = a.{}").format(sql.Identifier(k), sql.Identifier(c)) for c, k in pairs
        )
        question = sql.SQL("SELECT a.{}::text FROM {} AS a WHERE {} AND NOT EXISTS (SELECT FROM {} AS b WHERE {})")
        asked = question.format(sql.Identifier(columns[0]), sql.SQL(table), filled, sql.SQL(other), same)
        for (key,) in database.execute(asked).fetchall():
            outcome.add(f"{table}.{columns[0]} is {key}, and there is no such row in {other}")
    return outcome


def _doubles(database: psycopg.Connection) -> Outcome:
    outcome = Outcome("Keys that may exist once exist once")
    for setting in BY_READING:
        database.execute(f"SET LOCAL {setting} = off")
    for index, table, condition, nulls_too, keys in database.execute(UNIQUE).fetchall():
        outcome.looked_at += 1
        filled = [] if nulls_too else [f"({key}) IS NOT NULL" for key in keys]
        where = " AND ".join([*([f"({condition})"] if condition else []), *filled]) or "true"
        listed = ", ".join(f"({key})" for key in keys)
        asked = (
            f"SELECT concat_ws(', ', {listed}), count(*) FROM {table} WHERE {where} GROUP BY {listed} "
            f"HAVING count(*) > 1 LIMIT {SHOWN * 10}"
        )
        for key, times in database.execute(asked).fetchall():  # type: ignore[arg-type]
            outcome.add(f"{table} has {key} {times} times ({index})")
    for setting in BY_READING:
        database.execute(f"SET LOCAL {setting} = on")
    return outcome


def _unfinished(database: psycopg.Connection) -> Outcome:
    outcome = Outcome("Indexes and rules are finished")
    outcome.looked_at = database.execute("SELECT count(*) FROM pg_index").fetchone()[0]  # type: ignore[index]
    for (words,) in database.execute(UNFINISHED).fetchall():
        outcome.add(words)
    return outcome
