"""With which case another one can become one, and where a case that was merged goes on."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from pasillo.doors.desk.words import state_word
from pasillo.doors.shell.moments import when
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import LIVING
from pasillo.operations.cases.queries import visible_to
from pasillo.operations.conversations.models import Message


def where_it_goes_on(case: Case, seen: Sight) -> dict[str, Any] | None:
    """The case that was kept, if this one was merged and the visitor may see that one."""
    if case.merged_into_id is None:
        return None
    number = visible_to(seen).filter(pk=case.merged_into_id).values_list("number", flat=True).first()
    return {"number": number, "url": reverse("desk:case", args=[number]) if number else ""}


def offered(others: Iterable[Case]) -> list[dict[str, Any]]:
    """The customer's other open cases, which may be about the same need."""
    return [
        {
            "number": other.number,
            "subject": other.subject,
            "language": other.language,
            "words": f"{state_word(other.state)}, {when(other.opened_at)}",
        }
        for other in others
        if other.state in LIVING
    ]


def first_said_in(said: Iterable[Message]) -> dict[int, int]:
    """The numbers of the cases in which some of these words were said first or are followed, by their conversation."""
    elsewhere = {number for one in said for number in (one.came_from_id, one.goes_on_in_id) if number}
    if not elsewhere:
        return {}
    return dict(Case.objects.filter(conversation_id__in=elsewhere).values_list("conversation_id", "number"))
