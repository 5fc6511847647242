"""Open pages that wait for news: what each costs in memory, and whether all hear everything."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.house import House

Line = dict[str, Any]
BROWSERS, EACH, BROADCASTS = 2000, 20, 5
OPENING, HEARING = 180, 60  # seconds


def live(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Two thousand browsers of a hundred people of the area, and five cases that change."""
    sessions = _colleagues(things, BROWSERS // EACH)
    empty = _memory(house)
    heard, waited, memory = asyncio.run(_listen(house, things, sessions))
    yield {"measure": "live_browsers", "value": waited, "unit": "browsers", "goal": BROWSERS}
    yield {"measure": "live_kib", "value": round((memory - empty) / max(waited, 1), 1), "unit": "KiB", "goal": 24}
    complete = sum(count >= BROADCASTS for count in heard)
    yield {"measure": "live_heard_all", "value": round(complete / len(heard), 4), "unit": "share", "goal": 1}


async def _listen(house: House, things: dict[str, Any], sessions: list[str]) -> tuple[list[int], int, float]:
    """What each browser has heard of, how many waited, and the memory meanwhile. Who is cut off comes back."""
    heard = [0] * BROWSERS
    gate = asyncio.Semaphore(50)
    waiting = set[int]()

    async def one(place: int) -> None:
        while True:
            async with gate:
                reader, writer = await _open(house, sessions[place % len(sessions)])
            waiting.add(place)
            while line := await reader.readline():  # nothing at all: the line was cut
                heard[place] += line.startswith(b"event: case")
            waiting.discard(place)
            writer.close()

    tasks = [asyncio.create_task(one(place)) for place in range(BROWSERS)]
    await _until(lambda: len(waiting) == BROWSERS, OPENING)
    await asyncio.sleep(3)
    waited, memory = len(waiting), _memory(house)
    for turn in range(BROADCASTS):
        await asyncio.to_thread(_something_changes, things, turn)
        await asyncio.sleep(2)
    await _until(lambda: min(heard) >= BROADCASTS, HEARING)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return heard, waited, memory


async def _open(house: House, session: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A stream that has begun. A house that has much to do may refuse: a browser asks again."""
    words = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n\r\n".encode()
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(words)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1] == b"200":
                await reader.readuntil(b"\n\n")  # behind the id of what it knows already
                return reader, writer
            print(head.partition(b"\r\n")[0].decode(), file=sys.stderr, flush=True)
        writer.close()
        await asyncio.sleep(1)


async def _until(there: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        await asyncio.sleep(0.2)


def _colleagues(things: dict[str, Any], count: int) -> list[str]:
    """People who serve the area, each with a session of their own."""
    from django.test import Client

    from pasillo.doors.shell.clock import now
    from pasillo.ground.people.commands import give_role, meet
    from pasillo.ground.people.models import Role

    sessions = []
    for place in range(count):
        person = meet(name=f"Agent {place}", email=f"agent{place}@nidalia.example", by="system", at=now())
        give_role(person=person, role=Role.AGENT, area=things["area"], by="system", at=now())
        browser = Client()
        browser.force_login(person)
        sessions.append(browser.cookies["sessionid"].value)
    return sessions


def _something_changes(things: dict[str, Any], turn: int) -> None:
    from django.db import connection

    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import Opening, open_case

    opening = Opening(
        customer_id=things["customer"].pk, service_id=things["service"].pk, channel="portal",
        subject=f"Change {turn}", text="Something happened.",
    )  # fmt: skip
    open_case(opening=opening, by=things["customer"].ref, at=now())
    connection.close()


def _memory(house: House) -> float:
    """KiB that the web processes hold for themselves."""
    return sum(_private(pid) for pid in house.web())


def _private(pid: int) -> float:
    with open(f"/proc/{pid}/smaps_rollup") as file:
        rows = dict(line.split(":", 1) for line in file if ":" in line and line[0] == "P")
    return sum(float(rows[name].split()[0]) for name in ("Private_Clean", "Private_Dirty"))
