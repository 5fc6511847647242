"""Reads an export, and says what would come of it: how many cases, who is known, what is founded, what is missing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from pasillo.doors.console.imports.playing.founding import area_name, known_area, known_service, service_name
from pasillo.doors.console.imports.playing.planning import plan
from pasillo.doors.console.imports.reading.attachments import Fetching
from pasillo.doors.console.imports.reading.child import in_a_child
from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.sources.csv.guessing import NEEDED
from pasillo.doors.console.imports.sources.registry import all_sources
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Membership, Person
from pasillo.operations.history.models import Log
from pasillo.operations.history.queries import marks_of

SHOWN, AT_ONCE, WORDS = 5, 500, 160


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What was handed in, and what lies beside it."""

    path: Path
    name: str = ""
    beside: Path | None = None


@dataclass(kw_only=True)
class Outlook:
    """What would come of it."""

    lines: int = 0
    cases: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    left_out: int = 0
    wrong: int = 0
    repeated: int = 0
    messages: int = 0
    files: int = 0
    still_open: int = 0
    people: int = 0
    people_known: int = 0
    staff: int = 0
    areas: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    first: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[list[Any]] = field(default_factory=list)
    troubles: list[dict[str, Any]] = field(default_factory=list)
    look: dict[str, Any] = field(default_factory=dict)


@contextmanager
def read(handed: Handed, wish: Wish, *, apart: bool = True) -> Iterator[tuple[Staging, Path]]:
    """The export, laid aside in our words, and the folder in which its files lie. Both are gone afterwards."""
    with TemporaryDirectory(prefix="pasillo-import-") as name:
        folder = Path(name)

        def reading() -> None:
            staging = Staging(folder / "told", fresh=True)
            pack = Pack(handed.path, handed.beside, handed.name)
            staging.fetch = Fetching(pack, folder / "files", staging)
            dict(all_sources())[wish.source].read(pack, wish, staging)
            staging.close()

        if apart:
            in_a_child(reading, folder / "word")
        else:
            reading()
        staging = Staging(folder / "told")
        try:
            yield staging, folder
        finally:
            staging.close()


def outlook(staging: Staging, wish: Wish) -> Outlook:
    """What would come of what was read. Nothing is changed."""
    seen = Outlook(
        lines=staging.counted("lines") or staging.cases(),
        cases=staging.cases(),
        left_out=staging.counted("left out"),
        repeated=staging.counted("repeated"),
        files=staging.counted("files"),
        look=staging.thing("look", "csv"),
    )
    look_again(seen, staging)
    _known(seen, staging, wish)
    _people(seen, staging)
    _cases(seen, staging)
    seen.areas = [_place(name, many, area_name(name, wish), known_area) for name, many in staging.places("area")]
    seen.services = [
        _place(name, many, service_name(name, wish), known_service) for name, many in staging.places("service")
    ]
    return seen


def look_again(seen: Outlook, staging: Staging) -> None:
    """What is known by now to be not understood."""
    seen.wrong = staging.counted("wrong")
    seen.reasons = [[why, many] for why, many in staging.reasons()]
    seen.troubles = [{"line": one.line, "case": one.case, "why": one.why} for one in staging.troubles(20)]


def _place(theirs: str, many: int, ours: str, known: Any) -> dict[str, Any]:
    return {"theirs": theirs, "cases": many, "ours": ours, "is_here": known(ours) is not None}


def _known(seen: Outlook, staging: Staging, wish: Wish) -> None:
    log = Log.objects.filter(name=wish.name).first()
    marks = staging.marks()
    while some := list(islice(marks, AT_ONCE)):
        here = marks_of(log.pk, [one[0] for one in some]) if log else {}
        seen.known += len(here)
        seen.changed += sum(name in here and here[name] != mark for name, mark, _line in some)
    seen.new = seen.cases - seen.known


def _people(seen: Outlook, staging: Staging) -> None:
    """Who is named, who of them is known here by their address, and who of those works here."""
    people = staging.people()
    while some := list(islice(people, AT_ONCE)):
        seen.people += len(some)
        addresses = {who.email.lower() for _mark, who in some if who.email}
        here = Person.objects.annotate(small=Lower("email")).filter(small__in=addresses)
        seen.people_known += here.count()
        seen.staff += Membership.objects.filter(person__in=here).values("person").distinct().count()


def _cases(seen: Outlook, staging: Staging) -> None:
    for number, (_mark, told) in enumerate(staging.told()):
        seen.messages += len(told.said)
        seen.still_open += told.state not in ("resolved", "closed", "cancelled")
        if number < SHOWN:
            planned = plan(told)
            seen.first.append(
                {
                    "known_as": told.known_as,
                    "subject": told.subject[:WORDS],
                    "text": (planned.first.text if planned.first else "")[:WORDS],
                    "customer": told.customer.name or told.customer.email,
                    "opened_at": planned.opened_at.isoformat(),
                    "state": str(told.state),
                    "area": told.area,
                    "service": told.service,
                    "messages": len(told.said),
                }
            )


def say_missing(look: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Which needed columns of a table nobody has named yet, in words; empty when there are all."""
    missing = [names.get(role, role) for role in NEEDED if look and role not in look.get("columns", {})]
    return _("Say first which column is: %(columns)s.") % {"columns": ", ".join(missing)} if missing else ""


def check_ready(seen: Outlook) -> None:
    """Refuse to take over what nobody understands yet."""
    if missing := say_missing(seen.look, {}):
        raise Refused(missing)
    if not seen.cases:
        raise Refused(_("There is no case in it that we understand."))
