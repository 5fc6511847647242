"""The way back: a thread produces the answer, the event loop sends it, and neither waits long for the other.

A small answer is handed over whole. A large one goes through a file that vanishes: the thread is free as soon as it
has produced it, however slowly the other side reads, and memory holds one piece at a time.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from tempfile import SpooledTemporaryFile
from typing import Any

SMALL = 256 * 2**10
PIECE = 64 * 2**10
FAR_AHEAD = 256 * 2**20
PATIENCE = 120.0


class Outgoing:
    """One answer on its way from a thread to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, head_only: bool) -> None:
        self.begun = asyncio.Event()
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self._loop, self._head_only = loop, head_only
        self._grown = asyncio.Event()
        self._file = SpooledTemporaryFile(max_size=SMALL)  # noqa: SIM115 - closed by __exit__
        self._turn = threading.Condition()
        self._written = self._sent = 0
        self._done = self._failed = self._abandoned = False

    def __enter__(self) -> "Outgoing":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def produce(self, application: Any, environ: dict[str, Any]) -> None:
        """In a thread: run the application to its end, or until nobody listens any more."""
        try:
            pieces = application(environ, self._start)
            try:
                self._collect(pieces)
            finally:
                if hasattr(pieces, "close"):
                    pieces.close()
        except Exception:
            self._failed = True
            raise
        finally:
            self._done = True
            self._tell()

    async def send_all(
        self, receive: Callable[[], Awaitable[dict[str, Any]]], send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        """In the loop: send what there is, wait for more, stop when the other side hangs up."""
        if self._done and not self._failed:
            self._know_length()
        if self._done and self._failed and not self.headers:
            raise RuntimeError("The application gave no answer.")
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        if self._done and self._written <= SMALL and not self._failed:
            await send({"type": "http.response.body", "body": self._read(SMALL)})
            return
        listening = asyncio.create_task(_hung_up(receive))
        try:
            await self._send_pieces(send, listening)
        finally:
            listening.cancel()

    def abandon(self) -> None:
        """Nobody listens any more: the thread may stop."""
        with self._turn:
            self._abandoned = True
            self._turn.notify()

    async def _send_pieces(self, send: Callable[..., Awaitable[None]], listening: "asyncio.Task[None]") -> None:
        while not listening.done():
            self._grown.clear()
            done = self._done
            piece = self._read(PIECE)
            if piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            elif done and self._failed:
                raise RuntimeError("The answer broke off.")  # the server cuts the connection: half is not whole
            elif done:
                await send({"type": "http.response.body", "body": b""})
                return
            else:
                grown = asyncio.create_task(self._grown.wait())
                await asyncio.wait({grown, listening}, return_when=asyncio.FIRST_COMPLETED)
                grown.cancel()

    def _start(self, status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], None]:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        return self._write

    def _collect(self, pieces: Any) -> None:
        if self._head_only:
            return
        for piece in pieces:
            self._write(piece)
            if self._abandoned:
                return

    def _write(self, piece: bytes) -> None:
        with self._turn:
            if self._written - self._sent > FAR_AHEAD and not self._turn.wait_for(self._caught_up, PATIENCE):
                raise CancelledError
            self._file.seek(self._written)
            self._file.write(piece)
            self._written += len(piece)
            large = self._written > SMALL
        if large:
            self._tell()

    def _read(self, size: int) -> bytes:
        with self._turn:
            self._file.seek(self._sent)
            piece = self._file.read(size)
            self._sent += len(piece)
            self._turn.notify()
        return piece

    def _caught_up(self) -> bool:
        return self._abandoned or self._written - self._sent < FAR_AHEAD // 2

    def _tell(self) -> None:
        self._loop.call_soon_threadsafe(self._announce)

    def _announce(self) -> None:
        self.begun.set()
        self._grown.set()

    def _know_length(self) -> None:
        bodyless = self._head_only or self.status in {204, 304} or self.status < 200
        if not bodyless and not any(name == b"content-length" for name, _ in self.headers):
            self.headers.append((b"content-length", str(self._written).encode()))


async def _hung_up(receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
