"""Telling now what happened long ago: tables become what they would have become then, and nobody is called."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.whispering import speak_softly

_long_ago: ContextVar[bool] = ContextVar("long_ago", default=False)


@contextmanager
def long_ago() -> Iterator[None]:
    """What is told inside happened long ago. The caller keeps one transaction open around it."""
    before = _long_ago.set(True)
    try:
        speak_softly()
        yield
    finally:
        _long_ago.reset(before)


def is_long_ago() -> bool:
    """Whether what is told now happened long ago."""
    return _long_ago.get()


def only_now(reaction: Callable[[Entry], None]) -> Callable[[Entry], None]:
    """For a reaction that calls somebody to act: nobody is called for what happened long ago."""

    @wraps(reaction)
    def reacting(entry: Entry) -> None:
        if not is_long_ago():
            reaction(entry)

    return reacting
