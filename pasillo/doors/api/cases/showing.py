"""Cases and messages as machines get them. A wait that nothing proves is never told as one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from pasillo.operations.cases.models import Case, Cases, Pause
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations.models import Message

CASES = "/api/v1/cases"
JOINED = ("customer", "service", "area", "assignee", "request_type")
TOLD_TO_THEM = (State.WAITING_CUSTOMER, State.SCHEDULED)


def made(case: Case, service: str) -> dict[str, Any]:
    """What is told at once of a case that was opened."""
    return {
        "number": case.number,
        "url": f"{CASES}/{case.number}",
        "service": service,
        "subject": case.subject,
        "opened_at": case.opened_at,
    }


def shown(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Some cases, with everything beside them read already."""
    found = list(cases)
    ours = unproven(found)
    return [_out(case, is_ours=case.pk in ours) for case in found]


def shown_one(case: Case) -> dict[str, Any]:
    """A case that was changed just now, read anew."""
    (told,) = shown(Case.objects.select_related(*JOINED).filter(pk=case.pk))
    return told


def unproven(cases: Iterable[Case]) -> set[int]:
    """Those of them that wait by our own doing: nobody asked the customer, and no day was agreed with them."""
    waiting = [case.pk for case in cases if case.state in TOLD_TO_THEM]
    if not waiting:
        return set()
    found = Pause.objects.filter(case__in=waiting, ended_at=None, proven=False)
    return set(found.values_list("case_id", flat=True))


def in_states(cases: Cases, states: Iterable[State]) -> Cases:
    """Cases in these states, as they are told: what waits without proof is in progress."""
    wanted, asked = Q(pk__in=()), set(states)
    by_ourselves = Exists(Pause.objects.filter(case=OuterRef("pk"), ended_at=None, proven=False))
    ours = Q(by_ourselves) & Q(state__in=TOLD_TO_THEM)
    for state in asked:
        wanted |= Q(state=state) & ~Q(by_ourselves) if state in TOLD_TO_THEM else Q(state=state)
    return cases.filter(wanted | ours if State.IN_PROGRESS in asked else wanted)


def _out(case: Case, *, is_ours: bool) -> dict[str, Any]:
    return made(case, case.service.slug) | {
        "state": State.IN_PROGRESS if is_ours else case.state,
        "wait_is_proven": not is_ours if case.state in TOLD_TO_THEM else None,
        "kind": case.kind,
        "request_type": case.request_type.slug if case.request_type else None,
        "priority": case.priority,
        "channel": case.channel,
        "language": case.language,
        "cycle": case.cycle,
        "customer": _named(case.customer),
        "area": _named(case.area),
        "assignee": _named(case.assignee) if case.assignee else None,
        "waiting_since": case.waiting_since,
        "next_due_at": case.next_due_at,
        "snoozed_until": case.snoozed_until,
        "changed_at": case.changed_at,
        "resolved_at": case.resolved_at,
        "closed_at": case.closed_at,
    }


def _named(thing: Any) -> dict[str, Any]:
    return {"id": thing.pk, "name": thing.name}


def message_out(message: Message) -> dict[str, Any]:
    """What was said, with its files."""
    return {
        "id": message.pk,
        "said_at": message.said_at,
        "direction": message.direction,
        "author": message.author.name if message.author else None,
        "author_id": message.author_id,
        "channel": message.channel,
        "text": message.text,
        "held": message.held,
        "sender_unverified": message.is_unproven,
        "delivery": message.delivery,
        "delivery_note": message.delivery_note,
        "files": [
            {"id": file.pk, "name": file.name, "media_type": file.media_type, "size": file.size,
             "url": f"/api/v1/files/{file.pk}"}
            for file in message.files.all()
        ],
    }  # fmt: skip
