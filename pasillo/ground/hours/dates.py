"""Days and moments by a pattern, as each language writes them inside a sentence."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language

SMALL = ("es",)


def dated(value: date | datetime, pattern: str) -> str:
    """The value by this pattern. Spanish writes its days and months small; Django begins a weekday with a capital."""
    words = formats.date_format(value, pattern)
    return words.lower() if (get_language() or "").partition("-")[0] in SMALL else words
