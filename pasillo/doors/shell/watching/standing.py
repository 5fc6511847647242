"""How the house stands at this moment: what waits, for how long, and how much room is left."""

import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, Metric

QUESTIONS = (
    ("pasillo_effects_waiting", "Letters and calls not yet sent.",
     "select count(*) from effects_effect where state = 'queued'"),
    ("pasillo_effects_late_seconds", "How long the oldest of them has been due.",
     "select coalesce(extract(epoch from now() - min(not_before)), 0) from effects_effect"
     " where state = 'queued' and not_before < now()"),
    ("pasillo_effects_failed", "Letters and calls given up.",
     "select count(*) from effects_effect where state = 'failed'"),
    ("pasillo_inbound_waiting", "What came in and is not read yet.",
     "select count(*) from intake_inbound where state = 'new'"),
    ("pasillo_inbound_late_seconds", "How long the oldest of it has waited.",
     "select coalesce(extract(epoch from now() - min(received_at)), 0) from intake_inbound where state = 'new'"),
    ("pasillo_inbound_quarantined", "What could not be read safely and waits for a person.",
     "select count(*) from intake_inbound where state = 'quarantined'"),
    ("pasillo_alarms_late", "Promises whose warning is more than a minute late.",
     "select count(*) from promises_clock where next_alarm_at < now() - interval '1 minute'"),
    ("pasillo_workers", "Workers that were heard of in the last minute.",
     "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '1 minute'"),
    ("pasillo_database_bytes", "Size of the database.", "select pg_database_size(current_database())"),
)  # fmt: skip
BEHIND = """
    select follower, (select count(*) from (select 1 from journal_entry
        where (tx, id) > (position.tx::xid8, position.entry_id) limit 100000) as unread)
    from journal_position position
"""


class Standing:
    """Asked anew each time that the figures are fetched. When the database is silent, that is the figure."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "pasillo_free_bytes", "Room left where the data is.", shutil.disk_usage(settings.DATA).free
        )
        try:
            with connection.cursor() as cursor:
                found = list(_asked(cursor))
        except DatabaseError:
            found = []
        yield from found
        yield GaugeMetricFamily("pasillo_database_up", "Whether the database answers.", int(bool(found)))


def _asked(cursor: Any) -> Iterator[Metric]:
    for name, words, question in QUESTIONS:
        cursor.execute(question)
        yield GaugeMetricFamily(name, words, float(cursor.fetchone()[0]))
    behind = GaugeMetricFamily(
        "pasillo_follower_behind", "Facts that a follower has not read yet.", labels=["follower"]
    )
    cursor.execute(BEHIND)
    for follower, entries in cursor.fetchall():
        behind.add_metric([follower], entries)
    yield behind
