"""The words that people use when they look for something: plain rules for finding them in three languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from pasillo.ground.kit.plain import plain, safe

CONFIGURATIONS = {"en": "english", "es": "spanish", "id": "indonesian"}
LONGEST_QUERY = 200
MOST_TOKENS = 12
WORD = re.compile(r"[^\W_]+")
SPANISH_ENDING = re.compile(r"([cs])ion\b", re.IGNORECASE)

# What says nothing about the need. PostgreSQL has such a list for English and Spanish, none for Indonesian.
_EMPTY = """
    a an and are at be but by can could did do does for from had has have he her his how i if in is it its
    like me my need no not of on or our please she so that the their them there they this to us want was we what
    when where which who why will with would you your dont doesnt cannot
    al algo como con cual cuando de del desde donde el ella ellos en era es esa ese esta este esto estoy ha hay he
    hola la las le les lo los me mi mis muy nada ni no nos nuestro o para pero por porque que quien quiero se si sin
    sobre soy su sus te tengo tiene tu tus un una uno unos y ya yo puedo necesito
    ada adalah agar akan aku anda apa atau bagaimana bagi bahwa bisa dan dari dengan di dia dalam harus ini itu jadi
    juga kami kapan karena ke kepada kita ku lagi mau mengapa mereka mohon nya oleh pada perlu saat saja saya sebuah
    sudah tapi tentang tidak tolong untuk yang ingin
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


def spelled(text: str, language: str) -> str:
    """The text with the accents that the stems of its language need: '-cion' becomes '-ción' in Spanish."""
    return SPANISH_ENDING.sub(r"\1ión", text) if language == "es" else text


def telling(text: str) -> str:
    """The text as it was written, without the words that say nothing."""
    said = unicodedata.normalize("NFC", safe(text[:LONGEST_QUERY]))
    return " ".join(word for word in WORD.findall(said) if plain(word) not in EMPTY_WORDS)


def tokens(text: str) -> list[str]:
    """The single words that say something, small and without accents, each once."""
    found = WORD.findall(plain(safe(text[:LONGEST_QUERY])))
    return list(dict.fromkeys(word for word in found if len(word) > 1 and word not in EMPTY_WORDS))[:MOST_TOKENS]


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Every word of these texts, small and without accents, each once."""
    found = (word for text in texts for word in WORD.findall(plain(safe(text))))
    return sorted({word for word in found if len(word) > 1 and word not in EMPTY_WORDS})


def beginnings(words: Iterable[str]) -> str:
    """A search for everything that begins as these words do: an ending typed wrong still finds."""
    parts = []
    for word in words:
        parts.append(f"{word}:*")
        if len(word) > 5:
            parts.append(f"{word[:-2]}:*")
    return " | ".join(parts)


def corrected(words: Iterable[str], known: Iterable[str]) -> list[str]:
    """For each mistyped word the known ones that are nearest to it."""
    known = list(known)
    return [near for word in words for near in get_close_matches(word, known, n=2, cutoff=0.72)]
