"""How large the example is, and what the database remembers of a load that was begun."""

from dataclasses import dataclass, fields
from datetime import datetime

from pasillo.ground.effects.commands import note_result, once
from pasillo.ground.effects.models import Done

BASE = "example:base"
PARTS = 2


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many cases of how many customers in how many days."""

    cases: int
    customers: int
    days: int
    new: int = 4
    waiting: int = 12
    working: int = 2


NAMES = tuple(field.name for field in fields(Size))
FULL = Size(cases=5400, customers=1200, days=90)
SMALL = Size(cases=200, customers=110, days=30, new=2, waiting=6, working=1)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A load that was begun: its last day, its size, its luck."""

    at: datetime
    size: Size
    seed: int


def begun() -> Begun | None:
    """What was begun here; a load that was broken off goes on with the same day and the same luck."""
    line = Done.objects.filter(key=BASE).first()
    if line is None:
        return None
    *parts, seed = (int(part) for part in line.about.split(":"))
    size = Size(**dict(zip(NAMES, parts, strict=True)))
    return Begun(at=line.done_at, size=size, seed=seed)


def note_begun(load: Begun) -> None:
    """Remember it, in the transaction of the base."""
    once(BASE, at=load.at)
    parts = (*(getattr(load.size, name) for name in NAMES), load.seed)
    note_result(BASE, about=":".join(str(part) for part in parts))


def is_mine_to_play(part: int, *, at: datetime) -> bool:
    """Whether this part has not been played yet; asked in the part's own transaction."""
    return once(f"example:part:{part}", at=at)
