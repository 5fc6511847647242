"""The figures once more, by plain SQL over the journal: nothing of the product takes part."""

from typing import Any

import psycopg


def counted(connection: psycopg.Connection, service_id: int) -> dict[str, Any]:
    """Cases, disputed cases, promises due and kept, and the mean of the scores, of one service."""
    cases = (
        "select (data->>'case_id')::bigint from journal_entry where name = 'case.opened' and data->>'service_id' = %s"
    )
    own = f"(data->>'case_id')::bigint in ({cases})"

    def one(sql: str) -> Any:
        row = connection.execute(sql.replace("OWN", own), [str(service_id)]).fetchone()
        return row[0] if row else None

    return {
        "cases": one("select count(*) from journal_entry where name = 'case.opened' and OWN"),
        "disputed": one(
            "select count(distinct data->>'case_id') from journal_entry where name = 'case.resolution_disputed' and OWN"
        ),
        "resolved": one(
            "select count(distinct data->>'case_id') from journal_entry where name = 'case.resolved' and OWN"
        ),
        "due": one(
            "select count(distinct data->>'clock_id') from journal_entry "
            "where name in ('promise.kept', 'promise.broken') and OWN"
        ),
        "kept": one(
            "select count(distinct data->>'clock_id') from journal_entry k where name = 'promise.kept' and OWN "
            "and not (data->>'metric' in ('resolution', 'dispute') and exists (select 1 from journal_entry d "
            "where d.name = 'case.resolution_disputed' and d.about = k.about and d.happened_at >= k.happened_at))"
        ),
        "score": one("select avg((data->>'score')::int) from journal_entry where name = 'feedback.given' and OWN"),
    }
