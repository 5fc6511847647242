"""Reads address lines such as From and To, however broken, in one pass and without recursion."""

from dataclasses import dataclass

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.encoded_words import decoded
from pasillo.doors.channels.email.parsing.headers import single_line


@dataclass(frozen=True)
class Address:
    """A name and an address; the address is empty when there is none that could be written to."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def usable(self) -> bool:
        """Could a mail be sent there? One @, no blanks, a sane length, letters that SMTP can say."""
        local, at, domain = self.address.rpartition("@")
        return bool(
            at
            and local
            and domain.strip(".")
            and len(self.address) <= 254
            and not any(sign in _UNWELCOME or ord(sign) < 33 for sign in self.address)
        )


_UNWELCOME = frozenset(' "(),:;<>[\\]\x7f') | {"\u2028", "\u2029"}


def addresses(line: str) -> list[Address]:
    """All addresses of a line, at most the limit; names decoded, comments used as names."""
    found: list[Address] = []
    for piece in _pieces(line[: limits.HEADER_LINE]):
        address = _address(piece)
        if address.name or address.address:
            found.append(address)
        if len(found) >= limits.ADDRESSES:
            break
    return found


@dataclass
class _Piece:
    """What stands between two commas: bare words, quoted words, what is in <> and in ()."""

    bare: str = ""
    quoted: bool = False
    angle: str | None = None
    comment: str = ""


def _pieces(line: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    piece = _Piece()
    ends = _bracket_ends(line)
    position = 0
    while position < len(line) and len(pieces) <= limits.ADDRESSES * 2:
        sign = line[position]
        if sign == '"':
            position = _quoted(line, position, piece)
        elif sign == "(":
            position = _comment(line, position, ends.get(position), piece)
        elif sign == "<":
            position = _angle(line, position, piece)
        elif line.startswith("=?", position):
            position = _encoded(line, position, piece)
        elif _parts(sign, piece):
            pieces.append(piece)
            piece = _Piece()
            position += 1
        elif sign == ":" and "@" not in piece.bare and piece.angle is None:
            piece = _Piece()
            position += 1
        else:
            position = _bare(line, position, piece)
    pieces.append(piece)
    return pieces


def _parts(sign: str, piece: _Piece) -> bool:
    """A comma parts two addresses, except inside an unquoted name: Doe, Jane <jane@x>."""
    if sign == ";":
        return True
    return sign == "," and (
        piece.angle is not None or "@" in piece.bare or bool(piece.comment) or not piece.bare.strip()
    )


def _bare(line: str, position: int, piece: _Piece) -> int:
    end = position + 1
    while end < len(line) and line[end] not in '"(<,;:=':
        end += 1
    piece.bare += line[position:end]
    return end


def _encoded(line: str, position: int, piece: _Piece) -> int:
    """An encoded word is one thing, even when a careless sender left a comma or a quote inside."""
    mark = line.find("?", position + 2, position + 80)
    end = line.find("?=", mark + 3, position + 2_000) if mark != -1 else -1
    if end == -1:
        return _bare(line, position, piece)
    piece.bare += line[position : end + 2]
    return end + 2


def _quoted(line: str, position: int, piece: _Piece) -> int:
    out: list[str] = []
    end = position + 1
    while end < len(line) and line[end] != '"':
        if line[end] == "\\" and end + 1 < len(line):
            end += 1
        out.append(line[end])
        end += 1
    if end >= len(line) and "<" in line[position:]:
        # The quote never closes: read on as if it had not been opened.
        return position + 1
    piece.bare += "".join(out)
    piece.quoted = True
    return end + 1


def _bracket_ends(line: str) -> dict[int, int]:
    """Where each round bracket closes, found in one pass; one that never closes is an ordinary sign."""
    ends: dict[int, int] = {}
    if "(" not in line:
        return ends
    opened: list[int] = []
    escaped = False
    for position, sign in enumerate(line):
        if escaped or sign == "\\":
            escaped = not escaped
        elif sign == "(":
            opened.append(position)
        elif sign == ")" and opened:
            ends[opened.pop()] = position
    return ends


def _comment(line: str, position: int, end: int | None, piece: _Piece) -> int:
    if end is None:
        piece.bare += "("
        return position + 1
    inside = line[position + 1 : min(end, position + limits.NAME)]
    piece.comment = piece.comment or inside.replace("(", "").replace(")", "")
    return end + 1


def _angle(line: str, position: int, piece: _Piece) -> int:
    end = line.find(">", position)
    stop = len(line) if end == -1 else end
    inner = line[position + 1 : stop].strip()
    inner = inner[inner.rfind("<") + 1 :]
    if not piece.angle:
        piece.angle = inner
    return stop + 1


def _address(piece: _Piece) -> Address:
    bare = single_line(decoded(piece.bare)).strip(" '")
    if piece.angle:
        return Address(_name(bare or decoded(piece.comment)), _bare_address(piece.angle))
    first, *rest = bare.split() or [""]
    spot = next((word for word in (first, *rest) if "@" in word), "")
    if spot and (not piece.quoted or spot == bare):
        others = " ".join(word for word in (first, *rest) if word is not spot)
        return Address(_name(decoded(piece.comment) or others), _bare_address(spot))
    if piece.quoted and "@" in bare:
        return Address(_name(bare), _bare_address(bare.rstrip(">")))
    if bare and piece.comment and " " not in bare:
        return Address(_name(decoded(piece.comment)), bare)
    return Address(_name(bare or decoded(piece.comment)), "")


def _name(text: str) -> str:
    return " ".join(single_line(text).strip(" '\"").split())[: limits.NAME]


def _bare_address(text: str) -> str:
    """The address alone: without comments, without the route that old mails wrote before it."""
    text = single_line(decoded(_without_comments(text))).strip(" <>,;'\"")
    text = text.removeprefix("mailto:").removeprefix("SMTP:")
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]
    local, at, domain = text.rpartition("@")
    local, domain = local.rstrip(), domain.lstrip()
    local = local.strip('"') if local.count('"') == 1 else local
    domain = domain.rstrip(".").translate({39: None, 34: None})
    return (f"{local}@{_ascii(domain)}" if at else text)[:320]


def _without_comments(text: str) -> str:
    """The text outside all brackets that close."""
    ends = _bracket_ends(text)
    if not ends:
        return text
    out: list[str] = []
    position = 0
    while position < len(text):
        if position in ends:
            position = ends[position] + 1
        else:
            out.append(text[position])
            position += 1
    return "".join(out)


def _ascii(domain: str) -> str:
    """A look-alike domain shows its true letters: xn--…"""
    if domain.isascii() or len(domain) > 255:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
