"""A mail server that takes what we send and remembers how often each mail came."""

from collections import Counter
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from tests.config.running import free_port


class Sink:
    """Where acknowledgements arrive."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self.port = free_port()
        self._door = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Sink":
        self._door.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.came[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 taken"
