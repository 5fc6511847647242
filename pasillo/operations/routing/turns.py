"""Who stands and waits in this very moment, and who takes such talks now.

Each channel on which one talks live announces itself here; where the customer has left, it is work like any other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from pasillo.ground.kit.registry import Registry
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.eligibility import Candidate


class Turns(Protocol):
    """A channel on which customers wait while one looks."""

    def waiting(self, conversation_ids: Iterable[int], *, at: datetime) -> set[int]:
        """In which of these conversations the customer is there now."""

    def takers(self, people: Iterable[int], *, at: datetime) -> set[int]:
        """Who of these takes such talks now."""


turns: Registry[Turns] = Registry("turns")


def note_turns(team: Sequence[Candidate], cases: Iterable[Case], *, at: datetime) -> set[int]:
    """The cases whose customer stands and waits; for their channels it is noted who of the team takes them now."""
    found: set[int] = set()
    by_channel: dict[str, list[Case]] = {}
    for case in cases:
        if case.channel in turns:
            by_channel.setdefault(case.channel, []).append(case)
    for channel, theirs in by_channel.items():
        here = turns[channel].waiting([case.conversation_id for case in theirs], at=at)
        live = {case.pk for case in theirs if case.conversation_id in here}
        if live:
            _note_takers(team, channel, at=at)
        found |= live
    return found


def _note_takers(team: Sequence[Candidate], channel: str, *, at: datetime) -> None:
    takers = turns[channel].takers([one.person_id for one in team], at=at)
    for one in team:
        if one.person_id in takers:
            one.takes |= {channel}
