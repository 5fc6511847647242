"""Hears from the database that something was told, and gathers what comes within a moment into one message."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

import psycopg
import structlog
from django.db import Error as DatabaseTrouble

from pasillo.config.places import listening_address

log = structlog.get_logger()
MOMENT = 0.2
PAUSE = 0.2
LONGEST_PAUSE = 5.0
CHANNELS = ("pasillo_journal", "pasillo_live")

Hear = Callable[[Collection[str]], Awaitable[None]]
MISSED = "all"


class Listener:
    """One connection that listens, renewed whenever the database goes away."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._heard: dict[str, None] = {}
        self._something = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as together:
            together.create_task(self._listen())
            together.create_task(self._pass_on())

    async def _listen(self) -> None:
        pause = PAUSE
        while True:
            try:
                async with await _connect() as connection:
                    pause = PAUSE
                    self._note(MISSED)  # whatever was told while we were away
                    async for notice in connection.notifies():
                        self._note(notice.payload)
            except (psycopg.Error, OSError) as trouble:
                log.warning("live: the database went away", trouble=str(trouble).strip()[:200])
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _note(self, about: str) -> None:
        self._heard.pop(about, None)  # what is said again was said last
        self._heard[about] = None
        self._something.set()

    async def _pass_on(self) -> None:
        while True:
            await self._something.wait()
            await asyncio.sleep(MOMENT)
            heard, self._heard = self._heard, {}
            self._something.clear()
            try:
                await self._hear(heard)
            except DatabaseTrouble as trouble:
                log.warning("live: cannot ask who may hear", trouble=str(trouble).strip()[:200])
                self._note(MISSED)
                await asyncio.sleep(PAUSE)


async def _connect() -> psycopg.AsyncConnection:
    connection = await psycopg.AsyncConnection.connect(**listening_address(), autocommit=True)
    for channel in CHANNELS:
        await connection.execute(f"LISTEN {channel}")
    return connection
