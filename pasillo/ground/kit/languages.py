"""The languages of the house, and texts that exist in several of them."""

from collections.abc import Mapping

LANGUAGES = ("en", "es", "id")


def known_language(code: str | None) -> str:
    """The language of ours that a code such as 'es-MX' means; English when we do not speak it."""
    short = (code or "").lower().replace("_", "-").split("-")[0]
    return short if short in LANGUAGES else "en"


def in_language(texts: Mapping[str, str], language: str | None) -> str:
    """The text in this language; where it is missing the English one, else any that there is."""
    wanted = texts.get(known_language(language)) or texts.get("en")
    return wanted or next((text for text in texts.values() if text), "")


def borrowed(texts: Mapping[str, str], language: str | None) -> str:
    """The language of the text that is shown where it is not the wanted one; else empty."""
    own = known_language(language)
    if texts.get(own):
        return ""
    return "en" if texts.get("en") else next((code for code, text in texts.items() if text), "")
