"""What became of a mail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Became:
    """How it is concluded: in which state, why, and about what."""

    state: str
    reason: str = ""
    about: str = ""
