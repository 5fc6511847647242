"""Knows every open stream of this process, tells each what its person may hear, and ends those no longer welcome."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import Error as DatabaseTrouble

from pasillo.config.live import guests, windows
from pasillo.config.live.guests import Guest
from pasillo.config.live.listener import MISSED, Listener
from pasillo.config.live.windows import AtWindow
from pasillo.doors.shell import presence
from pasillo.ground.people.sight import Sight

log = structlog.get_logger()
ROUND = 3.0
REMEMBERED = 60.0
MARGIN = 0.5
SIGHT_LASTS = 5.0
MOST_STREAMS = 5000
MOST_EACH = 20
MOST_AT_WINDOWS = 4000


NOBODY = Guest(person_id=0, session_key="", password="")


class Stream:
    """What one browser has yet to hear. A topic that waits already is not added twice."""

    def __init__(self, guest: Guest | None = None, visitor: AtWindow | None = None) -> None:
        self.guest = guest or NOBODY
        self.visitor = visitor
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
        self.at_windows: set[Stream] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._sights: dict[int, tuple[float, Sight]] = {}
        self._lately: deque[tuple[float, frozenset[str]]] = deque()
        self._whole_since = time.time()

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
        for stream in self.streams | self.at_windows:
            stream.end()

    def has_room_at_window(self, visitor: AtWindow) -> bool:
        own = sum(stream.visitor == visitor for stream in self.at_windows)
        return len(self.at_windows) < MOST_AT_WINDOWS and own < MOST_EACH

    def has_room_for(self, guest: Guest) -> bool:
        own = sum(stream.guest.person_id == guest.person_id for stream in self.streams)
        return len(self.streams) < MOST_STREAMS and own < MOST_EACH

    async def ask(self, question, *args):  # type: ignore[no-untyped-def]
        """Asks the database in our own thread, so that pages never wait for us."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *args)

    async def missed(self, guest: Guest, since: float) -> list[str]:
        """What a guest would have heard from `since` on, had they listened; `since` is a moment, in seconds of Unix."""
        since -= MARGIN
        if since < self._whole_since:
            return [MISSED]
        said = frozenset[str]().union(*(words for at, words in self._lately if at >= since))
        return (await self._heard_by({guest.person_id}, said)).get(guest.person_id, [])

    async def _hear(self, said: Collection[str]) -> None:
        self._remember(said)
        moved = {case_id for words in said if (case_id := presence.hear(words))}
        self._tell_windows(said, moved)
        listening = {stream.guest.person_id for stream in self.streams}
        if not listening:
            return
        self._tell_each(await self._heard_by(listening, said))
        await self._tell_here(listening, moved)

    def _remember(self, said: Collection[str]) -> None:
        """Kept for a minute: who opens a page meanwhile, or comes back, hears what was said on the way."""
        self._lately.append((time.time(), frozenset(said)))
        while self._lately and self._lately[0][0] < time.time() - REMEMBERED:
            self._whole_since = self._lately.popleft()[0]

    async def _heard_by(self, people: set[int], said: Collection[str]) -> dict[int, list[str]]:
        """What each of these people hears of what was said."""
        heard: dict[int, list[str]] = {pk: [] for pk in people}
        if MISSED in said:
            _add(heard, {pk: [MISSED, "queue"] for pk in people})
        _add(heard, {number: ["me"] for number in _numbers(said, "person:")})
        case_ids, ours = _numbers(said, "case:"), _numbers(said, "ours:")
        if case_ids:
            _add(heard, await self.ask(guests.topics_for, await self._sights_of(people), case_ids))
        if ours:
            _add(heard, await self.ask(guests.topics_among_us, await self._sights_of(people), ours, "case"))
        return {pk: topics for pk, topics in heard.items() if topics}

    async def _tell_here(self, listening: set[int], case_ids: Iterable[int]) -> None:
        """Somebody came, went or writes in these cases: only whoever serves them hears it."""
        if moved := sorted(case_ids):
            sights = await self._sights_of(listening)
            self._tell_each(await self.ask(guests.topics_among_us, sights, moved, "here"))

    def _tell_windows(self, said: Collection[str], moved: Collection[int]) -> None:
        """Somebody at a window asks by themselves for what is new."""
        for stream in self.at_windows:
            if stream.visitor and (MISSED in said or windows.heard_at([stream.visitor], said, moved)):
                stream.tell([windows.NEWS])

    def _tell_each(self, heard: dict[int, list[str]]) -> None:
        for stream in self.streams:
            if stream.guest.person_id in heard:
                stream.tell(heard[stream.guest.person_id])

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
            await self._close_windows()
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

    async def _close_windows(self) -> None:
        visitors = {stream.visitor for stream in self.at_windows if stream.visitor}
        if not visitors:
            return
        with contextlib.suppress(DatabaseTrouble):
            welcome = await self.ask(windows.still_at_windows, visitors)
            for stream in self.at_windows:
                if stream.visitor not in welcome:
                    stream.end()

    async def _miss_the_silent(self) -> None:
        left = presence.forget_the_silent()
        self._tell_windows((), left)
        with contextlib.suppress(DatabaseTrouble):
            await self._tell_here({stream.guest.person_id for stream in self.streams}, left)


def _add(heard: dict[int, list[str]], more: dict[int, list[str]]) -> None:
    for pk, topics in more.items():
        if pk in heard:
            heard[pk].extend(topics)


def _numbers(said: Collection[str], sort: str) -> list[int]:
    """The ids in what was said of one sort: 17 of "case:17"."""
    return [int(number) for words in said if words.startswith(sort) and (number := words[len(sort) :]).isdigit()]
