"""What can have happened to macros."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class MacroWritten(Fact):
    """A macro is new, or says something else now."""

    name = "macro.written"
    macro_id: int
    person_id: int | None
    area_id: int | None


@dataclass(frozen=True, kw_only=True)
class MacroRetired(Fact):
    """Nobody is offered this macro any more."""

    name = "macro.retired"
    macro_id: int


@dataclass(frozen=True, kw_only=True)
class MacroUsed(Fact):
    """Somebody took a macro into what they write."""

    name = "macro.used"
    macro_id: int
    case_id: int
    person_id: int | None
