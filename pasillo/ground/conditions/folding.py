"""Letters as one compares them: small, without accents. One table, so that the database folds as we do."""

import unicodedata
from collections.abc import Iterator

BLOCKS = ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x1F00))


def _folded_letters() -> Iterator[tuple[str, str]]:
    for first, last in BLOCKS:
        for letter in map(chr, range(first, last)):
            small = letter.lower()
            base = unicodedata.normalize("NFD", small)[:1]
            if len(small) == 1 and base != letter and unicodedata.category(base).startswith("L"):
                yield letter, base


_TABLE = dict(_folded_letters())
LETTERS, FOLDED = "".join(_TABLE), "".join(_TABLE.values())
_TRANSLATION = str.maketrans(LETTERS, FOLDED)


def folded(text: str) -> str:
    """Small letters without accents: 'Ñandú' becomes 'nandu', letter by letter."""
    return text.translate(_TRANSLATION)
