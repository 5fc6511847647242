"""Which target holds for a case when several could: the most specific one. Plain rules.

The order: one for the request type comes before one for the segment, that before one for the priority, that before
one for the channel, and any of them before the one for the whole service. More of them together count more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

WEIGHTS = {"request_type_id": 8, "segment": 4, "priority": 2, "channel": 1}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """For which cases of a service a target holds; what is left open holds for all."""

    request_type_id: int | None = None
    segment: str = ""
    priority: int | None = None
    channel: str = ""

    @property
    def key(self) -> str:
        """The scope in one word, the same for the same scope; nothing for the whole service."""
        given = ((name, getattr(self, name)) for name in WEIGHTS)
        return ";".join(f"{name}={value}" for name, value in given if value)

    @property
    def weight(self) -> int:
        """How specific it is."""
        return sum(weight for name, weight in WEIGHTS.items() if getattr(self, name))

    def holds_for(self, case: "Scope") -> bool:
        """Whether a case of this description falls under it."""
        return all(not getattr(self, name) or getattr(self, name) == getattr(case, name) for name in WEIGHTS)


def most_specific(scopes: Iterable[Scope], case: Scope) -> Scope | None:
    """The scope that decides for a case; None where none holds."""
    return max((one for one in scopes if one.holds_for(case)), key=lambda one: one.weight, default=None)
