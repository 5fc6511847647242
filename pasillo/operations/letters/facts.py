"""What can have happened to a letter."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class LetterWritten(Fact):
    """The letter was made and lies in the conversation."""

    name = "letter.written"
    case_id: int
    letter_id: int
    pages_bytes: int


@dataclass(frozen=True, kw_only=True)
class LetterStuck(Fact):
    """The letter could not be made by itself: a person has to look."""

    name = "letter.stuck"
    case_id: int
    letter_id: int


@dataclass(frozen=True, kw_only=True)
class LetterTextChanged(Fact):
    """The letter of a request says something else from now on, or is written no more."""

    name = "letter.text_changed"
    request_type_id: int
    version: int
    is_used: bool
