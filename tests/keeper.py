"""Keeps one PostgreSQL for all test runs of this working copy; it leaves soon after the last run has left.

Each run holds a shared lock on a file. The keeper owns the server and stops it when it gets that lock alone.
The kernel drops the lock of a run that is killed, so nothing is ever left behind.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from pasillo.config.postgres.server import Server

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108
IDLE = 15.0
ENOUGH = 3 * 2**30


def folder() -> Path:
    """Where the tests' server keeps its files: in memory when there is room, else in the temporary folder."""
    who = f"{ROOT} {os.geteuid()} {os.environ.get('PASILLO_PG_HOME', '')}"
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    place = MEMORY if roomy else Path(tempfile.gettempdir())
    return place / f"pasillo-tests-{hashlib.sha256(who.encode()).hexdigest()[:10]}"


def join() -> IO[str]:
    """Makes sure that the server runs and answers; it does so as long as the returned file stays open."""
    folder().mkdir(mode=0o711, parents=True, exist_ok=True)
    guests = open(folder() / "guests.lock", "w")  # noqa: SIM115 - held as long as the run
    fcntl.flock(guests, fcntl.LOCK_SH)
    _start_keeper()
    server, end = Server(folder()), time.monotonic() + 120
    while not server.ready():
        if time.monotonic() > end:
            raise RuntimeError(f"The tests' database did not start; see {folder() / 'keeper.log'}")
        time.sleep(0.05)
    return guests


def keep() -> None:
    """Runs the server until nobody is left."""
    server = Server(folder(), settings={"max_connections": "200", "shared_buffers": "256MB"})
    if not server.start():
        return
    with open(folder() / "guests.lock", "w") as guests:
        try:
            while not _alone(guests):
                time.sleep(0.5)
        finally:
            server.stop()  # whoever comes now waits for the lock until this is done


def _alone(guests: IO[str]) -> bool:
    """Whether nobody came for a while; then the lock is ours and nobody can come."""
    end = time.monotonic() + IDLE
    while True:
        try:
            fcntl.flock(guests, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if time.monotonic() > end:
            return True
        fcntl.flock(guests, fcntl.LOCK_UN)
        time.sleep(0.5)


def _start_keeper() -> None:
    """Starts one more keeper; it goes at once when another one has the server."""
    with open(folder() / "keeper.log", "ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "tests.keeper"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


if __name__ == "__main__":
    keep()
