"""The measures, each by its name: what is measured, and how it is told."""

import json
import socket
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from tests.bench import clients, pgbench, scene
from tests.bench.house import House

CLIENTS, SECONDS, MANY = 8, 8, 10_000
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


def queue_page(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """How long the queue takes with ten thousand open cases, and against an empty one."""
    empty = _page_time(house, things)
    scene.fill(things, MANY)
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        owner.execute("ANALYZE")
    full = _page_time(house, things)
    yield {"measure": "queue_page_empty", "value": round(1000 * empty, 2), "unit": "ms"}
    yield {"measure": "queue_page_10000", "value": round(1000 * full, 2), "unit": "ms"}
    yield {"measure": "queue_page_10000_over_empty", "value": round(full / empty, 2), "unit": "ratio"}


def _page_time(house: House, things: dict[str, Any], times: int = 40) -> float:
    words = clients.request("GET", "/app/work", {"Cookie": f"sessionid={things['session']}"})
    taken = []
    with socket.create_connection(("127.0.0.1", house.port)) as line:
        for _ in range(times):
            start = time.perf_counter()
            status, body = clients.ask(line, words)
            taken.append(time.perf_counter() - start)
            if status != 200:
                raise RuntimeError(f"{status}: {body[:300]!r}")
    return statistics.median(taken[5:])


MEASURES: dict[str, Callable[[House, dict[str, Any]], Iterator[Line]]] = {
    "queue_page": queue_page,
    "case_create_over_limit": case_create_over_limit,
}
