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


@dataclass(frozen=True, kw_only=True)
class IdentityAdded(Fact):
    """One of us wrote down under which other name a person is known; nobody has proven it yet."""

    name = "person.identity_added"
    person_id: int
    identity_id: int
    realm: str


@dataclass(frozen=True, kw_only=True)
class IdentityConfirmed(Fact):
    """One of us has made sure that this name is theirs."""

    name = "person.identity_confirmed"
    person_id: int
    identity_id: int
    realm: str


@dataclass(frozen=True, kw_only=True)
class IdentityEnded(Fact):
    """This name is not theirs any more: whoever comes by it from now on is somebody else."""

    name = "person.identity_ended"
    person_id: int
    identity_id: int
    realm: str


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    """Two contacts are one person: both keep what is theirs, and are shown and counted as one."""

    name = "person.joined"
    person_id: int
    into_id: int
    joining_id: int


@dataclass(frozen=True, kw_only=True)
class PersonParted(Fact):
    """They were two people after all: each has again what came by their own names."""

    name = "person.parted"
    person_id: int
    into_id: int
    joining_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleToldApart(Fact):
    """Somebody looked, and these two are not one person."""

    name = "person.told_apart"
    person_id: int
    other_id: int
