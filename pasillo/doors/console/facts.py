"""What can have happened to an installation as a whole."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ExampleRemoved(Fact):
    """The example company was taken away, with everything that was done in it."""

    name = "example.removed"
    cases: int
    people: int
    services: int
