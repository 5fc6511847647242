"""What can have happened when two cases became one."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Fact):
    """The same need was known already: this case goes on in another one and leaves the figures."""

    name = "case.merged"
    case_id: int
    into_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(Fact):
    """Another case about the same need goes on in this one: since when the customer waits, when words went to and fro
    there, and in which stretches we waited there with proof, and what for. Those before this case began count in it."""

    name = "case.took_in"
    case_id: int
    from_id: int
    number: int
    opened_at: str
    spoken: list[list[str]]
    waits: list[list[str]]
