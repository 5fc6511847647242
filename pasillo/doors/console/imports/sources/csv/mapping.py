"""Which column of a table is what: as a person chose it, and guessed for the rest."""

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.imports.neutral import Standing
from pasillo.doors.console.imports.reading.moments import FORMS, ISO, SECONDS
from pasillo.doors.console.imports.sources.csv.checking import check_heading, check_text, why_unread
from pasillo.doors.console.imports.sources.csv.guessing import (
    HEADINGS,
    NEEDED,
    columns_of,
    encoding_of,
    meaning_of,
    moments_of,
    separator_of,
)
from pasillo.ground.kit.refusals import Refused

SAMPLE = 256 * 1024
ROWS = 200


@dataclass(frozen=True, kw_only=True)
class Mapping_:
    """How a table is read."""

    encoding: str = "utf-8"
    separator: str = ","
    columns: Mapping[str, str] = field(default_factory=dict)
    moments: str = ISO
    is_ambiguous: bool = False
    is_unfit: bool = False
    means: Mapping[str, str] = field(default_factory=dict)
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def missing(self) -> list[str]:
        """What nobody knows yet and everybody needs."""
        return [role for role in NEEDED if role not in self.columns]

    def as_data(self) -> dict[str, Any]:
        """As it is shown and kept."""
        return asdict(self) | {"rows": [list(row) for row in self.rows[:5]], "heading": list(self.heading)}


def mapping_of(sample: bytes, chosen: Mapping[str, Any], *, until: datetime) -> Mapping_:
    """What was chosen, and guesses for everything else."""
    encoding = _encoding(str(chosen.get("encoding") or "")) or encoding_of(sample)
    check_text(sample, encoding)
    text = sample[: sample.rfind(b"\n") + 1 or len(sample)].decode(encoding, "replace").removeprefix("\ufeff")
    separator = str(chosen.get("separator") or "") or separator_of(text)
    if len(separator) != 1:
        raise Refused(_("Between two columns stands one letter."))
    heading, rows = _rows(text, separator)
    columns = _columns(chosen, heading)
    table = [dict(zip(heading, row, strict=False)) for row in rows]
    wanted = str(chosen.get("moments") or "")
    if wanted and wanted not in (ISO, SECONDS, *FORMS):
        raise Refused(_("We do not know moments of the form %(form)s.") % {"form": wanted})
    read = moments_of(columns, table, wanted, until=until)
    known = Mapping_(encoding=encoding, separator=separator, columns=columns, heading=tuple(heading), rows=tuple(rows))
    means = _means(chosen.get("means"), columns, table)
    return replace(known, moments=read.form, is_ambiguous=read.is_ambiguous, is_unfit=read.is_unfit, means=means)


def _rows(text: str, separator: str) -> tuple[list[str], list[tuple[str, ...]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        heading = [name.strip() for name in next(reader, [])]
        rows = [tuple(row) for _, row in zip(range(ROWS), reader, strict=False) if row]
    except csv.Error as trouble:
        raise Refused(why_unread(trouble)) from None
    check_heading(heading)
    return heading, rows


def _columns(chosen: Mapping[str, Any], heading: list[str]) -> dict[str, str]:
    """A role for which nothing was chosen on purpose has no column; one of which nothing is said is guessed."""
    told = chosen.get("columns") or {}
    if not isinstance(told, dict) or set(told) - set(HEADINGS):
        raise Refused(_("We do not know what some of these columns should be."))
    missing = sorted({str(name) for name in told.values() if name} - set(heading))
    if missing:
        words = {"missing": ", ".join(missing), "there": ", ".join(heading)[:300]}
        raise Refused(_("The log has no column %(missing)s. It has: %(there)s.") % words)
    guessed = {role: name for role, name in columns_of(heading).items() if name not in told.values()}
    return {role: name for role, name in {**guessed, **told}.items() if name}


def _means(told: Any, columns: Mapping[str, str], table: list[dict[str, str]]) -> dict[str, str]:
    chosen = {str(word): str(standing) for word, standing in (told or {}).items() if standing in list(Standing)}
    words = {row.get(columns["state"], "").strip() for row in table} if "state" in columns else set()
    guessed = {word: str(meaning) for word in sorted(words) if word and (meaning := meaning_of(word))}
    return {**dict.fromkeys(sorted(words - {""}), ""), **guessed, **chosen}


def _encoding(name: str) -> str:
    if not name:
        return ""
    try:
        "a".encode(name)
    except LookupError:
        raise Refused(_("We cannot read the encoding %(name)s. Save the log as UTF-8.") % {"name": name}) from None
    return name
