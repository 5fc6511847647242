"""The sorts of objective that a service can have, and how each is judged on what was lived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.registry import Registry
from pasillo.ground.kit.words import _

LONGEST = 60 * 24 * 366


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was promised: at most so many served minutes, or such a share."""

    minutes: int | None = None
    rate: float | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is known of one case: enough to judge every sort of objective."""

    served: Mapping[str, int | None] = field(default_factory=dict)
    score: int | None = None
    errors: int | None = None


class Kind(Protocol):
    """How one sort of objective is checked when it is set, and judged when it was lived."""

    name: str
    label: object

    def check(self, terms: Terms) -> None: ...

    def is_kept(self, terms: Terms, story: Story) -> bool | None: ...


kinds: Registry[Kind] = Registry("kind of objective")


class TimeKind:
    """A time in service hours that must not be exceeded; a share says of how many cases, if not of all."""

    def __init__(self, name: str, label: object) -> None:
        self.name = name
        self.label = label

    def check(self, terms: Terms) -> None:
        if terms.minutes is None or not 0 < terms.minutes <= LONGEST:
            raise Refused(_("A promised time is between one minute and one year of service hours."))
        check_share(terms.rate)

    def is_kept(self, terms: Terms, story: Story) -> bool | None:
        served = story.served.get(self.name)
        return None if served is None or terms.minutes is None else served <= terms.minutes


class ShareKind:
    """A share of cases that must, or must not, be of some sort."""

    def __init__(self, name: str, label: object) -> None:
        self.name = name
        self.label = label

    def check(self, terms: Terms) -> None:
        if terms.minutes is not None or terms.rate is None:
            raise Refused(_("This objective is a share of the cases, not a time."))
        check_share(terms.rate)


def check_share(rate: float | None) -> None:
    """A share lies between none and all."""
    if rate is not None and not 0 <= rate <= 1:
        raise Refused(_("A share lies between 0 and 1."))
