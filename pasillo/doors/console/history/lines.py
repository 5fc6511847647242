"""Reads a log in CSV line by line, whatever is in it: no line can be long enough to fill the memory."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from pasillo.doors.console.history.mapping import LogMap
from pasillo.doors.console.history.vocabulary import Record, Trouble
from pasillo.ground.kit.refusals import Refused

LONGEST = 1 << 20
TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")


def opened(path: Path) -> IO[bytes]:
    """The file, unpacked while it is read if it is packed."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


class Lines:
    """The lines of a file as text, each with its number; what is longer than any line should be is passed over."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self.file = file
        self.encoding = encoding
        self.number = 0
        self.too_long: list[int] = []

    def __iter__(self) -> Iterator[str]:
        while piece := self.file.readline(LONGEST):
            self.number += 1
            if len(piece) == LONGEST and not piece.endswith(b"\n"):
                self.too_long.append(self.number)
                while piece and not piece.endswith(b"\n"):
                    piece = self.file.readline(LONGEST)
                continue
            yield piece.decode(self.encoding, "replace").removeprefix("\ufeff" if self.number == 1 else "")


def csv_records(path: Path, log_map: LogMap) -> Iterator[Record | Trouble]:
    """Every line below the heading, or why it is none. A file that ends in the middle is not read at all."""
    with opened(path) as file:
        lines = Lines(file, log_map.encoding)
        reader = csv.reader(iter(lines), delimiter=log_map.separator)
        try:
            heading = _heading(reader)
            _check_heading(heading, log_map)
            yield from _below(reader, lines, heading, log_map)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise cut_at(lines.number) from None


def _heading(reader: "csv.Reader") -> list[str]:  # type: ignore[name-defined]
    try:
        return [name.strip() for name in next(reader, [])]
    except csv.Error as trouble:
        raise Refused(_("It cannot be read: %(why)s.") % {"why": trouble}) from None


def cut_at(line: int) -> Refused:
    """The file is not whole."""
    return Refused(
        _("The file ends in the middle, at line %(line)s. Fetch it again; nothing was read.") % {"line": line}
    )


def _check_heading(heading: list[str], log_map: LogMap) -> None:
    if heading and heading[0].encode("utf-8", "replace")[:2] in TWO_BYTES or any("\0" in name for name in heading):
        raise Refused(_("The file is written with two bytes a letter. Save it as UTF-8."))
    used = {column for columns in log_map.columns.values() for column in columns}
    used |= {column for offer in log_map.services for column in offer.when}
    missing = sorted(used - set(heading))
    if missing:
        words = {"missing": ", ".join(missing), "there": ", ".join(heading)[:300]}
        raise Refused(_("The log has no column %(missing)s. It has: %(there)s.") % words)


def _below(reader: "csv.Reader", lines: Lines, heading: list[str], log_map: LogMap) -> Iterator[Record | Trouble]:  # type: ignore[name-defined]
    place = heading.index(log_map.columns["case"][0])
    while True:
        try:
            values = next(reader, None)
        except csv.Error as trouble:
            yield Trouble(line=lines.number, why=_("It cannot be read: %(why)s.") % {"why": trouble})
            continue
        while lines.too_long:
            yield Trouble(line=lines.too_long.pop(0), why=_("It is longer than any line should be."))
        if values is None:
            return
        if len(values) == len(heading):
            yield Record(line=lines.number, values=dict(zip(heading, values, strict=True)))
        elif values:
            words = {"found": len(values), "wanted": len(heading)}
            case = values[place].strip() if place < len(values) - 1 else ""
            yield Trouble(
                line=lines.number, why=_("It has %(found)s columns instead of %(wanted)s.") % words, case=case
            )
