"""Text as one compares it: small letters, no accents, single spaces."""

import unicodedata


def plain(text: str) -> str:
    """Lower case without accents and with single spaces, for sorting and finding. 'Ñandú' becomes 'nandu'."""
    spread = unicodedata.normalize("NFD", text.lower())
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())


TURNS_LETTERS_ROUND = "\u202d\u202e"  # what follows is read backwards: it serves nobody but who disguises a name


def safe(text: str) -> str:
    """The text without NUL and other control characters that a database or a screen cannot bear, and without those
    that show letters in another order than they stand; lines stay."""
    if text.replace("\n", " ").isprintable():
        return text
    return "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or _is_printable(c))


def _is_printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs"} and char not in TURNS_LETTERS_ROUND
