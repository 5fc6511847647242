"""What can happen to the keys of machines."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    """A machine may come in, in the name of a person."""

    name = "token.made"
    person_id: int
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    """A machine may come in no more."""

    name = "token.revoked"
    person_id: int
    token_id: int
