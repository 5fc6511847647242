"""What can have happened to an approval. Facts carry ids and figures, never a person's words."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Fact):
    """Somebody has to say yes before the case goes on."""

    name = "approval.asked"
    case_id: int
    approval_id: int
    place: int
    person_id: int | None
    area_id: int | None
    role: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(Fact):
    """Somebody said yes; the last of them lets the case go on."""

    name = "approval.given"
    case_id: int
    approval_id: int
    place: int
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalDeclined(Fact):
    """Somebody said no, and why in words that the customer got."""

    name = "approval.declined"
    case_id: int
    approval_id: int
    place: int


@dataclass(frozen=True, kw_only=True)
class ApprovalsPlanned(Fact):
    """So many have to say yes to what is requested from now on."""

    name = "approvals.planned"
    request_type_id: int
    steps: int
