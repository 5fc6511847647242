"""What can have happened to work that was done elsewhere."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CaseTakenOver(Fact):
    """A case came from the log of another system: what follows in it happened there."""

    name = "case.taken_over"
    case_id: int
    log_id: int
    lines: int
