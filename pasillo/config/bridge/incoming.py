"""Takes in a request's body: bounded in size and time, in memory while small, else in a file that vanishes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 2**20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a stranger may send, and how long we wait for it."""

    size: int = 60 * 2**20
    pause: float = 20.0
    whole: float = 300.0


class Refused(Exception):
    """The request is too large or too slow; the connection is closed after the answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Gone(Exception):
    """The other side has hung up."""


class Body(SpooledTemporaryFile[bytes]):
    """The bytes of a request, ready to be read, and how many they are."""

    size = 0

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.write(chunk)


async def take_in(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], limits: Limits) -> Body:
    """The whole body. No thread waits meanwhile, so a slow sender costs us nothing but its bytes."""
    if _announced(scope) > limits.size:
        raise _too_large()
    body = Body(max_size=IN_MEMORY)
    try:
        await _fill(body, receive, limits)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _fill(body: Body, receive: Callable[[], Awaitable[dict[str, Any]]], limits: Limits) -> None:
    end, more = time.monotonic() + limits.whole, True
    while more:
        try:
            async with asyncio.timeout(min(limits.pause, end - time.monotonic())):
                message = await receive()
        except TimeoutError:
            raise Refused(408, "The request did not arrive in time.") from None
        if message["type"] == "http.disconnect":
            raise Gone
        chunk, more = message.get("body", b""), message.get("more_body", False)
        if body.size + len(chunk) > limits.size:
            raise _too_large()
        body.add(chunk)


def _announced(scope: dict[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _too_large() -> Refused:
    return Refused(413, "This is more than can be sent at once.")
