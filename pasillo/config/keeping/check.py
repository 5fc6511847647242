"""`pasillo check`: a line for everything that must be so, and what to do where it is not."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from pasillo.config import places
from pasillo.config.keeping import key, neighbours
from pasillo.config.keeping.finding import Finding
from pasillo.config.postgres.trouble import Trouble
from pasillo.doors.shell.room import free_and_total, least_free, size_words

Database = Callable[[], AbstractContextManager[None]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the person types after `pasillo check`."""
    parser.add_argument("--host", default=os.environ.get("PASILLO_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PASILLO_PORT", "8000")))
    parser.add_argument(
        "--accept-key", action="store_true", help="the old secret key is lost for good: work with the one that is here"
    )


def run(options: argparse.Namespace, database: Database) -> None:
    """Prints a line for each question. The exit code is 1 when one of them has no good answer."""
    wrong = 0
    for finding in findings(options, database):
        print(finding, flush=True)
        wrong += not finding.is_well
    print(f"\n{wrong} of these need somebody's hand." if wrong else "\nAll is well.")
    if wrong:
        sys.exit(1)


def findings(options: argparse.Namespace, database: Database) -> Iterator[Finding]:
    """Every question, those that need nothing first."""
    data = places.data_folder()
    running = neighbours.is_running(data)
    folder = _folder(data)
    yield folder
    yield _room(data)
    yield _key(data)
    yield _port(options.host, options.port, running=running)
    if not folder.is_well:
        return
    try:
        with database():
            from pasillo.config.keeping.inside import findings_inside

            yield from findings_inside(data, running=running, accept_key=options.accept_key)
    except (Trouble, OSError) as trouble:
        yield Finding(False, f"The database cannot be reached: {trouble}")


def _folder(data: Path) -> Finding:
    if not data.exists():
        return Finding(True, f"There is no data in {data} yet: the first start makes it.")
    try:
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"x")
    except OSError as reason:
        who = "this account" if os.geteuid() else "even the administrator of this machine"
        return Finding(
            False,
            f"Nothing can be written in the data folder {data} ({reason.strerror}), not by {who}. Give the account "
            f"that runs Pasillo the right to write there (chown), mount the disk for writing, or set PASILLO_DATA.",
        )
    return Finding(True, f"The data folder {data} can be written.")


def _room(data: Path) -> Finding:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free, total = free_and_total(place)
    words = f"{size_words(free)} of {size_words(total)} are free on the disk of the data folder"
    least = least_free(total)
    if free < least:
        return Finding(
            False,
            f"{words}. Below {size_words(least)} nothing new is taken in. Make room: old backups in {data}/backups, "
            "files of other programs on the same disk.",
        )
    if free < 2 * least:
        return Finding(
            False, f"{words}: soon too little. Below {size_words(least)} nothing new is taken in. Make room."
        )
    return Finding(True, f"{words}.")


def _key(data: Path) -> Finding:
    trouble = key.trouble_with(data)
    if trouble:
        return Finding(False, trouble)
    if os.environ.get("PASILLO_SECRET_KEY") is None and not (data / "secret.key").exists():
        if (data / "postgres").exists():
            return Finding(
                False,
                f"The secret key is missing: there is data in {data} and no file secret.key. Put your copy of it "
                "back. If you start without it, a new one is made, and links that were mailed do not open any more.",
            )
        return Finding(True, "There is no secret key yet: the first start makes it.")
    return Finding(True, "The secret key is there. Keep a copy of it apart from the backups.")


def _port(host: str, port: int, *, running: bool) -> Finding:
    if neighbours.is_free(host, port):
        return Finding(True, f"The address {host}:{port} is free." if not running else "Pasillo runs.")
    if running:
        return Finding(True, f"Pasillo runs, and {host}:{port} is in use.")
    who = neighbours.who_listens(port)
    return Finding(
        False,
        f"The address {host}:{port} is taken by {who or 'another program'}. Stop that program, or start Pasillo with "
        "--port and another number.",
    )
