"""What was sent and can still be taken back: as its author sees it everywhere, and colleagues in the thread."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import full, iso, when
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Area
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import AWAITED, RESOLVE, area_in
from pasillo.operations.conversations.models import Draft
from pasillo.operations.conversations.queries import about_to_be_said, waiting_to_go


def going_of(request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    """What this person sent a moment ago, in whichever case: it follows them over the desk."""
    person_id = sight(request).person_id
    waiting = waiting_to_go(person_id) if person_id else []
    if not waiting:
        return []
    whose = Case.objects.filter(conversation_id__in=[draft.conversation_id for draft in waiting])
    cases: dict[int, dict[str, Any]] = {
        row["conversation_id"]: dict(row) for row in whose.values("conversation_id", "number", "customer__name")
    }
    return [_toast(draft, cases[draft.conversation_id], at) for draft in waiting]


def ending_of(person_id: int) -> set[int]:
    """The conversations in which this person's last word is on its way."""
    return {draft.conversation_id for draft in waiting_to_go(person_id) if draft.next_step == RESOLVE}


def _toast(draft: Draft, case: dict[str, Any], at: datetime) -> dict[str, Any]:
    words = {"name": case["customer__name"], "number": case["number"]}
    said = _("Your reply to %(name)s goes out in ten seconds, then the case is resolved.")
    over = _("Case %(number)s of %(name)s is resolved in ten seconds.")
    plain = _("Your reply to %(name)s goes out in ten seconds.")
    return {
        **_times(draft, at),
        "number": case["number"],
        "ends": draft.next_step == RESOLVE,
        "only_ends": draft.is_only_an_end,
        "words": (over if draft.is_only_an_end else said if draft.next_step == RESOLVE else plain) % words,
        "name": case["customer__name"],
        "step": step_words(draft.next_step),
    }


def going_items(case: Case, request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    """What is about to be said in this case, at the end of its thread."""
    mine = sight(request).person_id
    return [_item(draft, mine=draft.person_id == mine, at=at) for draft in about_to_be_said(case.conversation_id)]


def _item(draft: Draft, *, mine: bool, at: datetime) -> dict[str, Any]:
    pressed = draft.pressed_at or draft.updated_at
    return {
        **_times(draft, at),
        "author": draft.person.name,
        "mine": mine,
        "only_ends": draft.is_only_an_end,
        "paragraphs": [[part.strip("\n")] for part in draft.text.split("\n\n") if part.strip()],
        "files": [file.name for file in draft.files.all()],
        "step": step_words(draft.next_step),
        "when": when(pressed),
        "iso": iso(pressed),
        "full": full(pressed),
    }


def _times(draft: Draft, at: datetime) -> dict[str, Any]:
    left = (draft.goes_at - at).total_seconds() if draft.goes_at else 0
    return {
        "id": draft.pk,
        "left": max(0, ceil(left)),
        "undo": reverse("desk:taken-back", args=[draft.pk]),
        "now": reverse("desk:sent-now", args=[draft.pk]),
    }


def step_words(step: str) -> str:
    """What happens with the case once the reply is said; nothing when nothing does."""
    if step == RESOLVE:
        return _("then resolved")
    if step in AWAITED:
        return _("then waits for a supplier") if step == "supplier" else _("then waits for the customer")
    area_id = area_in(step)
    name = Area.objects.filter(pk=area_id).values_list("name", flat=True).first() if area_id else None
    return _("then passed to %(area)s") % {"area": name} if name else ""


def mine_among(drafts: Iterable[Draft], person_id: int) -> Draft | None:
    """The newest of these that this person has sent."""
    return max((draft for draft in drafts if draft.person_id == person_id), key=lambda draft: draft.pk, default=None)
