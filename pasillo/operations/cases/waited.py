"""How long we had waited for the customer in cases that were taken in, before the case that was kept began. Plain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

OPENED, TOOK_IN = "case.opened", "case.took_in"


class Told(Protocol):
    """One fact, as the journal holds it."""

    name: str
    happened_at: datetime
    data: Any


class Wait(NamedTuple):
    """A stretch in which the customer was asked, or a day agreed, with proof."""

    began: datetime
    ended: datetime
    why: str


def waits_before(told: Iterable[Told]) -> list[Wait]:
    """The waits of every case that this one took in, in the order of time, up to its own beginning.

    Where they overlap in several cases they are one wait, for the reason of the first.
    """
    facts = list(told)
    began = next((fact.happened_at for fact in facts if fact.name == OPENED), None)
    if began is None:
        return []
    given = (Wait(*_read(one)) for fact in facts if fact.name == TOOK_IN for one in fact.data["waits"])
    merged: list[Wait] = []
    for wait in sorted(one._replace(ended=min(one.ended, began)) for one in given if one.began < began):
        if merged and wait.began <= merged[-1].ended:
            merged[-1] = merged[-1]._replace(ended=max(merged[-1].ended, wait.ended))
        else:
            merged.append(wait)
    return merged


def _read(told: list[str]) -> tuple[datetime, datetime, str]:
    began, ended, *why = told
    return datetime.fromisoformat(began), datetime.fromisoformat(ended), why[0] if why else "customer"
