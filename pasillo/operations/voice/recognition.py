"""Whom a customer means when they praise: plain words compared with names."""

import re
from collections.abc import Mapping

from pasillo.ground.kit.plain import plain

WORD = re.compile(r"\w+")


def named_in(text: str, people: Mapping[int, str]) -> list[int]:
    """The people whose whole name is in the text, else those whose first name is and who alone bear it."""
    said = " ".join(WORD.findall(plain(text)))
    padded = f" {said} "
    names = {pk: WORD.findall(plain(name)) for pk, name in people.items()}
    whole = [pk for pk, words in names.items() if len(words) > 1 and f" {' '.join(words)} " in padded]
    if whole:
        return sorted(whole)
    first: dict[str, list[int]] = {}
    for pk, words in names.items():
        if words and len(words[0]) > 2:
            first.setdefault(words[0], []).append(pk)
    return sorted(ids[0] for word, ids in first.items() if len(ids) == 1 and f" {word} " in padded)
