"""The programs that write and read a database: those of the PostgreSQL in use."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from pasillo.config.postgres import binaries
from pasillo.config.postgres.trouble import Trouble

PIECE = 1 << 20
LAST_WORDS = 600


def program(name: str, server: int) -> Path:
    """A program of the same major version as the server, else of the next newer one that is here."""
    versions: dict[int, Path] = {}
    for home in binaries.homes():
        if (home / "bin" / name).exists():
            versions.setdefault(_version(home / "bin" / name), home)
    fitting = sorted(version for version in versions if version >= server)
    if not fitting:
        raise Trouble(
            f"The database is PostgreSQL {server}, and no {name} of that version is on this machine. "
            f"Install it, and set PASILLO_PG_HOME to the folder above its bin."
        )
    return versions[fitting[0]] / "bin" / name


def spoken_by(command: list[str | Path], address: Mapping[str, Any]) -> Iterator[bytes]:
    """What a program says, piece by piece. Trouble, with its last words, if it fails."""
    with subprocess.Popen(
        [*command, "-d", _place(address)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_secrets(address),
    ) as running:
        assert running.stdout
        assert running.stderr
        try:
            while piece := running.stdout.read(PIECE):
                yield piece
            words = running.stderr.read()
        except BaseException:
            running.kill()
            raise
    if running.returncode:
        raise Trouble(f"The database could not be written out: {_last(words)}")


def told_to(command: list[str | Path], address: Mapping[str, Any], pieces: Iterable[bytes]) -> None:
    """Feeds a program with pieces. Trouble, with its last words, if it fails."""
    with subprocess.Popen(
        [*command, "-d", _place(address)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_secrets(address)
    ) as running:
        assert running.stdin
        assert running.stderr
        try:
            for piece in pieces:
                running.stdin.write(piece)
            running.stdin.close()
        except BrokenPipeError:  # it says below why it went
            with contextlib.suppress(BrokenPipeError):
                running.stdin.close()
        except BaseException:
            running.kill()
            raise
        words = running.stderr.read()
    if running.returncode:
        raise Trouble(f"The backup could not be read into the database: {_last(words)}")


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", said)[0])


def _place(address: Mapping[str, Any]) -> str:
    return make_conninfo(**{name: value for name, value in address.items() if name != "password"})


def _secrets(address: Mapping[str, Any]) -> dict[str, str]:
    """A password goes by the environment: what stands in a command line, every account of the machine can read."""
    kept = {**os.environ, "LC_ALL": "C.UTF-8"}
    return {**kept, "PGPASSWORD": str(address["password"])} if address.get("password") else kept


def _last(words: bytes) -> str:
    return " / ".join(words.decode(errors="replace").strip().splitlines())[-LAST_WORDS:]
