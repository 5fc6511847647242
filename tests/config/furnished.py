"""A data folder in which Pasillo was set up before: made once for each state of the tables, copied for each story."""

import contextlib
import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.config.running import Running, house
from tests.keeper import folder
from tests.template import fingerprint


@contextlib.contextmanager
def furnished_house() -> Iterator[Path]:
    """Like `house`, for stories that are not about the first start."""
    with house() as data:
        subprocess.run(["cp", "-a", str(_furnished()), str(data)], check=True)
        yield data


def _furnished() -> Path:
    kept = folder().parent / f"{folder().name}-furnished"
    made = kept / fingerprint()
    kept.mkdir(mode=0o711, exist_ok=True)
    with open(kept / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in kept.glob("[0-9a-f]*"):
                shutil.rmtree(old)
            _furnish(made)
    return made


def _furnish(made: Path) -> None:
    """In a folder of its own first, so that what is broken off is never taken for whole."""
    with house() as data:
        with Running(data, "--no-mail") as running:
            running.wait_until_ready(120)
        assert running.process.returncode == 0, running.words()
        shutil.rmtree(data / "static", ignore_errors=True)
        subprocess.run(["cp", "-a", str(data), str(made)], check=True)
