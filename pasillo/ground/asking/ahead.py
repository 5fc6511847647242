"""Asking ahead: while a page is read, questions that need not wait for one another go to the database in one go.

To send a question and to take its answer costs a page more than most answers cost the database. `ask_ahead` is told
how a page will look; these looks are tried without an answer, what they ask is noted, and all of it is asked at once.
When the page then looks, the answer is there. What was not foreseen is asked as ever, and nothing is asked twice.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from pasillo.ground.kit.looking import here
from pasillo.ground.kit.together import are_together

Rows = list[Any]
Asked = tuple[Hashable, ...]  # a question and its values


class Reading:
    """What a page was told, each with how it stood then; and, while it only says how it will look, what it will ask."""

    def __init__(self) -> None:
        self.told: dict[Asked, tuple[Hashable, Rows]] = {}
        self.noted: dict[Asked, tuple[Any, list[Any]]] | None = None

    def rows(self, question: Any, values: list[Any], connection: Any) -> Rows:
        """What was told already, else what the database says now; nothing yet, while questions are noted."""
        key, standing = (question, *values), _standing(connection)
        known = self.told.get(key)
        if known is not None and known[0] == standing:
            return known[1]
        if self.noted is not None:
            self.noted[key] = (question, values)
            return []
        rows = question.rows([question.words(values, connection)], connection)[0]
        self.told[key] = (standing, rows)
        return rows

    def ask_all(self, noted: dict[Asked, tuple[Any, list[Any]]]) -> None:
        """Ask all of this in one go."""
        questions = list(noted.values())
        first, connection = questions[0][0], questions[0][0].connection()
        found = first.rows([question.words(values, connection) for question, values in questions], connection)
        standing = _standing(connection)
        self.told |= {key: (standing, rows) for key, rows in zip(noted, found, strict=True)}


def _standing(connection: Any) -> Hashable:
    """With whose eyes, and within which change: for others, what was told does not count."""
    return here(), connection.in_atomic_block, len(connection.savepoint_ids)


_present: ContextVar[Reading | None] = ContextVar("asking_once", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """A page that only reads: inside, a question is asked once. Never around a command."""
    before = _present.set(Reading())
    try:
        yield
    finally:
        _present.reset(before)


def page_now() -> Reading | None:
    """The page that is read now."""
    return _present.get()


def ask_ahead(*looks: Callable[[], object]) -> None:
    """Ask in one go what these would ask. Outside of `asking_once` nothing happens."""
    page = _present.get()
    if page is None or page.noted is not None or are_together():
        return
    noted: dict[Asked, tuple[Any, list[Any]]] = {}
    page.noted = noted
    try:
        for look in looks:
            with suppress(Exception):  # it cannot go on without the answer; if it is broken, the page will say so
                look()
    finally:
        page.noted = None
    if noted:
        page.ask_all(noted)
