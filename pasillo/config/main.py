"""The command `pasillo`. Starting and mending are here; what a door adds, it announces in doors/console."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pasillo.config import places
from pasillo.config.postgres.trouble import Trouble

OWN = ("start", "migrate", "check", "backup", "restore", "verify", "held-mail")
CANNOT_WRITE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT)
WEB = "web processes; 0 on a machine that only works in the background"
WORKERS = "worker processes; 0 on a machine that only answers browsers"


def main(arguments: list[str] | None = None) -> int:
    """Runs one subcommand. What goes wrong is told in one line, and the exit code is 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasillo.config.settings")
    words = sys.argv[1:] if arguments is None else arguments
    try:
        options = _parser(with_doors=not words or words[0] not in OWN).parse_args(words)
        options.run(options)
    except Trouble as trouble:
        print(f"pasillo: {trouble}", file=sys.stderr)
        return 2
    except OSError as trouble:
        if trouble.errno not in CANNOT_WRITE:
            raise
        print(f"pasillo: {_cannot_write(trouble)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _cannot_write(trouble: OSError) -> str:
    return (
        f"{trouble.filename or places.data_folder()} cannot be written ({trouble.strerror}). Run  pasillo check  to "
        "read what to do; most often the data folder belongs to another account, or its disk is full."
    )


def _parser(*, with_doors: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pasillo", description="Service management for a whole organisation.")
    commands = parser.add_subparsers(required=True, metavar="command")
    begin = commands.add_parser("start", help="start everything: database, web, worker, mail door")
    begin.add_argument("--host", default=os.environ.get("PASILLO_HOST", "127.0.0.1"))
    begin.add_argument("--port", type=int, default=int(os.environ.get("PASILLO_PORT", "8000")))
    begin.add_argument("--web", type=int, default=int(os.environ.get("PASILLO_WEB", "1")), help=WEB)
    begin.add_argument("--workers", type=int, default=int(os.environ.get("PASILLO_WORKERS", "1")), help=WORKERS)
    begin.add_argument("--no-mail", dest="mail", action="store_false", help="do not open the local mail door")
    begin.add_argument("--example", nargs="?", const="full", choices=("full", "small"), help="load the example, once")
    begin.set_defaults(run=_start)
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(run=_migrate)
    _add_keeping(commands)
    if with_doors:
        _add_doors(commands)
    return parser


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands with which an operator keeps the data whole."""
    from pasillo.config.keeping import backup, check, held, restore, verify

    checking = commands.add_parser("check", help="say what is wrong with this installation, and what to do")
    check.arguments(checking)
    checking.set_defaults(run=_check)
    writing = commands.add_parser("backup", help="write a backup, while everybody goes on working")
    backup.arguments(writing)
    writing.set_defaults(run=_with_database(backup.run))
    reading = commands.add_parser("restore", help="put a backup in place of what is there")
    restore.arguments(reading)
    reading.set_defaults(run=_restore)
    proving = commands.add_parser("verify", help="prove that the data is whole, rule by rule")
    proving.set_defaults(run=_with_database(verify.run))
    holding = commands.add_parser("held-mail", help="decide about mail that is held since a backup was restored")
    held.arguments(holding)
    holding.set_defaults(run=_with_database(held.run))


def _add_doors(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that doors announce; each speaks to the running database, or to one started for the moment."""
    os.environ.setdefault("PASILLO_DB_POOL", "0")
    import django

    django.setup()
    from pasillo.doors.console.registry import all_commands

    for name, command in all_commands():
        parser = commands.add_parser(name, help=command.help)
        command.arguments(parser)
        parser.set_defaults(run=_with_database(command.run))


def _with_database(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], None]:
    def running(options: argparse.Namespace) -> None:
        with _database():
            run(options)

    return running


def _start(options: argparse.Namespace) -> None:
    from pasillo.config.start import start

    start(options)


def _migrate(_: argparse.Namespace) -> None:
    from pasillo.config.start import bring_up_to_date

    with _database():
        bring_up_to_date()
    print("The database is of this version.")


def _check(options: argparse.Namespace) -> None:
    from pasillo.config.keeping import check

    os.environ.setdefault("PASILLO_DB_POOL", "0")
    check.run(options, _database)


def _restore(options: argparse.Namespace) -> None:
    from pasillo.config.keeping.parcel import open_parcel
    from pasillo.config.keeping.restore import restore
    from pasillo.config.start import only_one, prove

    parcel = open_parcel(options.file)
    with only_one(places.data_folder()), _database():
        sound = restore(parcel, replace=options.replace, hold_mail=options.hold_mail, prove=prove)
    if not sound:
        sys.exit(1)


@contextmanager
def _database() -> Iterator[None]:
    from pasillo.config.start import open_database

    server = open_database(places.data_folder())
    try:
        yield
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
