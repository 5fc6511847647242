"""What the exports of help desks have in common: how a field is read, whatever is in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import FileTold, Told
from pasillo.doors.console.imports.reading.moments import ISO, SECONDS, NoMoment, read_moment
from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.reading.pieces import Piece, pieces
from pasillo.doors.console.imports.reading.plain import plain_words, words_of
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.kit.refusals import Refused

JSON = (".json", ".ndjson", ".jsonl")
Data = Mapping[str, Any]


class Unusable(Exception):
    """Why a case cannot be taken over."""


def moment(value: object, wish: Wish) -> datetime | None:
    """The moment that a field tells; nothing where it is empty."""
    text = str(value or "").strip()
    if not text or text.startswith("0000-00-00"):
        return None
    form = SECONDS if text.replace(".", "", 1).isdigit() else ISO
    try:
        return read_moment(text, form, wish.zone, until=wish.until)
    except NoMoment:
        raise Unusable(_("“%(text)s” is no moment that we can read here.") % {"text": text[:60]}) from None


def words(data: Data, plain: Iterable[str], html: Iterable[str] = ()) -> str:
    """What was said: the plain words where there are any, else those of the HTML."""
    found = next((str(data[name]) for name in plain if data.get(name)), "")
    if found:
        return plain_words(found)
    return words_of(next((str(data[name]) for name in html if data.get(name)), ""))


def text(data: Data, *names: str) -> str:
    """The first of these fields that says something."""
    return next((str(data[name]).strip() for name in names if data.get(name) not in (None, "", False)), "")


def inner(data: Data, name: str) -> Data:
    """An object inside of another; an empty one where there is none."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def rows(data: Data, name: str) -> list[Data]:
    """The objects of a list inside of an object."""
    found = data.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def names(value: object, key: str = "name") -> tuple[str, ...]:
    """Words in a list, written plainly or as objects with a name."""
    if isinstance(value, str):
        return tuple(one.strip() for one in value.split(",") if one.strip())
    found = value if isinstance(value, list) else []
    told = (one.get(key, "") if isinstance(one, dict) else one for one in found)
    return tuple(str(one)[:100] for one in told if one)


def files(told: Iterable[Data], name: str, *paths: str) -> tuple[FileTold, ...]:
    """Files that came along: below the name that the field says, or below the number that they have there."""
    return tuple(
        FileTold(name=text(one, name)[:255], path=text(one, *paths) or f"{one.get('id', '')}/{text(one, name)}")
        for one in told
        if text(one, name)
    )


def lay_all(pack: Pack, staging: Staging, kind_of: Any) -> None:
    """Every object of every part, laid aside as what it is; what is nothing that we know is passed over."""
    parts = pack.parts(*JSON)
    if not parts:
        raise Refused(_("There is no JSON in this archive."))
    for part in parts:
        for piece in pieces(pack, part):
            if isinstance(piece, Trouble):
                staging.note(piece)
                continue
            staging.count("lines")
            _lay(kind_of(piece, part.rsplit("/", 1)[-1].lower()), piece, staging)
    staging.index()


def _lay(found: tuple[str, Data, object] | None, piece: Piece, staging: Staging) -> None:
    if found is not None:
        kind, data, owner = found
        key = data.get("id") or f"line {piece.line}"
        staging.lay(kind, key, dict(data), owner=owner, line=piece.line)


def tell_all(staging: Staging, kind: str, known_as: Any, tell: Any) -> None:
    """Every case of the source, as far as it can be used; one that is there twice is told as it was told last."""
    if not staging.number("select count(*) from thing where kind = ?", kind):
        raise Refused(_("There is no case in it that we understand."))
    asked = "select max(rowid) from thing where kind = ? group by id order by 1"
    for (place,) in staging.kept.execute(asked, [kind]).fetchall():
        line, data = staging.at(place)
        try:
            told: Told | None = tell(line, data)
        except (Unusable, ValueError, TypeError, AttributeError, KeyError) as trouble:
            staging.count("left out")
            why = str(trouble) if isinstance(trouble, Unusable) else _("Its fields are not what they should be.")
            staging.note(Trouble(line=line, why=why, case=str(known_as(data))[:200]))
            continue
        if told is not None:
            staging.put(told)
