"""What the operator types: `pasillo import SOURCE FILE [--dry-run]`, for every source that there is."""

import json
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.history.telling import Progress
from pasillo.doors.console.import_sorts import ImportSort, sorts
from pasillo.doors.console.imports.playing.taking import Taken, take_over
from pasillo.doors.console.imports.rehearsing import Handed, Outlook, check_ready, look_again, outlook, read
from pasillo.doors.console.imports.report import report
from pasillo.doors.console.imports.sources.registry import all_sources
from pasillo.doors.console.imports.wish import as_wish
from pasillo.doors.console.registry import or_say_why
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused


@or_say_why
def _run(source: str, options: Namespace) -> None:
    """Reads the export, says what would come of it, and takes it over unless that was only a rehearsal."""
    path = Path(options.file)
    if not path.is_file():
        raise Refused(_("There is no file at %(path)s.") % {"path": path})
    told = _map(options.map) | ({"name": options.name} if options.name else {})
    at = now()
    wish = as_wish(source, told, at=at)
    with read(Handed(path=path, beside=Path(options.files) if options.files else None), wish) as (staging, folder):
        seen = outlook(staging, wish)
        check_ready(seen)
        taken = None
        if not options.dry_run:
            taken = take_over(staging, folder, wish, at=at, tell=Progress())
            look_again(seen, staging)
        for line in summary(seen, taken):
            print(line)
        if options.report:
            Path(options.report).write_bytes(report(staging))


def _map(name: str | None) -> dict[str, Any]:
    if not name:
        return {}
    try:
        text = Path(name).read_text("utf-8")
        told = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except OSError:
        raise Refused(_("There is no map at %(name)s.") % {"name": name}) from None
    except ValueError as trouble:
        raise Refused(_("The map cannot be read: %(why)s") % {"why": trouble}) from None
    return told if isinstance(told, dict) else {}


def summary(seen: Outlook, taken: Taken | None) -> Iterator[str]:
    """What was made, or would be; then what was not understood."""
    if taken is None:
        yield _("Nothing was changed; this is what would come:")
        yield _("  %(new)s cases taken over, %(known)s here before, %(left)s left out") % {
            "new": seen.new, "known": seen.known, "left": seen.left_out
        }  # fmt: skip
    else:
        yield _("%(made)s cases taken over, %(known)s here before, %(left)s left out.") % {
            "made": taken.made, "known": taken.known, "left": taken.left_out
        }  # fmt: skip
    words = {"messages": seen.messages, "people": seen.people, "known": seen.people_known, "staff": seen.staff}
    yield _("  %(messages)s messages; %(people)s people, %(known)s of them known here, %(staff)s work here") % words
    yield from _places(_("area"), seen.areas)
    yield from _places(_("service"), seen.services)
    if taken is None:
        for one in seen.first:
            yield f"  {one['known_as']:>10}  {one['opened_at'][:10]}  {one['state']:<10} {one['subject'][:60]}"
    yield from _doubts(seen)
    for one in seen.troubles:
        case = f" ({one['case']})" if one["case"] else ""
        yield _("line %(line)s%(case)s: %(why)s") % {"line": one["line"], "case": case, "why": one["why"]}
    if seen.wrong > len(seen.troubles):
        yield _("… and %(count)s more.") % {"count": seen.wrong - len(seen.troubles)}


def _doubts(seen: Outlook) -> Iterator[str]:
    if seen.look.get("is_ambiguous"):
        yield _(
            "These moments can be read in two ways. "
            "Look at the first cases: is the day the day, and the month the month?"
        )


def _places(sort: str, places: list[dict[str, Any]]) -> Iterator[str]:
    for one in places:
        how = _("here") if one["is_here"] else _("new")
        yield f"  {sort} “{one['theirs']}” → “{one['ours']}” ({how}), {one['cases']}"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", help="the export: a file, packed or not, or a zip archive")
    parser.add_argument("--map", help="how it is read: see docs/importing.md; what is left out is guessed")
    parser.add_argument("--name", help="the name under which it is known here, if not that of the system")
    parser.add_argument("--files", help="the folder in which its attachments lie")
    parser.add_argument("--report", help="where a table of what was not understood is written")
    parser.add_argument("--dry-run", action="store_true", help="say what would come, and change nothing")


for _name, _source in all_sources():
    sorts.add(
        _name,
        ImportSort(help=f"{_source.title}: {_source.hint}", run=partial(_run, _name), arguments=_arguments),
    )
