"""What the page shows that makes two cases of one, and the page that undoes a merge."""

from typing import Any

from django.utils.translation import get_language

from pasillo.doors.desk.words import channel_word, state_word
from pasillo.doors.shell.moments import when
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.mergings import Undoing
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.strategy.catalogue.queries import published_services

NEWEST, SHORT = 100, 280


def choices_of(seen: Sight, case: Case, *, chosen: set[int]) -> list[dict[str, Any]]:
    """The newest words of the case that may be chosen, the first said first."""
    said = queries.messages_for(seen, case).filter(held=False, goes_on_in=None).select_related("author")
    newest = list(said.order_by("-said_at", "-id")[:NEWEST])
    return [_choice(one, case, chosen) for one in reversed(newest)]


def _choice(message: Message, case: Case, chosen: set[int]) -> dict[str, Any]:
    text = " ".join(message.text.split())
    return {
        "id": message.pk,
        "who": message.author.name if message.author else ("Pasillo" if message.by_machine else case.customer.name),
        "sort": message.direction,
        "way": "" if message.direction == Message.Direction.NOTE else channel_word(message.channel),
        "when": when(message.said_at),
        "text": text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + "…",
        "files": [one.name for one in message.files.all()],
        "language": message.language or case.language,
        "chosen": message.pk in chosen,
    }


def services_for(case: Case, given: str) -> list[dict[str, Any]]:
    """Every service that is offered, by name; first the one of this case is chosen."""
    language = get_language() or "en"
    wanted = int(given) if given.isdigit() and len(given) < 16 else case.service_id
    rows = [
        {"id": one.pk, "name": in_language(one.names, language), "area": one.area.name if one.area else ""}
        for one in published_services().select_related("area")
    ]
    return sorted(({**row, "chosen": row["id"] == wanted} for row in rows), key=lambda row: str(row["name"]).lower())


def undoing_view(undoing: Undoing, seen: Sight) -> dict[str, Any]:
    """What goes back and what stays, before a merge is undone."""
    kept = undoing.kept
    visible = queries.visible_to(seen).filter(pk=kept.pk).exists()
    return {
        "kept": {"number": kept.number, "subject": kept.subject, "language": kept.language} if visible else None,
        "merged_at": when(undoing.merged_at),
        "merged_by": undoing.merged_by,
        "state": state_word(undoing.state),
        "back": undoing.messages_back,
        "stay": undoing.messages_since,
        "tasks": undoing.tasks_back,
        "people": undoing.people,
        "why_not": undoing.why_not,
    }
