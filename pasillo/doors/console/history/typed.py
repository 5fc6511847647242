"""What the operator types to take over a log: `pasillo import log FILE --map MAP`, `pasillo import remove NAME`."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from pasillo.doors.console.history.mapping import read_map
from pasillo.doors.console.history.removal import arguments as what_goes
from pasillo.doors.console.history.removal import run as remove
from pasillo.doors.console.history.swiftly import swiftly
from pasillo.doors.console.history.taking_over import take_over
from pasillo.doors.console.history.telling import Progress, summary
from pasillo.doors.console.import_sorts import ImportSort, sorts
from pasillo.doors.console.registry import or_say_why
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused


@or_say_why
def _take_over(options: Namespace) -> None:
    """Takes the log over and says what came of it; a case that is here already is not made again."""
    path = Path(options.file)
    if not path.is_file():
        raise Refused(_("There is no file at %(path)s.") % {"path": path})
    log_map = read_map(options.map)
    if not connection.in_atomic_block:
        swiftly()
    taken = take_over(path, log_map, at=now(), dry=options.dry_run, tell=Progress())
    for line in summary(taken, dry=options.dry_run):
        print(line)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument("--map", required=True, help="what its columns and words mean; or servicenow, or vinst")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and change nothing")


sorts.add(
    "log",
    ImportSort(
        help="an event log of another system, in CSV or XES, packed or not", run=_take_over, arguments=_arguments
    ),
)
sorts.add("remove", ImportSort(help="take back everything that came from one source", run=remove, arguments=what_goes))
