"""A house to measure: the product's own database and web processes, on a fresh folder, and nothing beside them."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB_PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class House:
    """Where it can be reached, and where its database is."""

    port: int
    data: Path
    owner: dict[str, str]
    processes: list["subprocess.Popen[bytes]"]

    def web(self) -> list[int]:
        """The processes that answer."""
        return [process.pid for process in self.processes]

    def database(self) -> list[int]:
        """The database's processes."""
        root = int((self.data / "postgres/postmaster.pid").read_text().split()[0])
        return [root, *_children_of(root)]


@contextmanager
def open_house() -> Iterator[House]:
    """A running house. Its folder is on the disk, as a real one is, and goes when it is done."""
    data = Path(tempfile.mkdtemp(prefix="pasillo-bench-"))
    data.chmod(0o711)
    port = free_port()
    _environment(data, port)
    from pasillo.config import places
    from pasillo.config.start import bring_up_to_date, open_database

    server = open_database(data)
    try:
        bring_up_to_date()
        with _web(port) as processes:
            owner = places.embedded_address(data, "pasillo")
            yield House(port=port, data=data, owner=owner, processes=processes)
    finally:
        if server:
            server.stop()
        shutil.rmtree(data, ignore_errors=True)


def _environment(data: Path, port: int) -> None:
    for name in ("DATABASE_URL", "PASILLO_TESTING", "PASILLO_DB_ROLE"):
        os.environ.pop(name, None)
    os.environ |= {
        "PASILLO_DATA": str(data),
        "PASILLO_DB_POOL": "8",
        "PASILLO_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "pasillo.config.settings",
    }


@contextmanager
def _web(port: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.listen(512)
    env = os.environ | {"PASILLO_WEB_SOCKET": str(door.fileno())}
    command = [sys.executable, "-m", "pasillo.config.parts", "web"]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[door.fileno()], stdout=subprocess.DEVNULL)
        for _ in range(WEB_PROCESSES)
    ]
    try:
        _wait(port)
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        door.close()


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("The house did not open.")


def _children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
