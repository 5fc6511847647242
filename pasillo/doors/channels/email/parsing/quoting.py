"""Parts what is new in a reply from what it quotes. Nothing is lost: the quoted part is folded, not cut."""

from dataclasses import dataclass

from pasillo.doors.channels.email.parsing import quoting_words as words

_LINE = 500


@dataclass(frozen=True)
class Reply:
    """The new words and the rest (quotation, signature), which a page shows folded."""

    new: str
    rest: str


def parted(text: str) -> Reply:
    """New words first. If nothing would be left, the whole text counts as new."""
    lines = text.split("\n")
    cut = _cut(lines)
    new = "\n".join(lines[:cut]).strip("\n ")
    rest = "\n".join(lines[cut:]).strip("\n")
    if not new:
        return _below_the_quote(lines) or Reply(text.strip("\n "), "")
    return Reply(new, rest)


def _cut(lines: list[str]) -> int:
    """The line where the new words end."""
    end = len(lines)
    for number in range(len(lines)):
        if _ends_here(lines, number):
            end = number
            break
    return _without_signature(lines, _without_trailing_quote(lines, end))


def _ends_here(lines: list[str], number: int) -> bool:
    line = lines[number][:_LINE].strip()
    if not line or line.startswith(">"):
        return False
    if _is_divider(line) or _is_header_block(lines, number):
        return True
    return _is_attribution(lines, number)


def _is_divider(line: str) -> bool:
    """-----Original Message----- and its sisters."""
    if line[0] not in "-_=*~":
        return False
    inner = line.strip("-_=*~ :").lower()
    return (
        bool(inner)
        and len(inner) < 60
        and line[-1] in "-_=*~:"
        and any(inner.startswith(mark) for mark in words.ORIGINAL)
    )


def _is_header_block(lines: list[str], number: int) -> bool:
    """From: … Sent: … To: …, in any of the languages that we know, with at least one more line of its kind."""
    if _header_name(lines[number]) not in words.FROM:
        return False
    following = [line for line in lines[number + 1 : number + 8] if line.strip()][:4]
    named = {_header_name(line) for line in following}
    return len(named & words.OTHERS) >= 2 or bool(named & words.OTHERS and "@" in lines[number])


def _header_name(line: str) -> str:
    name, colon, _ = line[:60].strip(" *>").partition(":")
    return name.strip(" *").lower() if colon else ""


def _is_attribution(lines: list[str], number: int) -> bool:
    """On Monday Ana wrote: may run over up to four lines, and ends with a colon."""
    first = lines[number][:_LINE].strip().lower()
    if not first.startswith(words.OPENINGS) and not _names_somebody(first):
        return False
    whole = ""
    for line in lines[number : number + 4]:
        if not line.strip() and whole:
            break
        whole = f"{whole} {line[:_LINE].strip().lower()}".strip()
        if whole.rstrip("> ").endswith((":", "：", "،")) or whole.endswith(words.ENDINGS):
            return _says_wrote(whole) and _is_dated(whole)
    return False


def _says_wrote(text: str) -> bool:
    return any(word in text for word in words.WROTE)


def _is_dated(text: str) -> bool:
    return len(text) < 400 and (any(sign.isdigit() for sign in text) or "@" in text)


def _names_somebody(first: str) -> bool:
    return ("@" in first or first[:4].isdigit() or first[:2].isdigit()) and len(first) < 300


def _without_trailing_quote(lines: list[str], end: int) -> int:
    """A block of > lines at the very end is quotation; one in the middle is answered inline and stays."""
    last = end
    while last and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith(">")):
        last -= 1
    if not any(line.lstrip().startswith(">") for line in lines[last:end]):
        return end
    before = last
    while before and last - before < 4 and lines[before - 1].strip():
        before -= 1
        if _is_attribution(lines[:last], before):
            return before
    return last


def _without_signature(lines: list[str], end: int) -> int:
    """Cuts at the signature mark, or at the line that a telephone adds."""
    for number in range(end):
        line = lines[number].rstrip("\r")
        if line in ("-- ", "--", "—", "__", "–") and end - number <= 30:
            return number
        bare = line[:_LINE].strip(" *_<>[]").lower()
        if bare.startswith(words.SENT_FROM) and len(bare) < 120 and end - number <= 12:
            return number
    return end


def _below_the_quote(lines: list[str]) -> Reply | None:
    """Somebody who answers below the quotation: the quotation is on top, then the new words."""
    number = 0
    seen = False
    while number < len(lines):
        line = lines[number].strip()
        if line.startswith(">"):
            seen = True
        elif line and not (not seen and _is_attribution(lines, number)) and seen:
            break
        number += 1
    new = lines[number:]
    if not seen or not any(line.strip() and not line.lstrip().startswith(">") for line in new):
        return None
    return Reply(
        "\n".join(new[: _without_signature(new, len(new))]).strip("\n "), "\n".join(lines[:number]).strip("\n")
    )


@dataclass(frozen=True)
class Forwarded:
    """A mail that somebody sent on: who wrote it at first."""

    sender: str


def forwarded(text: str) -> Forwarded | None:
    """The first writer of a mail that was sent on inside the text, if its header lines are there."""
    lines = text.split("\n")
    for number in range(len(lines)):
        if _header_name(lines[number]) in words.FROM and _is_header_block(lines, number):
            address = next(
                (
                    one.strip("<>()[];,\"'*")
                    for one in lines[number][:_LINE].replace("mailto:", " ").split()
                    if "@" in one
                ),
                "",
            )
            return Forwarded(address.partition(">")[0].rpartition("<")[2]) if address else None
    return None
