"""The objects of a JSON export one by one, whatever its size: lines of objects, a list, or lists under names."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.reading.packing import Counted, Pack
from pasillo.doors.console.imports.reading.stretch import Stretch

LARGEST = 32 * 2**20
PEEP = 4096
LISTS = (
    "tickets|users|organizations|groups|comments|conversations|companies|contacts|agents|articles|ticket_articles"
    "|threads|thread_entries|results"
)
SCALAR = r'(?:null|true|false|-?[\d.eE+]+|"[^"\\]{0,500}")'
AROUND = (
    "count|total|page|per_page|next_page|previous_page|end_time|start_time|end_of_stream|after_url|after_cursor"
    "|before_url|before_cursor|has_more"
)
ENVELOPE = re.compile(
    rf'\{{\s*(?:"(?:{AROUND})"\s*:\s*{SCALAR}\s*,\s*){{0,12}}"(?:{LISTS})"\s*:\s*\[\s*[\{{\]]'.encode()
)
BETWEEN = re.compile(rb"[\s,\[\]:\xef\xbb\xbf]*")
STRING = re.compile(rb'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
OTHER = re.compile(rb'[^\s,:{}\[\]"]+')
SCAN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}]|"', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One object, the line at which it begins, and the name of the list in which it stood."""

    line: int
    name: str
    data: dict[str, Any]


def pieces(pack: Pack, part: str) -> Iterator[Piece | Trouble]:
    """Every object of a part; what is broken is named with its line and passed over."""
    with pack.open(part) as file:
        yield from Cutter(file).pieces()


class Cutter(Stretch):
    """Cuts objects out of a stream. It holds one at a time, and none that is longer than any case can be."""

    def __init__(self, file: Counted) -> None:
        super().__init__(file)
        self.name = ""
        self.wrapped = False
        self.in_lines: bool | None = None

    def pieces(self) -> Iterator[Piece | Trouble]:
        """All of it, in its order."""
        while self._next():
            mark = self.held[self.at : self.at + 1]
            if mark == b"{":
                yield from self._brace()
            elif mark == b"}":
                self.wrapped = False
                self._pass(1)
            elif mark == b'"':
                yield from self._word()
            else:
                yield from self._other()

    def _next(self) -> bool:
        """Go to the next thing that means something; false when there is none."""
        while True:
            self._pass(len(BETWEEN.match(self.held, self.at)[0]))  # type: ignore[index]
            if self.at < len(self.held) and (len(self.held) - self.at >= PEEP or self.is_over):
                return True
            if not self._more():
                return self.at < len(self.held)

    def _brace(self) -> Iterator[Piece | Trouble]:
        if not self.wrapped and ENVELOPE.match(self.held, self.at):
            self.wrapped, self.in_lines = True, False
            self._pass(1)
            return
        long = self._to_its_end()
        if not long:
            yield Trouble(line=self.line, why=_("It does not end, or is longer than any case should be."))
            self._to_next_line()
            return
        text, line = self.held[self.at : self.at + long], self.line
        if self.in_lines is None:
            self.in_lines = b"\n" not in text
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as trouble:
            yield Trouble(line=line, why=_("It is no JSON: %(why)s") % {"why": str(trouble)[:80]})
            if self.in_lines and b"\n" in text:
                self._to_next_line()
            else:
                self._pass(long)
            return
        self._pass(long)
        yield Piece(line=line, name=self.name if self.wrapped else "", data=data)

    def _to_its_end(self) -> int:
        """How long the object is that begins here; nothing when it does not end within what one can be."""
        depth, start = 0, 0
        while True:
            for found in SCAN.finditer(self.held, self.at + start):
                mark = found[0]
                if mark == b'"':
                    start = found.start() - self.at
                    break
                start = found.end() - self.at
                depth += (mark == b"{") - (mark == b"}")
                if not depth:
                    return start
            if len(self.held) - self.at > LARGEST or not self._more():
                return 0

    def _to_next_line(self) -> None:
        """What is broken is passed over as far as its line goes, or as far as the file goes."""
        while True:
            place = self.held.find(b"\n", self.at)
            if place >= 0:
                self._pass(place - self.at + 1)
                return
            self._pass(len(self.held) - self.at)
            if not self._more():
                return

    def _word(self) -> Iterator[Trouble]:
        found = STRING.match(self.held, self.at)
        if found is None:
            yield Trouble(line=self.line, why=_("It does not end, or is longer than any case should be."))
            self._to_next_line()
            return
        self._pass(len(found[0]))
        if BETWEEN.match(self.held, self.at)[0].lstrip().startswith(b":"):  # type: ignore[index]
            self.name = found[1].decode("utf-8", "replace")

    def _other(self) -> Iterator[Trouble]:
        found = OTHER.match(self.held, self.at)
        text = found[0] if found else self.held[self.at : self.at + 1]
        if not self.wrapped:
            yield Trouble(line=self.line, why=_("It is no JSON: %(why)s") % {"why": repr(text[:40])[1:]})
            self._to_next_line()
        else:
            self._pass(len(text))
