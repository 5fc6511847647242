"""How often each key was used: counted where the requests come in, and brought together every few seconds."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection, transaction

COUNT = """
insert into api_use (token_id, minute, n)
select t.id, %s, u.n from unnest(%s::bigint[], %s::int[]) as u (id, n) join api_apitoken t on t.id = u.id
order by t.id
on conflict (token_id, minute) do update set n = api_use.n + excluded.n
returning token_id, n
"""
SEEN = """
update api_apitoken set last_used_at = %s where id in (
    select id from api_apitoken
    where id = any(%s) and (last_used_at is null or last_used_at < %s) order by id for update skip locked)
"""


@transaction.atomic
def settle_uses(uses: Mapping[int, int], *, seen: Collection[int], minute: int, at: datetime) -> dict[int, int]:
    """Add what came in here to what came in elsewhere in this minute, and which keys were seen. Returns the sums."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [minute, list(uses), list(uses.values())])
        totals = dict(cursor.fetchall())
        cursor.execute(SEEN, [at, sorted(seen), at])
    return totals
