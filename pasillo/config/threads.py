"""Language and zone of a visitor, kept by the thread that answers them."""

import threading

from django.utils import timezone
from django.utils.translation import trans_real


def keep_language_and_zone_by_thread() -> None:
    """A page is made by one thread from its first word to its last, and asks a thousand times for its language.

    Django looks for it in a store that could also be shared by tasks of an event loop, which takes thirty times as
    long. Where words are said on our event loop nothing is awaited meanwhile.
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    timezone._active = threading.local()  # type: ignore[attr-defined]
