"""What can have happened to the ways in which a person comes in."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class FactorAdded(Fact):
    name = "person.factor_added"
    person_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Fact):
    name = "person.factor_removed"
    person_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(Fact):
    name = "person.recovery_codes_made"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Fact):
    """A person, or whoever manages people, ended the sessions of that person."""

    name = "person.sessions_ended"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Fact):
    """A person can come in through a provider from now on."""

    name = "person.identity_linked"
    person_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityUnlinked(Fact):
    name = "person.identity_unlinked"
    person_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderChanged(Fact):
    name = "provider.changed"
    provider_id: int
    version: int
