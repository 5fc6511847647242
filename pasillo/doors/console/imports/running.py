"""What was wished on the page of imports, carried out in a process of its own: rehearsed, taken over, taken back."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.db import connection
from django.utils.translation import gettext as _

from pasillo.doors.console.history.removal import PART as REMOVAL
from pasillo.doors.console.history.removal import begun
from pasillo.doors.console.imports.playing.taking import Tell, take_over
from pasillo.doors.console.imports.rehearsing import Handed, check_ready, look_again, outlook, read
from pasillo.doors.console.imports.report import report
from pasillo.doors.console.imports.wish import Wish, as_wish
from pasillo.doors.console.owning import as_the_owner
from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep
from pasillo.ground.files.queries import read as read_blob
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.history.commands import note_run, turn_run
from pasillo.operations.history.models import Log, Run

State = Run.State
PART = "import-run"
TICK = 1.0
log = structlog.get_logger()


def run() -> None:
    """The process of its own: `python -m pasillo.config.parts import-run NUMBER`."""
    perform(int(sys.argv[2]))


def perform(run_id: int) -> None:
    """Whatever this import waits for. Where somebody else does it already, or nothing is wished, nothing happens."""
    wanted = Run.objects.get(pk=run_id)
    deeds = {State.WAITING: rehearse, State.REHEARSING: rehearse, State.PLAYING: play, State.REMOVING: remove}
    deed = deeds.get(State(wanted.state))
    if deed is None:
        return
    try:
        deed(wanted)
    except Refused as refusal:
        _fail(wanted, str(refusal))
    except Exception:
        log.exception("an import came to no end", run=run_id)
        _fail(wanted, _("It came to no end, for a reason that only the log of the server knows. You can try again."))


def _fail(wanted: Run, why: str) -> None:
    if wanted.state == State.REMOVING:
        turn_run(wanted.pk, State.DONE, why=why[:500], at=now())
    else:
        turn_run(wanted.pk, State.FAILED, why=why[:500], ended_at=now(), at=now())


def rehearse(wanted: Run) -> None:
    """Say what would come of it."""
    turn_run(wanted.pk, State.REHEARSING, why="", at=now())
    with _handed(wanted) as (handed, wish), read(handed, wish, apart=_apart()) as (staging, _folder):
        seen = outlook(staging, wish)
        made = keep(report(staging), media_type="text/csv") if seen.wrong else None
    turn_run(wanted.pk, State.REHEARSED, preview=asdict(seen), whole=seen.cases, report=made, at=now())


def play(wanted: Run) -> None:
    """Take it over. The file is let go once all of it is here."""
    with _handed(wanted) as (handed, wish), read(handed, wish, apart=_apart()) as (staging, folder):
        seen = outlook(staging, wish)
        check_ready(seen)
        taken = take_over(staging, folder, wish, at=now(), tell=_teller(wanted.pk))
        look_again(seen, staging)
        made = keep(report(staging), media_type="text/csv") if seen.wrong else None
    news: dict[str, Any] = {
        "figures": asdict(taken),
        "preview": asdict(seen),
        "report": made,
        "file": None,
        "ended_at": now(),
    }
    turn_run(wanted.pk, State.DONE, at=now(), why="", **news)


def remove(wanted: Run) -> None:
    """Take it back, by a process that may rewrite the journal."""
    known = Log.objects.filter(name=wanted.log_name).first()
    if known is not None:
        begun(known, anyway=False)
        if as_the_owner(REMOVAL, wanted.log_name):
            raise Refused(_("It was not taken back. The log of the server says why; you can try again."))
    turn_run(wanted.pk, State.REMOVED, why="", ended_at=now(), at=now())


def _apart() -> bool:
    """In a child with limits, unless somebody keeps a transaction open around this."""
    return not connection.in_atomic_block


@contextmanager
def _handed(wanted: Run) -> Iterator[tuple[Handed, Wish]]:
    if wanted.file_id is None:
        raise Refused(_("The file is not here any more. Hand it in again."))
    wish = as_wish(wanted.source, {**wanted.wish, "name": wanted.log_name}, at=now())
    with TemporaryDirectory(prefix="pasillo-handed-") as folder:
        path = Path(folder) / "export"
        with path.open("wb") as file:
            for piece in read_blob(wanted.file_id):
                file.write(piece)
        yield Handed(path=path, name=wanted.file_name), wish


def _teller(run_id: int) -> Tell:
    said = 0.0

    def tell(done: int, whole: int) -> None:
        nonlocal said
        if time.monotonic() - said > TICK or done == whole:
            said = time.monotonic()
            note_run(run_id, done=done, whole=whole, at=now())

    return tell
