"""One request from its first byte to its last: take in the body, let a thread answer, send the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pasillo.config.bridge.environ import environ_of
from pasillo.config.bridge.incoming import Gone, Limits, Refused, take_in
from pasillo.config.bridge.outgoing import Outgoing

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MOST_WAITING = 400


class Bridge:
    """Runs a WSGI application in a few threads behind an ASGI server."""

    def __init__(self, application: Any, *, threads: int = 8, limits: Limits | None = None) -> None:
        self.application = application
        self.limits = limits or Limits()
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.waiting = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            body = await take_in(scope, receive, self.limits)
        except Gone:
            return
        except Refused as refusal:
            await _say(scope, send, refusal.status, refusal.args[0], close=True)
            return
        with body:
            if self.waiting >= MOST_WAITING:
                await _say(scope, send, 503, "Too many people at once. Please try again in a moment.")
                return
            await self._answer(scope, body, receive, send)

    async def _answer(self, scope: Message, body: Any, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        with Outgoing(loop, head_only=scope["method"] == "HEAD") as answer:
            self.waiting += 1
            work = loop.run_in_executor(self.pool, answer.produce, self.application, environ_of(scope, body))
            work.add_done_callback(self._one_less)
            try:
                await answer.begun.wait()
                await answer.send_all(receive, send)
            finally:
                answer.abandon()
                await asyncio.shield(work)

    def _one_less(self, _: Any) -> None:
        self.waiting -= 1


async def _say(scope: Message, send: Send, status: int, words: str, *, close: bool = False) -> None:
    from pasillo.config.bridge.refusing import refusal  # it speaks with words that need the house to be set up

    headers, body = refusal(scope, status, words)
    headers += [(b"content-length", str(len(body)).encode())]
    headers += [(b"connection", b"close")] if close else [(b"retry-after", b"2")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
