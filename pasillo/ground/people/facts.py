"""What can have happened to persons, areas and roles."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class AreaOpened(Fact):
    name = "area.opened"
    area_id: int


@dataclass(frozen=True, kw_only=True)
class PersonMet(Fact):
    name = "person.met"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonVerified(Fact):
    name = "person.verified"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Fact):
    name = "person.disabled"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    name = "person.password_changed"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Fact):
    name = "person.role_given"
    person_id: int
    area_id: int | None
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Fact):
    name = "person.role_taken"
    person_id: int
    area_id: int | None
    role: str
