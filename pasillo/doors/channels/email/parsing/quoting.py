"""Parts what is new in a reply from what it quotes. Nothing is lost: the quoted part is folded, not cut."""

from dataclasses import dataclass

from pasillo.doors.channels.email.parsing import quoting_words as words
from pasillo.doors.channels.email.parsing.signatures import without_signature

_LINE = 500
_SEARCHED = 3_000


@dataclass(frozen=True)
class Reply:
    """The new words and the rest (quotation, signature), which a page shows folded."""

    new: str
    rest: str


def parted(text: str) -> Reply:
    """New words first. If nothing would be left, the whole text counts as new."""
    lines = text.split("\n")
    around = _around_a_quotation(lines)
    if around is not None:
        return around
    cut = _cut(lines)
    if not "".join(lines[:cut]).strip():
        return _below_the_quote(lines) or _sent_on(lines) or _reply(lines, [])
    return _reply(lines[:cut], lines[cut:])


def _around_a_quotation(lines: list[str]) -> Reply | None:
    """One quotation with an announcement, and new words below it: they belong to the new words."""
    start = _first_end(lines)
    if start is None or not _is_attribution(lines, start):
        return None
    end = _after_one_quotation(lines, start)
    if end is None:
        return None
    below = lines[end:]
    signature = without_signature(below, len(below))
    if not "".join(below[:signature]).strip():
        return None
    return _reply([*lines[:start], *below[:signature]], [*lines[start:end], *below[signature:]])


def _sent_on(lines: list[str]) -> Reply | None:
    """A mail that was only sent on: its words count as new, the lines that say whose they are do not."""
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and is_divider(lines[first][:_LINE].strip()):
        first = next((number for number in range(first + 1, len(lines)) if lines[number].strip()), len(lines))
    if first >= len(lines) or not is_header_block(lines, first):
        return None
    end = next((number for number in range(first, len(lines)) if not lines[number].strip()), len(lines))
    return _reply(lines[end:], lines[:end]) if "".join(lines[end:]).strip() else None


def _reply(new: list[str], rest: list[str]) -> Reply:
    return Reply("\n".join(new).strip("\n "), "\n".join(rest).strip("\n"))


def _after_one_quotation(lines: list[str], start: int) -> int | None:
    """Where new paragraphs begin after the one block of > lines; None if there are several, or nothing new."""
    quoted, blank, found = False, False, None
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.lstrip().startswith(">"):
            if found is not None:
                return None
            quoted, blank = True, False
        elif not line.strip():
            blank = True
        elif found is None and quoted and (not blank or _closes(line)):
            return None
        elif found is None and quoted:
            found = number
    return found


def _closes(line: str) -> bool:
    """A signature, a rule or a program's own line: nobody's new words."""
    bare = line[:_LINE].strip()
    return bare[0] in "-_=*~[" or bare.lower().startswith(words.SENT_FROM) or "http" in bare


def _cut(lines: list[str]) -> int:
    """The line where the new words end."""
    end = _first_end(lines)
    end = len(lines) if end is None else end
    signed = without_signature(lines, _without_trailing_quote(lines, end))
    return _without_rule(lines, _without_trailing_quote(lines, signed))


def _first_end(lines: list[str]) -> int | None:
    """Looked for in the first lines only: who writes more before quoting is shown whole."""
    return next((number for number in range(min(len(lines), _SEARCHED)) if _ends_here(lines, number)), None)


def _ends_here(lines: list[str], number: int) -> bool:
    line = lines[number][:_LINE].strip()
    if not line or line.startswith(">"):
        return False
    if is_divider(line) or is_header_block(lines, number):
        return True
    return _is_attribution(lines, number) and not _is_answered_inline(lines, number)


def _is_answered_inline(lines: list[str], number: int) -> bool:
    """Several quoted blocks with new paragraphs between them: then the quotation belongs to the answer."""
    blocks, quoted, blank, between = 0, False, False, False
    for line in lines[number + 1 : number + 400]:
        if line.lstrip().startswith(">"):
            blocks += not quoted and (between or not blocks)
            quoted, blank, between = True, False, False
        elif not line.strip():
            blank = True
        else:
            between = between or (blank and not _closes(line))
            quoted = False
    return blocks > 1


def _without_rule(lines: list[str], end: int) -> int:
    """A line of dashes that announced the quotation goes with it."""
    last = end
    while last and not lines[last - 1].strip():
        last -= 1
    if last and end < len(lines) and len(lines[last - 1].strip()) > 2 and not lines[last - 1].strip("-_=*~# \t"):
        return last - 1
    return end


def is_divider(line: str) -> bool:
    """-----Original Message----- and its sisters."""
    if line[0] not in "-_=*~":
        return False
    inner = line.strip("-_=*~ :").lower()
    if not inner or line[-1] not in "-_=*~:":
        return False
    announced = line.startswith("---") and len(inner) < 200 and inner.endswith(words.WROTE)
    return announced or (len(inner) < 60 and inner.startswith(words.ORIGINAL))


def is_header_block(lines: list[str], number: int) -> bool:
    """From: … Sent: … To: …, in any of the languages that we know, with at least one more line of its kind."""
    name = header_name(lines[number])
    if name not in words.FROM and not (name in words.DATES and _has_a_clock(lines[number])):
        return False
    following = [line for line in lines[number + 1 : number + 8] if line.strip()][:4]
    named = {header_name(line) for line in following}
    named_here = "@" in lines[number] or (name in words.DATES and any("@" in line for line in following))
    return len(named & words.OTHERS) >= 2 or bool(named & words.OTHERS and named_here)


def _has_a_clock(line: str) -> bool:
    """00:15:02, as programs write it and people do not."""
    return any(word.count(":") == 2 and word.replace(":", "").isdigit() for word in line[:_LINE].split())


def header_name(line: str) -> str:
    """What stands before the colon of a line such as "From: Ana", in small letters."""
    name, colon, _ = line[:60].strip(" *>").partition(":")
    return name.strip(" *").lower() if colon else ""


def _is_attribution(lines: list[str], number: int) -> bool:
    """On Monday Ana wrote: may run over up to four lines, and ends with a colon."""
    first = lines[number][:_LINE].strip().lower()
    if not first.startswith(words.OPENINGS) and not _names_somebody(first):
        return False
    whole = ""
    for line in _joined(lines[number : number + 7]):
        whole = f"{whole} {line[:_LINE].strip().lower()}".strip()
        if whole.rstrip("> ").endswith((":", "：", "،")) or whole.endswith(words.ENDINGS):
            return _is_dated(whole) and (_says_wrote(whole) or _is_bare_mark(whole))
    return False


def _joined(lines: list[str]) -> list[str]:
    """The lines of one announcement, at most four: an empty line ends it, unless the address comes after that."""
    found: list[str] = []
    for place, line in enumerate(lines):
        if line.strip():
            found.append(line)
        elif found and not any(one.lstrip().startswith("<") for one in lines[place + 1 : place + 2]):
            break
    return found[:4]


def _is_bare_mark(text: str) -> bool:
    """2016-10-24 15:36 GMT+02:00 Ana <ana@x>: as some programs write it, without a verb."""
    return text[:2].isdigit() and text.rstrip().endswith(">:") and "@" in text


def _says_wrote(text: str) -> bool:
    return any(word in text for word in words.WROTE)


def _is_dated(text: str) -> bool:
    return len(text) < 400 and (any(sign.isdigit() for sign in text) or "@" in text)


def _names_somebody(first: str) -> bool:
    return ("<" in first and "@" in first or first[:2].isdigit()) and len(first) < 300


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


def _below_the_quote(lines: list[str]) -> Reply | None:
    """Somebody who answers below the quotation: the quotation is on top, then the new words."""
    number = _after_attribution(lines)
    seen = number > 0
    while number < len(lines):
        line = lines[number].strip()
        if line and not line.startswith(">"):
            break
        seen = seen or line.startswith(">")
        number += 1
    below = lines[number:]
    signature = without_signature(below, len(below))
    if not seen or not any(line.strip() and not line.lstrip().startswith(">") for line in below[:signature]):
        return None
    return _reply(below[:signature], [*lines[:number], *below[signature:]])


def _after_attribution(lines: list[str]) -> int:
    """The line after the words that announce a quotation on top; 0 if there are none."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].strip() or not _is_attribution(lines, first):
        return 0
    for number in range(first, min(first + 4, len(lines))):
        if lines[number].rstrip(" >").endswith((":", "：")):
            return number + 1
    return first + 1
