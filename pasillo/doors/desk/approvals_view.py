"""Approvals as those who decide, and those who serve the case, see them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.words import block_class
from pasillo.doors.shell.moments import ago, when
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.money import Money, write_money
from pasillo.ground.people.sight import Sight
from pasillo.operations.approvals.deciding import HEAD, LABELS, State
from pasillo.operations.approvals.models import Approval
from pasillo.operations.approvals.queries import waiting_for
from pasillo.operations.purchases.models import CostCentre, Purchase

WHY = "who decides reads what they decide about, not the case; the house looks up its number and its service"
MARKS = {
    State.WAITING: ("circle-dashed", ""),
    State.ASKED: ("circle-pause", "wait"),
    State.GIVEN: ("circle-check", "ok"),
    State.DECLINED: ("circle-x", "late"),
    State.VOID: ("circle-slash", ""),
}


def awaited(seen: Sight, at: datetime) -> list[dict[str, Any]]:
    """What waits for this person's yes or no, also on cases that are otherwise not theirs to see."""
    with for_the_house(WHY):
        return [row(one, at=at) for one in waiting_for(seen, at=at)]


def row(approval: Approval, *, at: datetime) -> dict[str, Any]:
    """One step as a list shows it."""
    late = approval.due_at is not None and approval.due_at < at and approval.state == State.ASKED
    return {
        "id": approval.pk,
        "url": reverse("desk:approval", args=[approval.pk]),
        "subject": approval.subject,
        "language": approval.case.language,
        "number": approval.case.number,
        "asks": approval.asks.name,
        "service": in_language(approval.case.service.names, get_language()),
        "block": block_class(approval.case.service.block),
        "due": _("decide before %(when)s") % {"when": when(approval.due_at)} if approval.due_at else "",
        "late": late,
        "asked": ago(approval.asked_at),
        "place": approval.place,
    }


def step(approval: Approval) -> dict[str, Any]:
    """One step as the case shows it: who, how it stands, what was said."""
    icon, tone = MARKS[State(approval.state)]
    return {
        "id": approval.pk,
        "who": approval.decided_by.name if approval.decided_by else asked_of(approval),
        "word": str(LABELS[State(approval.state)]),
        "icon": icon,
        "tone": tone,
        "when": when(approval.decided_at or approval.due_at),
        "is_due": approval.state == State.ASKED,
        "words": approval.words,
    }


def asked_of(approval: Approval) -> str:
    """Who is asked: a person, or those of a place in the house."""
    if approval.person:
        return approval.person.name
    if approval.role == HEAD or approval.area is None:
        return _("Head of operations")
    return approval.area.name


def budget(purchase: Purchase) -> dict[str, Any]:
    """What a purchase does to its budget: before and after."""
    centre, paid = purchase.centre, purchase.left_after is not None
    before = purchase.left_before if paid else centre.left
    after = purchase.left_after if paid else centre.left - purchase.amount
    return {
        "centre": centre.name,
        "manager": centre.manager.name,
        "amount": _money(centre, purchase.amount),
        "before": _money(centre, before),
        "after": _money(centre, after),
        "short": _money(centre, -after) if after is not None and after < 0 else "",
        "is_short": after is not None and after < 0,
        "is_paid": purchase.state == Purchase.State.COMMITTED,
        "state": {
            Purchase.State.ASKED: _("not decided yet"),
            Purchase.State.COMMITTED: _("paid by this budget"),
            Purchase.State.DECLINED: _("declined, nothing is spent"),
            Purchase.State.RELEASED: _("given back to the budget"),
        }[Purchase.State(purchase.state)],
        "share_before": _share(centre, before),
        "share_after": _share(centre, after),
    }


def _share(centre: CostCentre, left: Any) -> int:
    return max(0, min(100, round(100 * left / centre.budget))) if centre.budget else 0


def _money(centre: CostCentre, amount: Any) -> str:
    return write_money(Money(amount, centre.currency), get_language())
