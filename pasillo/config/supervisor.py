"""Keeps the processes of one installation alive, and stops them together.

It starts the database, brings the tables up to date, starts the parts, starts again whatever dies, and on Ctrl-C or
SIGTERM stops everything within a few seconds. Should it be killed itself, the kernel tells its children.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from pasillo.config.children import dies_with_parent
from pasillo.config.keeping.ballast import Ballast
from pasillo.config.postgres.server import Server
from pasillo.config.postgres.trouble import Trouble

LONGEST_PAUSE = 10.0
STEADY = 3.0
PATIENCE = 3.0
TICK = 0.1
LOOK = 1.0


@dataclass
class Child:
    """One part, the process that runs it now, and how long to wait before starting it again."""

    part: str
    environment: Mapping[str, str]
    sockets: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    next_try: float = field(default=0.0)

    def start(self) -> None:
        self.process = run_part(self.part, self.environment, sockets=self.sockets)
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Starts it again when it has died: at once the first time, then more and more patiently."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            _say(f"{self.part} stopped ({_how(self.process.returncode)}) and is started again.")
            _no_longer_counted(self.process.pid)
            self.pause = 0.0 if now - self.started > STEADY else min(max(0.2, self.pause * 2), LONGEST_PAUSE)
            self.next_try, self.process = now + self.pause, None
        if self.process is None and now >= self.next_try:
            self.start()


class Supervisor:
    """One installation while it runs."""

    def __init__(self, children: Iterable[Child], database: Server | None) -> None:
        self.children = list(children)
        self.database = database
        self.ballast = Ballast(database.data, _say) if database else None
        self.looked = 0.0
        self.stopping = False

    def run(self) -> None:
        """Until a signal says stop."""
        self.mind_signals()
        for child in self.children:
            child.start()
        while not self.stopping:
            self._look_after_database()
            self._look_after_room()
            for child in self.children:
                child.look_after()
            time.sleep(TICK)

    def mind_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)

    def wait_for(self, process: "subprocess.Popen[bytes]") -> int:
        """The exit code of something that must be done first; it is broken off when we are told to stop."""
        while process.poll() is None:
            if self.stopping:
                process.terminate()
            time.sleep(TICK / 2)
        return process.returncode

    def stop(self) -> None:
        """All parts at once, then the database."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.database:
            self.database.stop()

    def _look_after_database(self) -> None:
        if self.database is None or self.database.process is None:
            return
        if self.database.process.poll() is not None and not self.stopping:
            _say("The database stopped and is started again.")
            try:
                if self.ballast:
                    self.ballast.make_way()
                self.database.launch()
            except (Trouble, OSError) as trouble:
                _say(str(trouble))
                time.sleep(1)

    def _look_after_room(self) -> None:
        if self.ballast and self.database and self.database.process and time.monotonic() - self.looked > LOOK:
            self.looked = time.monotonic()
            self.ballast.look_after()

    def _stop_soon(self, _: int, __: FrameType | None) -> None:
        self.stopping = True


def run_part(
    part: str, environment: Mapping[str, str], *, sockets: tuple[int, ...] = (), stdout: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    """A process of its own for one part; Ctrl-C reaches only the supervisor, which then stops all in order."""
    return subprocess.Popen(
        [sys.executable, "-m", "pasillo.config.parts", part],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        pass_fds=sockets,
        preexec_fn=dies_with_parent(signal.SIGTERM),
        start_new_session=True,
    )


def open_port(host: str, port: int) -> socket.socket:
    """The web's door. Opened once here, so that it stays open while a web process is started again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as reason:
        door.close()
        raise Trouble(f"{host}:{port} cannot be used ({reason.strerror}). Choose another with --port.") from reason
    door.listen(1024)
    return door


def _no_longer_counted(pid: int) -> None:
    """What a dead process held at its end is not so any more; what it had counted was."""
    for file in Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR", "/nowhere")).glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _say(words: str) -> None:
    with contextlib.suppress(OSError):  # a terminal that is gone, or a log on a full disk, must not stop the house
        print(words, file=sys.stderr, flush=True)
