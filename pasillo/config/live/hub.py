"""Knows every open stream of this process, tells each what its person may hear, and ends those no longer welcome."""

import asyncio
import contextlib
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import Error as DatabaseTrouble

from pasillo.config.live import guests
from pasillo.config.live.guests import Guest
from pasillo.config.live.listener import MISSED, Listener
from pasillo.doors.desk import presence
from pasillo.ground.people.sight import Sight

log = structlog.get_logger()
ROUND = 3.0
SIGHT_LASTS = 5.0
MOST_STREAMS = 5000
MOST_EACH = 20


class Stream:
    """What one browser has yet to hear. A topic that waits already is not added twice."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.waiting: dict[str, None] = {}
        self.news = asyncio.Event()
        self.over = False

    def tell(self, topics: list[str]) -> None:
        self.waiting.update(dict.fromkeys(topics))
        self.news.set()

    def end(self) -> None:
        self.over = True
        self.news.set()

    def take(self) -> list[str]:
        topics, self.waiting = list(self.waiting), {}
        self.news.clear()
        return topics


class Hub:
    """All streams of this process."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._sights: dict[int, tuple[float, Sight]] = {}

    def open(self) -> None:
        """Begins to listen to the database and to make its rounds."""
        self._tasks = [asyncio.create_task(Listener(self._hear).run()), asyncio.create_task(self._rounds())]

    async def close(self) -> None:
        """Ends every stream: the browsers come back to whoever answers next."""
        self.end_all()
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        self._thread.shutdown(wait=False, cancel_futures=True)

    def end_all(self) -> None:
        for stream in self.streams:
            stream.end()

    def has_room_for(self, guest: Guest) -> bool:
        own = sum(stream.guest.person_id == guest.person_id for stream in self.streams)
        return len(self.streams) < MOST_STREAMS and own < MOST_EACH

    async def ask(self, question, *args):  # type: ignore[no-untyped-def]
        """Asks the database in our own thread, so that pages never wait for us."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *args)

    async def _hear(self, said: Collection[str]) -> None:
        moved = {case_id for words in said if (case_id := presence.hear(words))}
        listening = {stream.guest.person_id for stream in self.streams}
        if not listening:
            return
        if MISSED in said:
            self._tell_everyone([MISSED, "queue"])
        self._tell_each({number: ["me"] for number in _numbers(said, "person:")})
        if case_ids := _numbers(said, "case:"):
            self._tell_each(await self.ask(guests.topics_for, await self._sights_of(listening), case_ids))
        for name, among_us in (("case", _numbers(said, "ours:")), ("here", sorted(moved))):
            await self._tell_us(listening, among_us, name)

    async def _tell_us(self, listening: set[int], case_ids: list[int], name: str) -> None:
        if case_ids:
            sights = await self._sights_of(listening)
            self._tell_each(await self.ask(guests.topics_among_us, sights, case_ids, name))

    def _tell_each(self, heard: dict[int, list[str]]) -> None:
        for stream in self.streams:
            if stream.guest.person_id in heard:
                stream.tell(heard[stream.guest.person_id])

    def _tell_everyone(self, topics: list[str]) -> None:
        for stream in self.streams:
            stream.tell(topics)

    async def _sights_of(self, person_ids: set[int]) -> list[Sight]:
        """Sights are asked for anew every few seconds, so that a role that was taken away is felt at once."""
        young = time.monotonic() - SIGHT_LASTS
        old = [pk for pk in person_ids if self._sights.get(pk, (0.0,))[0] < young]
        if old:
            found = await self.ask(guests.sights_of, old)
            self._sights.update({pk: (time.monotonic(), sight) for pk, sight in found.items()})
        return [self._sights[pk][1] for pk in person_ids if pk in self._sights]

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(ROUND)
            await self._miss_the_silent()
            everyone = {stream.guest for stream in self.streams}
            if not everyone:
                self._sights.clear()
                continue
            try:
                welcome = await self.ask(guests.still_welcome, everyone)
            except DatabaseTrouble as trouble:
                log.warning("live: cannot ask who is welcome", trouble=str(trouble).strip()[:200])
                continue
            for stream in self.streams:
                if stream.guest not in welcome:
                    stream.end()

    async def _miss_the_silent(self) -> None:
        left = sorted(presence.forget_the_silent())
        with contextlib.suppress(DatabaseTrouble):
            await self._tell_us({stream.guest.person_id for stream in self.streams}, left, "here")


def _numbers(said: Collection[str], sort: str) -> list[int]:
    """The ids in what was said of one sort: 17 of "case:17"."""
    return [int(number) for words in said if words.startswith(sort) and (number := words[len(sort) :]).isdigit()]
