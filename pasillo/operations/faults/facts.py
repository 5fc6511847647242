"""What can have happened to a fault."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class FaultJoined(Fact):
    """One more person is affected by a fault that was reported before."""

    name = "fault.joined"
    case_id: int
    person_id: int
    affected: int
