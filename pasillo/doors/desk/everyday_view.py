"""What belongs to an everyday request beside its words: approvals, budget, room, letter, who else is affected."""

from typing import Any

from django.db.models import QuerySet

from pasillo.doors.desk.approvals_view import budget, step
from pasillo.ground.asking import asked
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Membership
from pasillo.ground.people.sight import Sight
from pasillo.improvement.ideas.queries import ideas_of_case
from pasillo.operations.approvals.queries import steps_of
from pasillo.operations.bookings.queries import booking_of
from pasillo.operations.bookings.words import span_words
from pasillo.operations.cases.models import Case, FormalComplaint
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.models import Message
from pasillo.operations.purchases.queries import purchase_of
from pasillo.operations.voice.queries import recognised_in
from pasillo.operations.voice.recognition import named_in

MOST_COLLEAGUES = 40
FACTS = ("approval.asked", "purchase.committed", "room.booked", "fault.joined")


def everyday(case: Case, seen: Sight) -> dict[str, Any]:
    """Asks only for what the case's own facts speak of: an ordinary case costs next to nothing here."""
    told = told_of(case)
    approved = "approval.asked" in told
    bought = approved or "purchase.committed" in told
    purchase = purchase_of(case.pk) if bought else None
    return {
        "approvals": [step(one) for one in steps_of(case.pk)] if approved else [],
        "budget": budget(purchase) if purchase else None,
        "booking": _booking(case) if "room.booked" in told else None,
        "affected": told["fault.joined"].get("affected", 0) if "fault.joined" in told else 0,
        "by_kind": _by_kind(case),
        "ideas": [{"id": idea.pk, "title": idea.title} for idea in ideas_of_case(seen, case.pk)],
    }


def told_of(case: Case) -> dict[str, Any]:
    """What the journal says of approvals, purchases, rooms and shared faults: each fact with its figures."""
    if case.request_type_id is None:
        return {}
    return dict(asked(_spoken, case.ref))


def _spoken(about: str) -> QuerySet[Any]:
    return Entry.objects.filter(about=about, name__in=FACTS).order_by("id").values_list("name", "data")


def _booking(case: Case) -> dict[str, Any] | None:
    booking = booking_of(case.pk)
    if booking is None:
        return None
    when = span_words(booking.starts_at, booking.ends_at, booking.resource)
    return {"room": booking.resource.name, "place": booking.resource.place, "when": when,
            "is_held": booking.state == "held"}  # fmt: skip


def _by_kind(case: Case) -> dict[str, Any]:
    """What can be done to a case of this kind and to no other."""
    found: dict[str, Any] = {"thank": None, "praised": [], "formal": None, "may_formal": False, "may_settle": False}
    if case.kind == "compliment":
        found["praised"] = recognised_in([case.pk]).get(case.pk, [])
        found["thank"] = _thankable(case) if may(case.state, "thank") else None
    if case.kind == "complaint":
        found["formal"] = FormalComplaint.objects.filter(case=case).first()
        found["may_formal"] = found["formal"] is None and may(case.state, "reply")
        found["may_settle"] = may(case.state, "settle")
    return found


def _thankable(case: Case) -> list[dict[str, Any]]:
    """The colleagues to whom the praise may belong, those whom the customer named first."""
    colleagues = Membership.objects.filter(person__is_active=True).exclude(person=case.customer_id)
    people = dict(colleagues.values_list("person_id", "person__name").distinct())
    said = Message.objects.filter(conversation=case.conversation_id, direction="in").order_by("pk")
    named = set(named_in(" ".join(said.values_list("text", flat=True)[:5]), people))
    rows = [{"id": pk, "name": name, "named": pk in named} for pk, name in people.items()]
    return sorted(rows, key=lambda row: (not row["named"], row["name"]))[:MOST_COLLEAGUES]
