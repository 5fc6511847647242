"""People, areas, absences and skills, field by field."""

from datetime import date, datetime
from typing import Literal

from ninja import Field

from pasillo.doors.api.manner.shapes import OURS, Given, Id, Language, Named, Paging, Told


class RoleOut(Told):
    """What somebody is here, in one area or in the whole house."""

    id: int
    role: str
    area: Named | None


class PersonOut(Told):
    """Somebody with a name."""

    id: int
    name: str
    email: str | None
    phone: str
    language: str
    zone: str
    account: Named | None


class MeOut(PersonOut):
    """In whose name this token acts, and what it may."""

    roles: list[RoleOut]
    scopes: list[str] = Field(description="Empty: all that the person may.")
    areas: list[int] = Field(description="Empty: all that the person sees.")


class MeIn(Given):
    """How a person wants to be called and reached."""

    name: str = Field(min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40, description="Not named: as it is.")
    language: Language | None = Field(None, description="Not named: as it is.")
    zone: str | None = Field(None, max_length=60, description="Not named: as it is.")


class PersonIn(Given):
    """Somebody whom we meet. Known by their address, they are who they are, with the name they have."""

    name: str = Field(min_length=1, max_length=200)
    email: str | None = Field(None, max_length=254)
    phone: str = Field("", max_length=40)
    language: Language | None = Field(None, description=OURS)


class PersonQuery(Paging):
    """Which people."""

    words: str = Field("", max_length=200, description="In the name or the address.")


class AreaOut(Told):
    """A team that serves."""

    id: int
    name: str
    function: str
    calendar: int
    parent: int | None
    lead: Named | None
    is_active: bool
    version: int


class AreaIn(Given):
    """An area as somebody wishes it. `version` is the one that was read: nobody overwrites what they did not see."""

    name: str = Field(min_length=1, max_length=120)
    function: str = Field("", max_length=60)
    calendar: Id
    parent: Id | None = None
    lead: Id | None = None
    is_active: bool = True
    version: int = Field(ge=0, le=2**31 - 1)


class AreaNew(Given):
    """A new team."""

    name: str = Field(min_length=1, max_length=120)
    function: str = Field("", max_length=60)
    calendar: Id


class AbsenceOut(Told):
    """Somebody is away."""

    id: int
    person: Named
    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    cover: Named | None
    why: str


class AbsenceIn(Given):
    """From which day to which, both included, and who stands in."""

    first: date
    last: date
    cover: Id | None = None
    why: Literal["holiday", "illness", "training", "other"] = "other"


class SkillOut(Told):
    """Something that a person can be able to do."""

    id: int
    name: str
    is_active: bool


class SkillIn(Given):
    """A skill by its name."""

    name: str = Field(min_length=1, max_length=80)
    is_active: bool = True


class HeldSkill(Told):
    """What somebody is able to do: 1 learning, 2 able, 3 expert."""

    skill: Named
    level: int
    valid_from: date
    valid_to: date | None


class LevelIn(Given):
    """How well, and until when that is known."""

    level: Literal[1, 2, 3]
    valid_to: date | None = None


class RoleIn(Given):
    """What somebody shall be; whoever serves belongs to an area."""

    role: Literal["agent", "manager", "head", "employee", "admin", "auditor"]
    area: Id | None = None
