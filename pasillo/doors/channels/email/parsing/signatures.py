"""Where a signature begins: a mark, the line that a telephone adds, or the footer of a list."""

from pasillo.doors.channels.email.parsing import quoting_words as words

_LINE = 500


def without_signature(lines: list[str], end: int) -> int:
    """Cuts at the signature mark, or at the line that a telephone adds."""
    for number in range(end):
        line = lines[number].rstrip("\r")
        if line in ("-- ", "--", "—", "__", "–") and end - number <= 30:
            return number
        if _is_footer(lines, number, end):
            return number
        bare = line[:_LINE].strip(" *_<>[]()").lower()
        if _is_sent_from(bare) and (end - number <= 12 or _all_alike(lines[number:end])):
            return number
    return end


def _is_footer(lines: list[str], number: int, end: int) -> bool:
    """What a mailing list adds below its rule: a few lines with the list's address."""
    line = lines[number].strip()
    if len(line) < 20 or line.strip("_") or end - number > 8:
        return False
    below = " ".join(lines[number + 1 : end])
    return "@" in below or "://" in below


def _is_sent_from(bare: str) -> bool:
    return bare.startswith(words.SENT_FROM) and len(bare) < 120 or bare in words.MARKS


def _all_alike(lines: list[str]) -> bool:
    """Lines that telephones added, one under the other: most of them are of that kind."""
    said = [line[:_LINE].strip(" *_<>[]()").lower() for line in lines if line.strip()]
    return 2 * sum(_is_sent_from(bare) for bare in said) >= len(said)
