"""What is asked of others about a case, and what they answer."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class AsideWritten(Fact):
    """We wrote to somebody else about the case; the customer reads nothing of it."""

    name = "aside.written"
    case_id: int
    aside_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AsideAnswered(Fact):
    """Somebody whom we asked about the case answered us, and us alone."""

    name = "aside.answered"
    case_id: int
    aside_id: int
    person_id: int
