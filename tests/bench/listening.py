"""Open pages that wait for news: what each costs in memory, and whether all hear everything."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from tests.bench.house import House

Line = dict[str, Any]
BROWSERS, EACH, BROADCASTS = 2000, 20, 5


def live(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Two thousand browsers of a hundred people of the area, and five cases that change."""
    sessions = _colleagues(things, BROWSERS // EACH)
    empty = _memory(house)
    heard, waiting = asyncio.run(_listen(house, things, sessions))
    yield {"measure": "live_browsers", "value": len(heard), "unit": "browsers"}
    yield {"measure": "live_kib", "value": round((waiting - empty) / len(heard), 1), "unit": "KiB", "goal": 24}
    complete = sum(count >= BROADCASTS for count in heard)
    yield {"measure": "live_heard_all", "value": round(complete / len(heard), 4), "unit": "share", "goal": 1}


async def _listen(house: House, things: dict[str, Any], sessions: list[str]) -> tuple[list[int], float]:
    heard = [0] * BROWSERS
    gate = asyncio.Semaphore(50)
    open_now = asyncio.Event()
    ready = 0

    async def one(place: int) -> None:
        nonlocal ready
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
            cookie = f"sessionid={sessions[place % len(sessions)]}"
            writer.write(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
            await reader.readuntil(b"retry: 2000\n")
            await reader.readuntil(b"\n\n")  # behind the id of what it knows already
        ready += 1
        if ready == BROWSERS:
            open_now.set()
        try:
            while True:
                line = await reader.readline()
                heard[place] += line.startswith(b"event: case")
        finally:
            writer.close()

    tasks = [asyncio.create_task(one(place)) for place in range(BROWSERS)]
    await asyncio.wait_for(open_now.wait(), 180)
    await asyncio.sleep(3)
    waiting = _memory(house)
    for turn in range(BROADCASTS):
        await asyncio.to_thread(_something_changes, things, turn)
        await asyncio.sleep(2)
    end = time.monotonic() + 30
    while min(heard) < BROADCASTS and time.monotonic() < end:
        await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return heard, waiting


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
