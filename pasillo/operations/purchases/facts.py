"""What can have happened to a purchase. Facts carry ids and figures, never a person's words."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class PurchaseCommitted(Fact):
    """A budget pays for it; what it held before and holds now, in its own currency."""

    name = "purchase.committed"
    case_id: int
    purchase_id: int
    centre_id: int
    amount: str
    left_before: str
    left_after: str


@dataclass(frozen=True, kw_only=True)
class PurchaseReleased(Fact):
    """The budget has its money back: it was declined or is no longer needed."""

    name = "purchase.released"
    case_id: int
    purchase_id: int
    centre_id: int
    amount: str
