"""Alarms, routing and approvals, field by field."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field

from pasillo.doors.api.manner.shapes import Given, Id, Named, Paging, Told


class AlarmQuery(Paging):
    """Whose alarms."""

    show: Literal["mine", "area"] = "mine"


class AlarmOut(Told):
    """Somebody must do something by a moment, before a promise breaks."""

    id: int
    case: int
    clock: int | None
    metric: str
    sort: str
    mark: int = Field(description="The share of the time, the minutes left or silent, or the risk.")
    rung: int
    deed: str = Field(description="What is asked: take, answer, solve, …")
    person: Named | None = Field(description="Null calls everybody of the area.")
    area: int | None
    told_at: datetime | None
    heard_at: datetime | None
    act_by: datetime | None
    closed_at: datetime | None
    how: str


class SeenIn(Given):
    """Why nothing more is done now."""

    reason: str = Field(min_length=1, max_length=2000)


class NeedOut(Told):
    """A skill that a rule asks for."""

    skill: Named
    level: int
    must: bool


class RuleOut(Told):
    """Which cases of an area it means, and who shall have them."""

    id: int
    place: int
    title: str
    condition: dict[str, Any]
    to_area: Named | None
    needs: list[NeedOut]
    speaks: bool
    policy: str
    is_active: bool
    version: int


class RoutingOut(Told):
    """How the work of an area finds its people."""

    area: Named
    mode: str
    policy: str
    touch_minutes: int
    relax_at: int
    overflow: int | None
    drips: bool
    rules: list[RuleOut]


class NeededSkill(Given):
    """A skill, how well, and whether it is a must."""

    skill: Id
    level: Literal[1, 2, 3] = 2
    must: bool = True


class RuleIn(Given):
    """A rule as somebody wishes it. The condition is that of case lists; see docs/api.md.

    One without a condition holds for every case, and is kept only if `for_every_case` says so.
    """

    title: str = Field(min_length=1, max_length=120)
    condition: dict[str, Any]
    for_every_case: bool = False
    to_area: Id | None = None
    needs: list[NeededSkill] = Field(default_factory=list, max_length=8)
    speaks: bool = False
    policy: str = Field("", max_length=16)
    is_active: bool = True


class RuleChange(RuleIn):
    """The same, by somebody who has read this version."""

    version: int = Field(ge=1, le=2**31 - 1)


class PlaceIn(Given):
    """One place up or down: the first rule that fits decides."""

    to: Literal["up", "down"]


class ApprovalOut(Told):
    """Somebody has to say yes or no."""

    id: int
    case: int
    subject: str
    due_at: datetime | None


class YesIn(Given):
    """Words that go with a yes."""

    words: str = Field("", max_length=5000)


class NoIn(Given):
    """Why it is a no."""

    words: str = Field(min_length=1, max_length=5000)
