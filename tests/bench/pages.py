"""What a page costs: how much longer it takes when there is a thousand times more, and how much work it is."""

import os
import socket
import statistics
import time
from collections.abc import Iterator
from typing import Any

import psycopg

from tests.bench import clients, million
from tests.bench.house import House

Line = dict[str, Any]
FEW, MANY = 1_000, 1_000_000
ROUNDS, REQUESTS, WORK = 4, 40, 100
TICKS = os.sysconf("SC_CLK_TCK")


def a_million(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Loads a million cases, and asks for the queue before and after."""
    patterns = million.lived(things)
    million.multiply(house.owner, patterns, FEW)
    few = page_time(house, things, "/app/work")
    began = time.monotonic()
    million.multiply(house.owner, patterns, MANY)
    loaded = time.monotonic() - began
    many = page_time(house, things, "/app/work")
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        there = owner.execute("select count(*), count(*) filter (where state <> 'closed') from cases_case").fetchone()
        size = owner.execute("select pg_database_size(current_database())").fetchone()
    yield {"measure": "cases", "value": there[0] if there else 0, "unit": "cases", "open": there[1] if there else 0}
    yield {"measure": "load_1m_s", "value": round(loaded, 1), "unit": "s", "goal": 300}
    yield {"measure": "size_1m", "value": round((size or [0])[0] / 2**20), "unit": "MiB"}
    yield {"measure": "queue_1k", "value": round(1000 * few, 2), "unit": "ms"}
    yield {"measure": "queue_1m", "value": round(1000 * many, 2), "unit": "ms"}
    yield {"measure": "queue_1m_over_1k", "value": round(many / few, 3), "unit": "ratio", "goal": 1.3}


def page_work(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """CPU of the web processes for the queue, and for a case with twenty messages; the database's beside it."""
    million.multiply(house.owner, million.lived(things), FEW)
    number = million.long_case(things)
    for name, path in (("queue_cpu_ms", "/app/work"), ("case_cpu_ms", f"/app/cases/{number}")):
        ours, databases = work_of(house, things, path)
        yield {"measure": name, "value": round(ours, 2), "unit": "ms", "goal": 30, "database": round(databases, 2)}


def work_of(house: House, things: dict[str, Any], path: str) -> tuple[float, float]:
    """Milliseconds of CPU for one page: of the web processes, and of everything that the database ran meanwhile."""
    page_time(house, things, path)
    before = _cpu(house)
    _ask(house, things, path, WORK)
    after = _cpu(house)
    return tuple(1000 * (late - early) / WORK for early, late in zip(before, after, strict=True))  # type: ignore[return-value]


def page_time(house: House, things: dict[str, Any], path: str) -> float:
    """Seconds for one page: the middle of the quietest of several rounds."""
    return min(statistics.median(_ask(house, things, path, REQUESTS)[5:]) for _ in range(ROUNDS))


def _ask(house: House, things: dict[str, Any], path: str, times: int) -> list[float]:
    words = clients.request("GET", path, {"Cookie": f"sessionid={things['session']}"})
    taken = []
    with socket.create_connection(("127.0.0.1", house.port)) as line:
        for _ in range(times):
            start = time.perf_counter()
            status, body = clients.ask(line, words)
            taken.append(time.perf_counter() - start)
            if status != 200:
                raise RuntimeError(f"{status}: {body[:300]!r}")
    return taken


def _cpu(house: House) -> tuple[float, float]:
    """Seconds of CPU so far: the web processes, and the database with its children that have ended."""
    return sum(map(_used, house.web())), sum(map(_used, house.database()))


def _used(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / TICKS
