"""The part of an address that is made from a name, in whatever letters the name is written. Plain rules."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count

LONGEST = 80


def address_from(
    name: str, *, otherwise: str, taken: Collection[str] = (), never: Collection[str] = (), longest: int = LONGEST
) -> str:
    """The name in plain letters and digits; where it has none of them, or they are not enough, a word and a number.

    A name that is told whole in these letters keeps them although they are taken: whoever asks says so.
    """
    made = _plain(name)[:longest].strip("-")
    if made and made not in never and not (made in taken and _loses_letters(name)):
        return made
    return next(one for number in count(1) if (one := f"{otherwise}-{number}") not in taken)


def is_a_name(words: str) -> bool:
    """Whether there is a letter or a digit in it, of any script."""
    return any(letter.isalnum() for letter in words)


def _loses_letters(name: str) -> bool:
    return any(letter.isalpha() and not _plain(letter) for letter in name)


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^a-z0-9_\s-]", "", letters)).strip("-_")
