"""What can be chosen about an import: which column is what, what words mean, and how things are called here."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from pasillo.doors.console.imports.neutral import Standing
from pasillo.doors.console.imports.reading.moments import FORMS, ISO, SECONDS
from pasillo.doors.console.imports.rehearsing import say_missing
from pasillo.doors.console.imports.sources.csv.guessing import HEADINGS, MOMENTS, NEEDED
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Area
from pasillo.operations.history.models import Run
from pasillo.strategy.catalogue.models import Service

ROLES = {
    "case": gettext_noop("Number or name of the case"),
    "subject": gettext_noop("Subject"),
    "opened": gettext_noop("When it was opened"),
    "customer_email": gettext_noop("Customer's e-mail"),
    "customer": gettext_noop("Customer's name"),
    "phone": gettext_noop("Customer's phone"),
    "organisation": gettext_noop("Customer's organisation"),
    "area": gettext_noop("Area"),
    "service": gettext_noop("Service"),
    "state": gettext_noop("Where it stands"),
    "priority": gettext_noop("Priority"),
    "channel": gettext_noop("Channel"),
    "holder": gettext_noop("Who held it"),
    "answered": gettext_noop("First answered at"),
    "resolved": gettext_noop("Resolved at"),
    "closed": gettext_noop("Closed at"),
    "changed": gettext_noop("Last changed at"),
    "tags": gettext_noop("Tags"),
    "message": gettext_noop("What was said"),
    "message_at": gettext_noop("When it was said"),
    "message_by": gettext_noop("Who said it"),
    "message_kind": gettext_noop("Public or internal"),
    "files": gettext_noop("Files"),
    "language": gettext_noop("Language"),
}
STANDINGS = {
    Standing.OPEN: gettext_noop("open"),
    Standing.WAITS_FOR_CUSTOMER: gettext_noop("waits for the customer"),
    Standing.WAITS_FOR_SUPPLIER: gettext_noop("waits for a supplier"),
    Standing.RESOLVED: gettext_noop("resolved"),
    Standing.CLOSED: gettext_noop("closed"),
    Standing.CANCELLED: gettext_noop("cancelled"),
}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "cp1250", "cp1251", "shift_jis")
SEPARATORS = {",": ",", ";": ";", "\t": gettext_noop("tabulator"), "|": "|"}
TAB = "tab"
MOST = 60


def missing_in(run: Run) -> str:
    """Which needed columns nobody has named yet, as the form below calls them."""
    return say_missing(run.preview.get("look") or {}, {role: _(ROLES[role]) for role in NEEDED})


def choices_of(run: Run) -> dict[str, Any]:
    """The form, filled with what was chosen or guessed."""
    seen, look = run.preview, run.preview.get("look") or {}
    return {
        "zone": run.wish.get("zone") or "UTC",
        "zones": [(zone, zone) for zone in sorted(available_timezones())],
        "table": _table(look) if look else None,
        "areas": [_place("area", number, row) for number, row in enumerate(seen.get("areas", [])[:MOST])],
        "services": [_place("service", number, row) for number, row in enumerate(seen.get("services", [])[:MOST])],
        "our_areas": [(name, name) for name in Area.objects.order_by("name").values_list("name", flat=True)],
        "our_services": _services(),
    }


def _services() -> list[tuple[str, str]]:
    names = {in_language(one.names, get_language()) for one in Service.objects.all()}
    return [(name, name) for name in sorted(names)]


def _place(sort: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": f"{sort}-{number}", **row}


def _table(look: Mapping[str, Any]) -> dict[str, Any]:
    columns = look.get("columns", {})
    return {
        "columns": [
            {"name": f"col-{role}", "label": _(ROLES[role]), "value": columns.get(role, ""), "needed": role in NEEDED}
            for role in HEADINGS
        ],
        "heading": look.get("heading", []),
        "rows": look.get("rows", [])[:3],
        "encoding": look.get("encoding", ""),
        "encodings": [(name, name) for name in dict.fromkeys([look.get("encoding", "utf-8"), *ENCODINGS])],
        "separator": TAB if look.get("separator") == "\t" else look.get("separator", ","),
        "separators": [(TAB if one == "\t" else one, _(words)) for one, words in SEPARATORS.items()],
        "moments": look.get("moments", ISO),
        "forms": [(ISO, "2026-03-09 17:05"), (SECONDS, "1773075900"), *((one, as_example(one)) for one in FORMS)],
        "is_ambiguous": look.get("is_ambiguous", False),
        "is_unfit": look.get("is_unfit", False),
        "means": [{"name": f"means-{number}", "word": word, "value": value}
                  for number, (word, value) in enumerate(sorted(look.get("means", {}).items()))],
        "standings": [("", "–"), *((str(one), _(words)) for one, words in STANDINGS.items())],
    }  # fmt: skip


def as_example(form: str) -> str:
    """A form of moments as it looks for the ninth of March, 17:05."""
    told = {"%d": "09", "%m": "03", "%Y": "2026", "%y": "26", "%H": "17", "%I": "05", "%M": "05", "%S": "00",
            "%p": "PM", "%b": "Mar", "%B": "March"}  # fmt: skip
    for mark, words in told.items():
        form = form.replace(mark, words)
    return form


def wish_in(typed: Mapping[str, str], run: Run) -> dict[str, Any]:
    """What the form says, for the next rehearsal."""
    seen, look = run.preview, run.preview.get("look") or {}
    wish: dict[str, Any] = {**run.wish, "zone": typed.get("zone") or run.wish.get("zone", "UTC")}
    wish["areas"] = _renamed(typed, "area", seen.get("areas", []))
    wish["services"] = _renamed(typed, "service", seen.get("services", []))
    wish["area"] = next((typed.get(f"area-{n}", "") for n, row in enumerate(seen.get("areas", []))
                         if not row["theirs"]), "")  # fmt: skip
    wish["service"] = next((typed.get(f"service-{n}", "") for n, row in enumerate(seen.get("services", []))
                            if not row["theirs"]), "")  # fmt: skip
    if look and "separator" in typed:
        changed = typed.get("encoding") != look.get("encoding") or _between(typed) != look.get("separator")
        wish["csv"] = {"encoding": typed.get("encoding", ""), "separator": _between(typed)}
        if not changed:  # what the columns are called is known: what was chosen counts, also that there is none
            wish["csv"] |= {
                "columns": {role: typed.get(f"col-{role}", "") for role in HEADINGS},
                "moments": _moments(typed, look),
                "means": {word: typed.get(f"means-{n}", "") for n, word in enumerate(sorted(look.get("means", {})))},
            }
    return wish


def _moments(typed: Mapping[str, str], look: Mapping[str, Any]) -> str:
    """The form that was chosen. Where other columns hold the moments now and it was left as it stood, it is guessed."""
    before = {role: look.get("columns", {}).get(role, "") for role in MOMENTS}
    is_moved = any(typed.get(f"col-{role}", "") != name for role, name in before.items())
    chosen = typed.get("moments", "")
    return "" if is_moved and chosen == look.get("moments", ISO) else chosen


def _between(typed: Mapping[str, str]) -> str:
    separator = typed.get("separator", ",")
    return "\t" if separator == TAB else separator


def _renamed(typed: Mapping[str, str], sort: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    """How theirs are called here, where that was chosen."""
    told = {row["theirs"]: typed.get(f"{sort}-{number}", "") for number, row in enumerate(rows) if row["theirs"]}
    return {theirs: ours for theirs, ours in told.items() if ours}
