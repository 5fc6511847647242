"""What the operator can type. A file in this folder announces its command here, and no list names it."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from django.db import ProgrammingError
from django.utils.translation import gettext as _
from psycopg.errors import UndefinedTable

from pasillo.ground.kit.discovery import load_all
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.registry import Registry


def _none(_: ArgumentParser) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class ConsoleCommand:
    """A subcommand: what it is for, what it takes, and what it does."""

    help: str
    run: Callable[[Namespace], None]
    arguments: Callable[[ArgumentParser], None] = _none


commands: Registry[ConsoleCommand] = Registry("console command")


def all_commands() -> Iterator[tuple[str, ConsoleCommand]]:
    """Every command that a file of this folder announces."""
    load_all("pasillo.doors.console")
    return ((name, commands[name]) for name in commands)


def _never_started() -> str:
    return _("Nothing was started here yet: run  pasillo start  first, or say with PASILLO_DATA where the data is.")


def or_say_why(run: Callable[..., None]) -> Callable[..., None]:
    """What is refused, and what was never started, is said in one line, and the exit code is 1."""

    @wraps(run)
    def running(*options: Namespace) -> None:
        try:
            run(*options)
        except Refused as refusal:
            sys.exit(f"pasillo: {refusal}")
        except ProgrammingError as fault:
            if not isinstance(fault.__cause__, UndefinedTable):
                raise
            sys.exit(f"pasillo: {_never_started()}")

    return running
