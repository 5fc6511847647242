"""A great many cases: a few that were lived through the product's own commands, laid down again and again in bulk.

The columns are read from the database, so that a new one is copied as it stands in the pattern.
"""

from datetime import timedelta
from typing import Any

import psycopg

CHUNK, BULK = 50_000, 50_000
OPEN_SHARE = 10  # one pattern in so many is still open
DAYS = 700

TABLES = {  # table -> what a copy has of its own, in terms of the copy's number n, its rank r and the pattern's row p
    "conversations_conversation": {"id": "{conversation}", "opened_at": "p.opened_at - {back}"},
    "cases_case": {
        "id": "{case}",
        "number": "{case} + 1000000",
        "conversation_id": "{conversation}",
        "opened_at": "p.opened_at - {back}",
        "changed_at": "p.changed_at - {back}",
        "resolved_at": "p.resolved_at - {back}",
        "closed_at": "p.closed_at - {back}",
        "next_due_at": "p.next_due_at + mod(n, 20000) * interval '1 minute'",
    },
    "conversations_message": {"conversation_id": "{conversation}", "said_at": "p.said_at - {back}"},
    "promises_clock": {
        "case_id": "{case}",
        "started_at": "p.started_at - {back}",
        "due_at": "p.due_at - {back}",
        "stopped_at": "p.stopped_at - {back}",
        "next_alarm_at": "p.next_alarm_at + mod(n, 20000) * interval '1 minute'",
    },
    "journal_entry": {
        "about": "'case:' || {case}",
        "data": "p.data || jsonb_build_object('case_id', {case})",
        "happened_at": "p.happened_at - {back}",
    },
}
FINDING = """
    select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
    where indrelid = any (%s::text[]::regclass[]) and not indisunique
"""
OWN_NUMBER = ("conversations_message", "promises_clock", "journal_entry")
COLUMNS = """
    select column_name from information_schema.columns
    where table_schema = 'public' and table_name = %s and column_name not in ('tx', 'recorded_at') order by 1
"""


def lived(scene: dict[str, Any]) -> list[int]:
    """The patterns: one case that still waits for its first answer, and nine that went through to the end."""
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import Opening, confirm, open_case, reply, take

    at, agent, customer = now() - timedelta(hours=2), scene["agent"].ref, scene["customer"]
    patterns = []
    for place in range(OPEN_SHARE):
        opening = Opening(
            customer_id=customer.pk, service_id=scene["service"].pk, channel="portal",
            subject=f"The light on the box is red ({place})", text=f"It stopped at {place} o'clock and I work at home.",
        )  # fmt: skip
        case = open_case(opening=opening, by=customer.ref, at=at)
        patterns.append(case.pk)
        if place:
            take(case.pk, by=agent, at=at + timedelta(minutes=4))
            answer = "We have started your line again. Please try it now."
            reply(case.pk, text=answer, then="resolve", by=agent, at=at + timedelta(minutes=10 + place))
            confirm(case.pk, by=customer.ref, at=at + timedelta(minutes=60))
    return patterns


def long_case(scene: dict[str, Any], messages: int = 20) -> int:
    """The number of an open case in which so many things were said."""
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import Opening, customer_writes, open_case, reply
    from pasillo.operations.conversations.commands import Words

    at, agent, customer = now() - timedelta(hours=3), scene["agent"].ref, scene["customer"]
    opening = Opening(
        customer_id=customer.pk, service_id=scene["service"].pk, channel="portal",
        subject="Nobody came twice", text="I took the day off for the second time.",
    )  # fmt: skip
    case = open_case(opening=opening, by=customer.ref, at=at)
    for turn in range(1, messages):
        then = at + timedelta(minutes=5 * turn)
        if turn % 2:
            reply(case.pk, text=f"I have asked Field again, for the {turn}th time.", by=agent, at=then)
        else:
            words = Words(text=f"And still nobody is here ({turn}).", channel="portal")
            customer_writes(case.pk, author_id=customer.pk, words=words, by=customer.ref, at=then)
    return int(case.number)


def multiply(owner: dict[str, Any], patterns: list[int], total: int) -> None:
    """Lays down copies of the patterns, round and round, until there are so many cases."""
    with psycopg.connect(**owner) as database:
        there = _one(database, "select count(*) from cases_case")
        again = _prepare(database) if total - there >= BULK else []
        _set_apart(database, patterns)
        first = {"case": _one(database, "select max(id) + 1 from cases_case"),
                 "conversation": _one(database, "select max(id) + 1 from conversations_conversation")}  # fmt: skip
        for start in range(0, total - there, CHUNK):
            _lay_down(database, patterns, first, start, min(start + CHUNK, total - there))
            database.commit()
        for words in again:
            database.execute(words)
        for table in TABLES:
            database.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        database.commit()
    with psycopg.connect(**owner, autocommit=True) as database:
        database.execute("vacuum (analyze)")
        database.execute("checkpoint")


def _prepare(database: Any) -> list[str]:
    """As one loads a great deal: indexes that only find are made afterwards, in one go. Returns how they are made."""
    database.execute("set maintenance_work_mem = '512MB'")
    found = database.execute(FINDING, [list(TABLES)]).fetchall()
    for name, _words in found:
        database.execute(f"drop index {name}")
    return [words for _name, words in found]


def _set_apart(database: Any, patterns: list[int]) -> None:
    """The patterns in tables of their own. Their copies keep what the patterns kept, so nobody looks whether a person
    or a service is there; nobody waits for the disk either."""
    database.execute("set synchronous_commit = off")
    database.execute("set session_replication_role = replica")
    for table in TABLES:
        database.execute(
            f"create temp table of_{table} as select pattern.place, p.* "
            f"from unnest(%s::bigint[]) with ordinality pattern (case_id, place) join {table} p on {_belongs(table)}",
            [patterns],
        )


def _lay_down(database: Any, patterns: list[int], first: dict[str, int], start: int, end: int) -> None:
    copy = {name: f"({number} + n)" for name, number in first.items()}
    copy["back"] = f"((n * {DAYS}.0 / {max(end, 1_000_000)}) * interval '1 day')"
    for table, own in TABLES.items():
        columns = [row[0] for row in database.execute(COLUMNS, [table]) if row[0] != "id" or table not in OWN_NUMBER]
        values = [own.get(column, "p." + column).format(**copy) for column in columns]
        database.execute(
            f"insert into {table} ({', '.join(columns)}) select {', '.join(values)} "
            f"from generate_series({start}, {end - 1}) n "
            f"join of_{table} p on p.place = mod(n, {len(patterns)}) + 1"
        )


def _belongs(table: str) -> str:
    """Which rows of a table belong to a pattern."""
    its_talk = "(select conversation_id from cases_case where id = pattern.case_id)"
    return {
        "conversations_conversation": f"p.id = {its_talk}",
        "conversations_message": f"p.conversation_id = {its_talk}",
        "cases_case": "p.id = pattern.case_id",
        "promises_clock": "p.case_id = pattern.case_id",
        "journal_entry": "p.about = 'case:' || pattern.case_id",
    }[table]


def _one(database: Any, question: str) -> int:
    found: int = database.execute(question).fetchone()[0]
    return found
