"""What an operator types, and what they read."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.keeper import ROOT


@dataclass(frozen=True)
class Said:
    """The words and the exit code of a command."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        return self.out + self.err


def pasillo(data: Path, *arguments: str, prefix: tuple[str, ...] = (), **environment: str) -> Said:
    """`pasillo …` on a data folder, in a process of its own."""
    done = subprocess.run(
        [*prefix, *command(*arguments)],
        cwd=ROOT,
        env=surroundings(data, **environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pasillo.config.main", *arguments]


def surroundings(data: Path, **environment: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PASILLO_", "DJANGO_"))}
    home = {"PASILLO_PG_HOME": os.environ["PASILLO_PG_HOME"]} if "PASILLO_PG_HOME" in os.environ else {}
    return {**kept, **home, "PASILLO_DATA": str(data), **environment}
