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


@dataclass(frozen=True, kw_only=True)
class BudgetChanged(Fact):
    """A cost centre is there, or has another budget or manager. Amounts are plain decimals."""

    name = "budget.changed"
    centre_id: int
    manager_id: int
    before: str
    budget: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class PricesChanged(Fact):
    """What a request sells, and from which amount on somebody is asked; no things mean that it sells nothing more."""

    name = "prices.changed"
    request_type_id: int
    things: int
    changed: int
    limit: str
