"""The measures, each by its name: what is measured, and how it is told."""

import json
import statistics
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from tests.bench import burst, clients, hours, importing, listening, pages, pgbench, routing, sweeping
from tests.bench.house import House

CLIENTS, SECONDS = 8, 8
Line = dict[str, Any]


def case_create_over_limit(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Cases a second through the API, as a share of what the database alone can insert."""
    headers = {"Authorization": f"Bearer {things['token']}", "Content-Type": "application/json"}
    body = json.dumps({"service": things["service"].slug, "subject": "We move", "text": "On the ninth, to Goya 61."})

    def one(_who: int) -> bytes:
        return clients.request("POST", "/api/v1/cases", headers | {"Idempotency-Key": str(uuid.uuid4())}, body.encode())

    with psycopg.connect(**house.owner, autocommit=True) as owner:
        owner.execute(pgbench.TABLES)
    clients.rate(house.port, clients=CLIENTS, seconds=2, make=one, expect=201)
    limits, ours = [], []
    for _ in range(2):
        limits.append(pgbench.rate(house.owner, clients=CLIENTS, seconds=SECONDS // 2))
        ours.append(clients.rate(house.port, clients=CLIENTS, seconds=SECONDS, make=one, expect=201))
    limit, made = statistics.mean(limits), statistics.mean(ours)
    yield {"measure": "case_create", "value": round(made, 1), "unit": "cases/s"}
    yield {"measure": "four_inserts", "value": round(limit, 1), "unit": "transactions/s"}
    yield {"measure": "case_create_over_limit", "value": round(made / limit, 4), "unit": "share"}


MEASURES: dict[str, Callable[[House, dict[str, Any]], Iterator[Line]]] = {
    "case_create_over_limit": case_create_over_limit,
    "page_work": pages.page_work,
    "live": listening.live,
    "a_million": pages.a_million,
    "business_time": hours.business_time,
    "deadlines": hours.deadlines,
    "sweep": sweeping.sweep,
    "assign": routing.assign,
    "import_50k_s": importing.import_50k,
    "burst": burst.burst,
}
