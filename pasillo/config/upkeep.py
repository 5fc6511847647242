"""What must be so before the product runs: tables of this version, rights on them, files for the browsers."""

import hashlib
import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from pasillo.config.keeping import key
from pasillo.config.keeping.upgrade import migrate
from pasillo.doors.shell.soundness import dangers


def run() -> None:
    """As the database's owner, in a process of its own."""
    if found := dangers():
        sys.exit("\n".join(found))
    migrate()
    mind_the_key()
    collect_files()


def renew() -> None:
    """A database that was just read from a backup: the backup is the backup."""
    migrate(backup=False)


def mind_the_key() -> None:
    """Remembers by what the secret key is known, and says so when it is another one than before."""
    with connection.cursor() as cursor:
        key.accept(cursor, settings.SECRET_KEY)
        if key.is_another(cursor, settings.SECRET_KEY):
            print(
                "The secret key is not the one with which this data was made: links that were mailed do not open. "
                "Run  pasillo check  to read what to do.",
                file=sys.stderr,
                flush=True,
            )


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
