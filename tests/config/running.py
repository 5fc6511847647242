"""A whole Pasillo for a story: its own data folder, its own port, its own processes."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from pasillo.config.places import owner_address, socket_folder
from tests.keeper import ROOT, folder


class Running:
    """`pasillo start` as a person runs it."""

    def __init__(self, data: Path, *arguments: str, port: int | None = None, **environment: str) -> None:
        self.data, self.port = data, port or free_port()
        self.said = data.parent / f"{data.name}.said"
        environment = {"PASILLO_SMTP_IN": f"127.0.0.1:{free_port()}", **environment}
        self.mail_port = int(environment["PASILLO_SMTP_IN"].rpartition(":")[2])
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PASILLO_", "DJANGO_"))}
        home = {"PASILLO_PG_HOME": os.environ["PASILLO_PG_HOME"]} if "PASILLO_PG_HOME" in os.environ else {}
        with open(self.said, "w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pasillo.config.main", "start", "--port", str(self.port), *arguments],
                cwd=ROOT,
                env={**kept, **home, "PASILLO_DATA": str(data), **environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def wait_until_ready(self, seconds: float = 120) -> "Running":
        with contextlib.suppress(AssertionError):
            until(lambda: "is ready" in self.words() or self.process.poll() is not None, seconds)
        assert "is ready" in self.words(), self.words()
        return self

    def words(self) -> str:
        return self.said.read_text()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def well(self) -> bool:
        try:
            return self.get("/health")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def database(self) -> psycopg.Connection:
        os.environ.pop("DATABASE_URL", None)
        return psycopg.connect(**owner_address(self.data), autocommit=True)

    def pids(self, part: str = "") -> list[int]:
        """The processes of this installation, by what they do: web, worker, mail, or postgres."""
        needle = f"{self.data}/postgres" if part == "postgres" else f"pasillo.config.parts\0{part}"
        return [pid for pid, line in processes() if needle in line and self._ours(pid, part)]

    def _ours(self, pid: int, part: str) -> bool:
        if part == "postgres":
            return True
        with contextlib.suppress(OSError):
            return f"PASILLO_DATA={self.data}\0" in Path(f"/proc/{pid}/environ").read_text(errors="replace")
        return False


def processes() -> list[tuple[int, str]]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found.append((int(process.name), (process / "cmdline").read_text(errors="replace")))
    return found


@contextlib.contextmanager
def house() -> Iterator[Path]:
    """A data folder that the database's account can reach, gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="pasillo-story-", dir=folder().parent))
    home.chmod(0o711)
    try:
        yield home / "data"
    finally:
        shutil.rmtree(socket_folder(home / "data"), ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def until(so, seconds: float = 10.0) -> float:
    """Waits until it is so; returns how long it took, and fails when it takes too long."""
    began = time.monotonic()
    while not so():
        assert time.monotonic() - began < seconds, f"not so after {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def address_in(words: str) -> str | None:
    found = re.search(r"is ready: (\S+)", words)
    return found[1] if found else None
