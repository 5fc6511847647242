"""No answer leaves without the headers that protect whoever reads it, not even one that no page has made."""

from collections.abc import Awaitable, Callable
from typing import Any

from pasillo.doors.shell.headers import always

Send = Callable[[dict[str, Any]], Awaitable[None]]


def guarded(send: Send) -> Send:
    """The same way out, which adds what the answer does not say itself."""

    async def say(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            missing = [(n.lower().encode(), v.encode()) for n, v in always().items() if n.lower().encode() not in given]
            message = {**message, "headers": [*message["headers"], *missing]}
        await send(message)

    return say
