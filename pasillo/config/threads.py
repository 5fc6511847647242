"""What a thread keeps for itself: language and zone of the visitor whom it answers, and its connections."""

import threading

from django.db import connections
from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real


def keep_language_and_zone_by_thread() -> None:
    """A page is made by one thread from its first word to its last, and asks a thousand times for its language.

    Django looks for it in a store that could also be shared by tasks of an event loop, which takes thirty times as
    long. Where words are said on our event loop nothing is awaited meanwhile.
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    timezone._active = threading.local()  # type: ignore[attr-defined]


def keep_connections_by_thread() -> None:
    """The same for what every question and every address look up; before the first of them is asked for."""
    connections._connections = threading.local()  # type: ignore[attr-defined]
    urls._prefixes = threading.local()  # type: ignore[attr-defined]
    urls._urlconfs = threading.local()  # type: ignore[attr-defined]
