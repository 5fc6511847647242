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


@dataclass(frozen=True, kw_only=True)
class LogRemoved(Fact):
    """Everything that came from the log of another system was taken back."""

    name = "log.removed"
    log_id: int
    cases: int
    people: int
    services: int
    areas: int


@dataclass(frozen=True, kw_only=True)
class ImportTurned(Fact):
    """Somebody handed in an import, had it rehearsed anew, taken over or taken back: its next state says which."""

    name = "import.turned"
    run_id: int
    is_new: bool
    state: str
