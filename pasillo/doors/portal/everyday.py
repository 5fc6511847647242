"""What an everyday request shows its customer: the room they have, who has to say yes, what it costs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pasillo.doors.portal.seats import Seat
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.questions import slot_days
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.money import Money, write_money
from pasillo.operations.approvals.deciding import State
from pasillo.operations.approvals.models import Approval
from pasillo.operations.approvals.queries import deciders_of, steps_of, usual_hours
from pasillo.operations.bookings.models import Booking
from pasillo.operations.bookings.queries import booking_of
from pasillo.operations.bookings.words import span_words
from pasillo.operations.cases.models import Case
from pasillo.operations.purchases.models import Purchase
from pasillo.operations.purchases.queries import purchase_of
from pasillo.strategy.catalogue.queries import form_of
from pasillo.strategy.catalogue.slots import Wanted, source_of

FEW = 2


def everyday(seat: Seat, *, at: datetime) -> dict[str, Any]:
    """The parts of the page that only some requests have."""
    case = seat.case
    if case.request_type_id is None:
        return {"booking": None, "approval": None, "purchase": None}
    return {
        "booking": _booking(case, at=at),
        "approval": _approval(case, names_people=seat.proves_address, at=at),
        "purchase": _purchase(case) if seat.proves_address else None,
    }


def slot_settings(case: Case) -> Mapping[str, Any] | None:
    """Where the times of this request come from, if it chose one of a room."""
    fields = form_of(case.form_version).of_kind("slot")
    return next((asked.slots for asked in fields if asked.slots.get("source") == "room"), None)


def _booking(case: Case, *, at: datetime) -> dict[str, Any] | None:
    booking = booking_of(case.pk)
    if booking is None:
        return None
    may_change = booking.state == Booking.State.HELD and booking.starts_at > at
    return {
        "room": booking.resource.name,
        "place": booking.resource.place,
        "when": span_words(booking.starts_at, booking.ends_at, booking.resource),
        "is_held": booking.state == Booking.State.HELD,
        "may_change": may_change,
        "days": _other_times(case, at=at) if may_change else [],
    }


def _other_times(case: Case, *, at: datetime) -> list[dict[str, Any]]:
    settings = slot_settings(case)
    if settings is None:
        return []
    wanted = Wanted(request_type_id=case.request_type_id or 0, key="when", settings=settings, at=at)
    return slot_days(source_of(settings).offered(wanted), ())


def _approval(case: Case, *, names_people: bool, at: datetime) -> dict[str, Any] | None:
    """Who has to say yes now, and how long that usually takes."""
    waiting = next((one for one in steps_of(case.pk) if one.state == State.ASKED), None)
    if waiting is None:
        return None
    with for_the_house("how long a yes usually takes is a figure of everybody's requests"):
        hours = usual_hours(case.request_type_id, at=at)
    return {
        "who": _who(waiting, at=at) if names_people else "",
        "due": when(waiting.due_at),
        "usual": _usual(hours),
    }


def _who(approval: Approval, *, at: datetime) -> str:
    people = deciders_of(approval, at=at)
    if 0 < len(people) <= FEW:
        return _(" or ").join(one.name for one in people)
    return approval.area.name if approval.area else _("the head of operations")


def _usual(hours: float | None) -> str:
    if hours is None:
        return ""
    n = max(1, round(hours))
    return ngettext("usually within an hour", "usually within %(n)s hours", n) % {"n": n}


def _purchase(case: Case) -> dict[str, str] | None:
    purchase = purchase_of(case.pk)
    if purchase is None:
        return None
    amount = write_money(Money(purchase.amount, purchase.centre.currency), get_language())
    words = {
        Purchase.State.ASKED: _("%(amount)s, if it is approved"),
        Purchase.State.COMMITTED: _("%(amount)s, paid by %(centre)s"),
        Purchase.State.DECLINED: _("%(amount)s, not approved"),
        Purchase.State.RELEASED: _("%(amount)s, given back to %(centre)s"),
    }[Purchase.State(purchase.state)]
    return {"words": words % {"amount": amount, "centre": purchase.centre.name}}
