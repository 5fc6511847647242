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


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Fact):
    name = "area.changed"
    area_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(Fact):
    name = "person.enabled"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SkillGiven(Fact):
    name = "person.skill_given"
    person_id: int
    skill_id: int
    level: int


@dataclass(frozen=True, kw_only=True)
class SkillTaken(Fact):
    name = "person.skill_taken"
    person_id: int
    skill_id: int


@dataclass(frozen=True, kw_only=True)
class AbsencePlanned(Fact):
    name = "person.absence_planned"
    person_id: int
    absence_id: int
    cover_id: int | None
    days: int


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Fact):
    name = "person.absence_ended"
    person_id: int
    absence_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    """Which settings changed, by their names; what they say now stands in the settings."""

    name = "organisation.changed"
    settings: list[str]
    version: int


@dataclass(frozen=True, kw_only=True)
class SegmentKept(Fact):
    """There is a segment of customers, or it is described in other words."""

    name = "segment.kept"
    segment_id: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class AccountPlaced(Fact):
    """A customer belongs to a segment from now on, or to none."""

    name = "account.placed"
    account_id: int
    segment_id: int | None
