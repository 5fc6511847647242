"""Reads a table of cases: every line is laid aside under its case, then each case is told as a whole."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasillo.doors.console.history.lines import LONGEST, Lines
from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import FileTold, Said, Standing, Told, Who
from pasillo.doors.console.imports.reading.moments import NoMoment, read_moment
from pasillo.doors.console.imports.reading.packing import Counted, Pack
from pasillo.doors.console.imports.reading.plain import plain_words
from pasillo.doors.console.imports.sources.csv.checking import is_wide, unclosed, why_unread
from pasillo.doors.console.imports.sources.csv.guessing import INTERNAL, channel_of, compared, meaning_of, priority_of
from pasillo.doors.console.imports.sources.csv.mapping import SAMPLE, Mapping_, mapping_of
from pasillo.doors.console.imports.sources.csv.quotes import Pieces, Unclosed, cells, looks_like_a_row
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.kit.refusals import Refused

BROKEN_LETTER = "\ufffd"
ROW = "row"
ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")


class Unusable(Exception):
    """Why a case cannot be taken over, and in which line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


class CsvSource:
    """Any table in CSV, packed or not."""

    title = "CSV"
    hint = gettext_lazy("A table with one line a case or one line a message, from any system or from a spreadsheet.")

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Every line, then every case."""
        parts = pack.parts(".csv", ".txt", ".tsv")
        if not parts:
            raise Refused(_("There is no table in this archive."))
        for part in parts[:1]:
            mapping = look(pack, part, wish)
            staging.lay("look", "csv", mapping.as_data())
            if not mapping.missing:
                _lay_lines(pack, part, mapping, wish, staging)
                _tell_cases(mapping, wish, staging)


def look(pack: Pack, part: str, wish: Wish) -> Mapping_:
    """How this table is read, as far as its beginning tells."""
    with pack.open(part) as file, _long_cells():
        return mapping_of(file.read(SAMPLE), wish.csv, until=wish.until)


@contextmanager
def _long_cells() -> Iterator[None]:
    """A message may be long; whoever else reads tables in this process keeps their own limit."""
    before = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _lay_lines(pack: Pack, part: str, mapping: Mapping_, wish: Wish, staging: Staging) -> None:
    with pack.open(part) as file, _long_cells():
        lines = Lines(_as_utf8(file, mapping.encoding), "utf-8" if _is_wide(mapping) else mapping.encoding)
        pieces = Pieces(lines, begins=looks_like_a_row(mapping, wish))
        reader = csv.reader(pieces, delimiter=mapping.separator)
        _pass_heading(reader)
        for number, values in _rows(reader, pieces, mapping, staging):
            _lay(number, values, mapping, staging)
    staging.index()


def _pass_heading(reader: Any) -> None:
    try:
        next(reader, None)
    except Unclosed:
        raise Refused(_("In line %(line)s: %(why)s") % {"line": 1, "why": unclosed()}) from None


def _is_wide(mapping: Mapping_) -> bool:
    return mapping.encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf-8"))


class _Recoded:
    """Lines of a file with two bytes a letter, as lines of UTF-8."""

    def __init__(self, file: Counted, encoding: str) -> None:
        self.reader = codecs.getreader(encoding)(file, "replace")  # type: ignore[arg-type]

    def readline(self, size: int = -1) -> bytes:
        return cast("str", self.reader.readline(size)).encode()


def _as_utf8(file: Counted, encoding: str) -> IO[bytes]:
    return cast("IO[bytes]", _Recoded(file, encoding) if is_wide(encoding) else file)


def _rows(reader: Any, pieces: Pieces, mapping: Mapping_, staging: Staging) -> Iterator[tuple[int, list[str]]]:
    lines = pieces.lines
    while True:
        pieces.began = 0
        try:
            values = next(reader, None)
        except csv.Error as trouble:
            staging.note(Trouble(line=lines.number, why=why_unread(trouble)))
            continue
        except Unclosed:
            _spoil(pieces, mapping, staging)
            continue
        while lines.too_long:
            staging.note(Trouble(line=lines.too_long.pop(0), why=_("It is longer than any line should be.")))
        if values is None:
            return
        if values:
            staging.count("lines")
            yield pieces.began, values


def _spoil(pieces: Pieces, mapping: Mapping_, staging: Staging) -> None:
    """Its case is left out, because nobody can say where its words end."""
    row = dict(zip(mapping.heading, cells(pieces.first, mapping.separator), strict=False))
    case = row.get(mapping.columns["case"], "").strip()[:200]
    staging.count("lines")
    staging.note(Trouble(line=pieces.began, why=unclosed(), case=case))
    if case:
        staging.lay(ROW, "spoilt", row, owner=case, line=pieces.began)


def _lay(number: int, values: list[str], mapping: Mapping_, staging: Staging) -> None:
    row = dict(zip(mapping.heading, values, strict=False))
    case = row.get(mapping.columns["case"], "").strip()[:200]
    why = ""
    if not case:
        why = _("It does not say to which case it belongs.")
    elif len(values) != len(mapping.heading):
        words = {"found": len(values), "wanted": len(mapping.heading)}
        why = _("It has %(found)s columns instead of %(wanted)s.") % words
    elif any(BROKEN_LETTER in value for value in values):
        why = _("Its letters are not written in %(encoding)s.") % {"encoding": mapping.encoding}
    if why:
        staging.note(Trouble(line=number, why=why, case=case))
    if case:
        staging.lay(ROW, "spoilt" if why else "whole", row, owner=case, line=number)


def _tell_cases(mapping: Mapping_, wish: Wish, staging: Staging) -> None:
    spoilt = {case for case in _spoilt(staging)}
    for case in list(staging.owners(ROW)):
        if case in spoilt:
            staging.count("left out")
            continue
        try:
            staging.put(Reading(mapping, wish, list(staging.things(ROW, case))).told(case))
        except Unusable as trouble:
            staging.count("left out")
            staging.note(Trouble(line=trouble.line, why=str(trouble), case=case))


def _spoilt(staging: Staging) -> Iterator[str]:
    asked = "select distinct owner from thing where kind = ? and id = 'spoilt'"
    for (owner,) in staging.kept.execute(asked, [ROW]):
        yield owner


class Reading:
    """The lines of one case. What is said of the case itself stands in the first line that says it; where things end
    stands in the last one."""

    def __init__(self, mapping: Mapping_, wish: Wish, rows: list[tuple[int, Mapping[str, str]]]) -> None:
        self.mapping, self.wish, self.rows = mapping, wish, rows
        self.line = rows[0][0]

    def told(self, case: str) -> Told:
        """The case."""
        opened = self.moment("opened")
        if opened is None:
            raise Unusable(self.line, _("It does not say when it was opened."))
        customer = Who(
            name=self.word("customer"), email=self.address("customer_email") or _address(self.word("customer")),
            phone=self.word("phone"), organisation=self.word("organisation"),
        )  # fmt: skip
        return Told(
            line=self.line,
            known_as=case,
            subject=self.word("subject"),
            opened_at=opened,
            customer=customer,
            state=self._state(),
            area=self.word("area"),
            service=self.word("service"),
            holder=_somebody(self.word("holder"), works=True),
            priority=priority_of(self.word("priority")),
            channel=channel_of(self.word("channel")),
            language=self.word("language"),
            tags=tuple(tag.strip() for tag in re.split(r"[,;|]", self.word("tags")) if tag.strip()),
            said=tuple(self._said(customer, opened)),
            answered_at=self.moment("answered"),
            resolved_at=self.moment("resolved", last=True),
            closed_at=self.moment("closed", last=True),
            changed_at=self.moment("changed", last=True),
        )

    def word(self, role: str, *, last: bool = False) -> str:
        """What the lines say of this."""
        column = self.mapping.columns.get(role)
        rows = reversed(self.rows) if last else self.rows
        return next((said for _, row in rows if column and (said := row.get(column, "").strip())), "")

    def address(self, role: str) -> str:
        """The mail address in this column, if there is one."""
        return _address(self.word(role))

    def moment(self, role: str, *, last: bool = False) -> datetime | None:
        """The moment in this column."""
        text = self.word(role, last=last)
        return self._read(text, self.line) if text else None

    def _read(self, text: str, line: int) -> datetime:
        try:
            return read_moment(text, self.mapping.moments, self.wish.zone, until=self.wish.until)
        except NoMoment:
            raise Unusable(line, _("“%(text)s” is no moment that we can read here.") % {"text": text[:60]}) from None

    def _state(self) -> Standing:
        word = self.word("state", last=True)
        meant = self.mapping.means.get(word) or (meaning_of(word) if word else None)
        if word and not meant:
            raise Unusable(self.line, _("Nobody said what “%(word)s” means.") % {"word": word[:60]})
        if not meant:
            return Standing.CLOSED if self.word("closed") else Standing.OPEN
        return Standing(meant)

    def _said(self, customer: Who, opened: datetime) -> Iterator[Said]:
        columns = self.mapping.columns
        for line, row in self.rows:
            text = plain_words(row.get(columns.get("message", ""), ""))
            files = _files(row.get(columns.get("files", ""), ""))
            if not text and not files:
                continue
            at = row.get(columns.get("message_at", ""), "").strip()
            who = _somebody(row.get(columns.get("message_by", ""), "").strip())
            ours = bool(who) and not _same(who, customer)
            kind = compared(row.get(columns.get("message_kind", ""), ""))
            yield Said(
                at=self._read(at, line) if at else opened,
                text=text,
                who=Who(name=who.name, email=who.email, works=True) if ours else customer,
                ours=ours,
                public=kind not in INTERNAL,
                files=files,
            )


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return found[0].lower() if found and len(found[0]) <= 254 else ""


def _somebody(text: str, *, works: bool = False) -> Who:
    address = _address(text)
    name = text.replace(address, "").strip(" <>()") if address else text
    return Who(name=name, email=address, works=works) if text else Who()


def _same(one: Who, other: Who) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return compared(one.name) == compared(other.name)


def _files(text: str) -> tuple[FileTold, ...]:
    paths = [path.strip() for path in re.split(r"[;|]", text) if path.strip()]
    return tuple(FileTold(name=re.split(r"[\\/]", path)[-1], path=path) for path in paths)
