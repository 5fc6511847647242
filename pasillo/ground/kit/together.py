"""Many changes in one transaction, as when a company is loaded: the same commands, with fewer words to the database.

Inside `together`, what is only added is written in batches, a row that changes often is written once, and what the
transaction holds anyway is asked once. Outside of it, each of these functions does what it says at once.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Row = TypeVar("Row")


class Together:
    """What is known in this transaction, and what is still to be written."""

    def __init__(self) -> None:
        self.known: dict[Hashable, Any] = {}
        self.rows: dict[str, tuple[Callable[[list[Any]], object], list[Any]]] = {}
        self.changes: dict[Hashable, Callable[[], None]] = {}

    def settle(self) -> None:
        """Write everything that waits."""
        for kind in list(self.rows):
            self.write_rows(kind)
        for key in list(self.changes):
            self.changes.pop(key)()

    def write_rows(self, kind: str) -> None:
        """Write the rows of one kind that wait."""
        write, rows = self.rows.pop(kind, (None, []))
        if write and rows:
            write(rows)


_present: ContextVar[Together | None] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is changed inside is written by the end of it; the caller keeps one transaction open around it."""
    mine = Together()
    before = _present.set(mine)
    try:
        yield
        mine.settle()
    finally:
        _present.reset(before)


def are_together() -> bool:
    """Whether we are inside."""
    return _present.get() is not None


def known(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question that this transaction has asked before, else the answer to asking now."""
    here = _present.get()
    if here is None:
        return ask()
    if key not in here.known:
        here.known[key] = ask()
    answer: Answer = here.known[key]
    return answer


def recall(key: Hashable) -> Any:
    """What this transaction knows under this key; None where it has not asked, and outside."""
    here = _present.get()
    return here.known.get(key) if here else None


def note(key: Hashable, answer: object) -> None:
    """This transaction knows the answer already: it asked for many at once."""
    if here := _present.get():
        here.known[key] = answer


def forget(key: Hashable) -> None:
    """Ask again next time."""
    if here := _present.get():
        here.known.pop(key, None)


def gather(kind: str, rows: list[Row], write: Callable[[list[Row]], object]) -> None:
    """Write these rows with others of their kind."""
    here = _present.get()
    if here is None:
        write(rows)
    else:
        here.rows.setdefault(kind, (write, []))[1].extend(rows)


def later(key: Hashable, change: Callable[[], None]) -> None:
    """Make this change before the end; a later one under the same key takes its place."""
    here = _present.get()
    if here is None:
        change()
    else:
        here.changes[key] = change


def settle(kind: str = "", *, key: Hashable = None) -> None:
    """Write what waits of one kind, or under one key, before somebody asks the database for it."""
    here = _present.get()
    if here is None:
        return
    if kind:
        here.write_rows(kind)
    if change := here.changes.pop(key, None):
        change()


def settle_all() -> None:
    """Write everything that waits, before somebody asks the database for anything."""
    if here := _present.get():
        here.settle()
