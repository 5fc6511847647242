"""Rules of the house that one question to the tables can prove: how many it is about, and which break it."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from pasillo.config.keeping.proof.outcome import Outcome

CASES = "SELECT count(*) FROM cases_case"


@dataclass(frozen=True)
class Rule:
    """A sentence that must hold, how many things it is about, and the question that finds those that break it."""

    sentence: str
    about: str
    broken: str


RULES = (
    Rule(
        "An open case has exactly one area that answers for it (I1)",
        "SELECT count(*) FROM cases_case WHERE state NOT IN ('closed', 'cancelled', 'merged')",
        "SELECT 'case ' || c.number || ' belongs to an area that is not there' FROM cases_case c "
        "LEFT JOIN people_area a ON a.id = c.area_id WHERE a.id IS NULL "
        "AND c.state NOT IN ('closed', 'cancelled', 'merged')",
    ),
    Rule(
        "That area is the one of which the journal tells (I1)",
        CASES,
        "SELECT 'case ' || c.number || ' is in area ' || c.area_id || ', told is ' || t.area FROM cases_case c "
        "JOIN LATERAL (SELECT coalesce(e.data ->> 'to_area_id', e.data ->> 'area_id')::bigint AS area "
        "FROM journal_entry e WHERE e.about = 'case:' || c.id AND e.name IN ('case.opened', 'case.transferred') "
        "ORDER BY e.id DESC LIMIT 1) t ON t.area <> c.area_id",
    ),
    Rule(
        "The running product cannot rewrite the journal (I2)",
        "SELECT count(*) FROM journal_entry",
        "SELECT 'the role ' || r.rolname || ' may ' || w.word || ' the journal' FROM pg_roles r, "
        "(VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) w (word) "
        "WHERE r.rolname = 'pasillo_app' AND has_table_privilege(r.oid, 'journal_entry', w.word)",
    ),
    Rule(
        "Everything that the journal tells of a case is about a case that is there (I4)",
        "SELECT count(*) FROM journal_entry WHERE about LIKE 'case:%'",
        "SELECT 'entry ' || min(e.id) || ' is about ' || e.about || ', which is not there' FROM journal_entry e "
        "LEFT JOIN cases_case c ON e.about = 'case:' || c.id "
        "WHERE e.about LIKE 'case:%' AND c.id IS NULL GROUP BY e.about",
    ),
    Rule(
        "Every case was opened once (I4)",
        CASES,
        "SELECT 'case ' || c.number || ' was opened ' || count(e.id) || ' times' FROM cases_case c "
        "LEFT JOIN journal_entry e ON e.about = 'case:' || c.id AND e.name = 'case.opened' "
        "GROUP BY c.id HAVING count(e.id) <> 1",
    ),
    Rule(
        "Every case stands where the journal says (I4)",
        CASES,
        "SELECT 'case ' || c.number || ' is ' || c.state || ', the journal says ' || t.state FROM cases_case c "
        "JOIN LATERAL (SELECT coalesce((SELECT e.data ->> 'state' FROM journal_entry e "
        "WHERE e.about = 'case:' || c.id AND e.name = 'case.state_entered' ORDER BY e.id DESC LIMIT 1), 'new') AS state"
        ") t ON t.state <> c.state",
    ),
    Rule(
        "A case has as many rounds as disputes and reopenings tell",
        CASES,
        "SELECT 'case ' || c.number || ' is in round ' || c.cycle || ', the journal tells of ' || (1 + count(e.id)) "
        "FROM cases_case c LEFT JOIN journal_entry e ON e.about = 'case:' || c.id "
        "AND e.name IN ('case.resolution_disputed', 'case.reopened') GROUP BY c.id HAVING c.cycle <> 1 + count(e.id)",
    ),
    Rule(
        "What the journal says was written is there",
        "SELECT count(*) FROM journal_entry WHERE name IN ('message.received', 'message.sent', 'note.added')",
        "SELECT 'entry ' || e.id || ' tells of message ' || (e.data ->> 'message_id') || ', which is not there' "
        "FROM journal_entry e LEFT JOIN conversations_message m ON m.id = (e.data ->> 'message_id')::bigint "
        "WHERE e.name IN ('message.received', 'message.sent', 'message.held', 'note.added') AND m.id IS NULL",
    ),
    Rule(
        "What was written is in the journal, once",
        "SELECT count(*) FROM conversations_message WHERE direction <> 'note'",
        "SELECT 'message ' || m.id || ' is told ' || count(e.id) || ' times' FROM conversations_message m "
        "JOIN cases_case c ON c.conversation_id = coalesce(m.came_from_id, m.conversation_id) "
        "LEFT JOIN journal_entry e ON e.about = 'case:' || c.id AND e.name IN ('message.received', 'message.sent') "
        "AND (e.data ->> 'message_id')::bigint = m.id "
        "WHERE m.direction <> 'note' AND NOT m.held GROUP BY m.id HAVING count(e.id) <> 1",
    ),
    Rule(
        "A case that is over has no promise that still runs",
        "SELECT count(*) FROM cases_case WHERE state IN ('closed', 'cancelled', 'merged')",
        "SELECT 'case ' || c.number || ' is over, its promise ' || k.id || ' (' || k.metric || ') runs' "
        "FROM promises_clock k JOIN cases_case c ON c.id = k.case_id "
        "WHERE c.state IN ('closed', 'cancelled', 'merged') AND k.state IN ('running', 'paused', 'breached_running')",
    ),
    Rule(
        "The queue is sorted by the promise that breaks first",
        CASES,
        "SELECT 'case ' || c.number || ' says ' || coalesce(c.next_due_at::text, 'nothing') || ', its promises say ' "
        "|| coalesce(k.due::text, 'nothing') FROM cases_case c LEFT JOIN (SELECT case_id, min(due_at) AS due "
        "FROM promises_clock WHERE state IN ('running', 'breached_running') GROUP BY case_id) k ON k.case_id = c.id "
        "WHERE c.next_due_at IS DISTINCT FROM k.due",
    ),
    Rule(
        "What came in and was read became something that is there",
        "SELECT count(*) FROM intake_inbound",
        "SELECT 'inbound ' || i.id || ' became ' || i.about || ', which is not there' FROM intake_inbound i "
        "LEFT JOIN cases_case c ON i.about = 'case:' || c.id WHERE i.about LIKE 'case:%' AND c.id IS NULL",
    ),
    Rule(
        "What was done once is there",
        "SELECT count(*) FROM effects_done",
        "SELECT 'the ledger says ' || d.about || ' for ' || d.key || ', which is not there' FROM effects_done d "
        "LEFT JOIN cases_case c ON d.about = 'case:' || c.id WHERE d.about LIKE 'case:%' AND c.id IS NULL",
    ),
    Rule(
        "A reply that waits to be sent is owed to the outside",
        "SELECT count(*) FROM conversations_message WHERE delivery = 'queued'",
        "SELECT 'message ' || m.id || ' waits to be sent and nobody will send it' FROM conversations_message m "
        "LEFT JOIN effects_effect e ON e.key = 'message:' || m.id "
        "WHERE m.delivery = 'queued' AND m.direction = 'out' AND e.id IS NULL",
    ),
    Rule(
        "A published service has a promise, an owner, an area and hours (I6)",
        "SELECT count(*) FROM catalogue_service WHERE state = 'published'",
        "SELECT 'the service ' || s.slug || ' is published without ' || m.missing FROM catalogue_service s "
        "LEFT JOIN people_area a ON a.id = s.area_id CROSS JOIN LATERAL (SELECT concat_ws(' and ', "
        "CASE WHEN s.owner_id IS NULL THEN 'an owner' END, CASE WHEN a.id IS NULL THEN 'an area' END, "
        "CASE WHEN NOT EXISTS (SELECT FROM hours_calendarversion v WHERE v.calendar_id = s.calendar_id) "
        "THEN 'hours' END, CASE WHEN s.promise_texts IN ('{}', 'null') AND NOT EXISTS (SELECT "
        "FROM objectives_objective o WHERE o.service_id = s.id AND NOT o.is_ended) THEN 'a promise' END) AS missing) m "
        "WHERE s.state = 'published' AND m.missing <> ''",
    ),
    Rule(
        "Readers of the journal stand at an entry that is there",
        "SELECT count(*) FROM journal_position",
        "SELECT p.follower || ' stands at entry ' || p.entry_id || ', which is not there in this transaction' "
        "FROM journal_position p LEFT JOIN journal_entry e ON e.id = p.entry_id AND e.tx::text = p.tx "
        "WHERE p.entry_id <> 0 AND e.id IS NULL",
    ),
    Rule(
        "The journal can be read on: its numbers lie behind those of the database",
        "SELECT count(*) FROM journal_entry",
        "SELECT 'the newest entry has transaction ' || max(tx) || ', the database is at ' || "
        "pg_snapshot_xmax(pg_current_snapshot()) FROM journal_entry HAVING max(tx) >= "
        "pg_snapshot_xmax(pg_current_snapshot())",
    ),
)


def prove(database: psycopg.Connection) -> Iterator[Outcome]:
    """Every rule of this page."""
    for rule in RULES:
        outcome = Outcome(rule.sentence)
        row = database.execute(rule.about).fetchone()  # type: ignore[call-overload]
        outcome.looked_at = row[0] if row else 0
        for (words,) in database.execute(rule.broken).fetchall():  # type: ignore[call-overload]
            outcome.add(str(words))
        yield outcome
