"""The stream itself. A browser hears only what changed, never what it says, and fetches what it shows.

Five sorts of event: `case` with the case's id, `here` with the id of a case in which a colleague comes, goes or
writes, `queue` for whoever serves, `me` when something is meant for this person alone, and `all` when something may
have been missed. An event without data would not reach the page, so those that say nothing more say `changed`. Who
stands at a chat window of ours hears `chat`, and nothing else.

Who has just opened a page, or comes back, is told first what was said on the way: `age` is how many milliseconds ago
the page was asked for, and the id of the last event the moment up to which a browser has heard everything.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.db import Error as DatabaseTrouble

from pasillo.config.live import guests, windows
from pasillo.config.live.hub import Hub, Stream
from pasillo.config.live.listener import MISSED
from pasillo.doors.shell.watching.counting import listening

HEARTBEAT = 15.0
MOST_DIGITS = 15
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Live:
    """Answers the address /live."""

    def __init__(self) -> None:
        self.hub = Hub()

    def open(self) -> None:
        self.hub.open()

    async def close(self) -> None:
        await self.hub.close()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        found = await self._guest(scope)
        if isinstance(found, windows.AtWindow):
            await self._stream(Stream(visitor=found), self.hub.at_windows, 0, receive, send)
        elif isinstance(found, guests.Guest):
            await self._stream(Stream(found), self.hub.streams, _since(scope), receive, send)
        else:
            await send({"type": "http.response.start", "status": found, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})

    async def _guest(self, scope: dict[str, Any]) -> guests.Guest | windows.AtWindow | int:
        """Who wants to listen, or the status of the refusal."""
        headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
        if scope["method"] != "GET":
            return 405
        if not _from_our_own_pages(headers, scope.get("scheme", "http")):
            return 403
        if headers.get("authorization", "").startswith("Chat "):
            return await self._at_window(headers["authorization"])
        try:
            guest = await self.hub.ask(guests.guest_of, headers.get("cookie", ""))
        except DatabaseTrouble:
            return 503
        if guest is None:
            return 401
        return guest if self.hub.has_room_for(guest) else 429

    async def _at_window(self, header: str) -> windows.AtWindow | int:
        """Who has no session but a window of ours."""
        try:
            visitor = await self.hub.ask(windows.visitor_of, header)
        except DatabaseTrouble:
            return 503
        if visitor is None:
            return 401
        return visitor if self.hub.has_room_at_window(visitor) else 429

    async def _stream(self, stream: Stream, among: set[Stream], since: float, receive: Receive, send: Send) -> None:
        among.add(stream)
        listening.inc()
        leaving = asyncio.create_task(_left(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send(_piece(f"retry: 2000\n{_up_to_now()}\n\n"))
            stream.tell([windows.NEWS] if stream.visitor else await self._missed(stream.guest, since))
            while not stream.over:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stream.news.wait(), HEARTBEAT)
                if not stream.over:
                    await send(_piece(_messages(stream.take())))
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            among.discard(stream)
            listening.dec()

    async def _missed(self, guest: guests.Guest, since: float) -> list[str]:
        try:
            return await self.hub.missed(guest, since)
        except DatabaseTrouble:
            return [MISSED]


def _since(scope: dict[str, Any]) -> float:
    """The moment up to which this browser knows everything, in seconds of Unix."""
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin1")
    if _a_number(last):
        return int(last[:MOST_DIGITS]) / 1000
    age = parse_qs(scope["query_string"].decode("latin1")).get("age", [""])[0]
    return time.time() - (int(age[:MOST_DIGITS]) / 1000 if _a_number(age) else 0)


def _a_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _up_to_now() -> str:
    return f"id: {time.time() * 1000:.0f}"


def _messages(topics: list[str]) -> str:
    return "".join(_message(topic) for topic in topics) or ": still here\n\n"


def _message(topic: str) -> str:
    name, _, data = topic.partition(":")
    return f"event: {name}\n{_up_to_now()}\ndata: {data or 'changed'}\n\n"


def _from_our_own_pages(headers: dict[str, str], scheme: str) -> bool:
    """Another site may not listen with our visitor's cookie."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or origin in {f"{scheme}://{headers.get('host')}", f"https://{headers.get('host')}"}


async def _left(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _piece(text: str) -> dict[str, Any]:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}
