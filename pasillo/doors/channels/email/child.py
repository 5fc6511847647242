"""Has a mail read in another process that may be killed, so that no mail can hurt the worker."""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from pasillo.doors.channels.email.parsing.message import ParsedMail

WALL_SECONDS = 60.0
SERVER = "pasillo.doors.channels.email.reading_server"
ROOT = Path(__file__).resolve().parents[4]


class Died(Exception):
    """The process that read the mail was ended: it took too long, too much memory, or fell."""


def read(raw: bytes, *, patience: float = WALL_SECONDS, alone: bool = True) -> tuple[ParsedMail, list[bytes]]:
    """Reads a raw mail elsewhere. Died says that it could not be done safely; beside others, it may be their fault."""
    server = _pool.take()
    try:
        answer = server.ask(raw, patience, alone=alone)
    except BaseException:
        server.end()
        raise
    _pool.give_back(server)
    return _unpacked(answer)


def _unpacked(answer: bytes) -> tuple[ParsedMail, list[bytes]]:
    frames: list[bytes] = []
    position = 0
    while position < len(answer):
        size = int.from_bytes(answer[position : position + 8], "big")
        frames.append(answer[position + 8 : position + 8 + size])
        position += 8 + size
    return ParsedMail.from_json(json.loads(frames[0])), frames[1:]


class _Server:
    """One reading process with its pipes."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", SERVER],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.asking, self.answering = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.asking, False)
        os.set_blocking(self.answering, False)

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def ask(self, raw: bytes, patience: float, *, alone: bool) -> bytes:
        """Sends one mail and waits for what was found in it, no longer than the patience lasts."""
        end = time.monotonic() + patience
        self._send((b"a" if alone else b"s") + len(raw).to_bytes(8, "big"), end)
        self._send(raw, end)
        verdict = self._receive(9, end)
        answer = self._receive(int.from_bytes(verdict[1:], "big"), end)
        if verdict[:1] != b"1":
            raise Died(answer.decode("utf-8", "replace")[:500])
        return answer

    def _send(self, data: bytes, end: float) -> None:
        rest = memoryview(data)
        while rest:
            self._wait(self.asking, selectors.EVENT_WRITE, end)
            try:
                rest = rest[os.write(self.asking, rest[: 2**18]) :]
            except BlockingIOError:
                continue
            except OSError as fault:
                raise Died("the reading process went away") from fault

    def _receive(self, size: int, end: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            self._wait(self.answering, selectors.EVENT_READ, end)
            piece = os.read(self.answering, min(size - len(found), 2**20))
            if not piece:
                raise Died("the reading process went away")
            found += piece
        return bytes(found)

    def _wait(self, pipe: int, event: int, end: float) -> None:
        with selectors.DefaultSelector() as watch:
            watch.register(pipe, event)
            if not watch.select(max(0.0, end - time.monotonic())):
                raise Died("it took too long")

    def end(self) -> None:
        """Kills the process and its child."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class _Pool:
    """Idle reading processes. A process made by fork must not use those of its parent."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle: list[_Server] = []
        self.owner = os.getpid()

    def take(self) -> _Server:
        with self.lock:
            if self.owner != os.getpid():
                self.idle, self.owner = [], os.getpid()
            while self.idle:
                server = self.idle.pop()
                if server.lives:
                    return server
                server.end()
        return _Server()

    def give_back(self, server: _Server) -> None:
        with self.lock:
            if len(self.idle) < 4:
                self.idle.append(server)
                return
        server.end()


_pool = _Pool()
