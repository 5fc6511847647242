"""What must be so before the product runs: tables of this version, rights on them, files for the browsers."""

import hashlib
import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from pasillo.config import rights
from pasillo.doors.shell.soundness import dangers

ONE_AT_A_TIME = 7270_4554


def run() -> None:
    """As the database's owner, in a process of its own."""
    if found := dangers():
        sys.exit("\n".join(found))
    migrate()
    collect_files()


def migrate() -> None:
    """Brings the tables to this version. Two that start at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        call_command("migrate", verbosity=0, interactive=False)
        rights.settle(cursor)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def collect_files() -> None:
    """Puts scripts, styles and pictures where the web process serves them, when they have changed."""
    mark = Path(settings.STATIC_ROOT) / ".made-from"
    state = _state_of_files()
    if mark.exists() and mark.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(state)


def _state_of_files() -> str:
    found = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            file = os.stat(storage.path(path))
            found.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return found.hexdigest()
