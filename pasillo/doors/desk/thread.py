"""The thread of a case: what was said and what happened, in one line of time, the newest part of it at first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.merge_view import first_said_in
from pasillo.doors.desk.sentences import Names, sentence
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.files import PICTURES
from pasillo.doors.shell.moments import full, iso, language_name, when
from pasillo.ground.asking import ask_ahead, asked
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Area, Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.beside import files_with, names_in, newest_messages
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.conversations.models import Message, MessageFile

LATEST = 30
MORE = 60
LARGEST_PREVIEW = 8 * 2**20
SORTS = {"in": "cust", "out": "me", "note": "note"}
SILENT = (  # facts whose sentence never stands in the thread: the message itself does, or the promise beside it
    "message.received", "message.held", "message.sent", "note.added", "person.mentioned",
    "promise.made", "promise.moved", "promise.handed_on", "promise.kept", "promise.stopped_late", "promise.cancelled",
    "promise.parted", "promise.restored",
)  # fmt: skip
Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is shown of a thread, and since when; without that moment it is all there is."""

    said: list[Message]
    entries: list[Entry]
    edge: datetime | None = None


def part_of(case: Case, seen: Sight, *, since: datetime | None) -> Part:
    """The newest part of the thread, or all since a moment."""
    if since is not None:
        return _since(case, seen, since)
    said, entries = newest_said(case, seen)[::-1], newest_told(case)[::-1]
    moments = sorted([*(one.said_at for one in said), *(one.happened_at for one in entries)])[-LATEST - 1 :]
    if len(moments) <= LATEST:
        return Part(said=said, entries=entries)
    return _since(case, seen, moments[1])


def newest_said(case: Case, seen: Sight) -> list[Message]:
    """What is shown at first of what was said, the last first, and one more."""
    return newest_messages(seen, case, limit=LATEST + 1)


def newest_told(case: Case) -> list[Entry]:
    """What is shown at first of what happened, the last first, and one more."""
    return asked(_newest_told, case.ref, limit=LATEST + 1)


def _since(case: Case, seen: Sight, edge: datetime) -> Part:
    messages = queries.messages_for(seen, case).prefetch_related(None)
    told = _told(case.ref).filter(happened_at__gte=edge)
    return Part(said=list(messages.filter(said_at__gte=edge)), entries=list(told.order_by("id")), edge=edge)


def thread_of(case: Case, seen: Sight, part: Part, language: str) -> dict[str, Any]:
    """A part of the thread, with the words that unfold what came before."""
    said = part.said
    ask_ahead(lambda: files_with(said), lambda: names_in(said), lambda: _names(case, part.entries))
    files, named = files_with(said), names_in(said)
    first = first_said_in(said)
    items: list[dict[str, Any]] = [
        _said(one, case, language, files.get(one.pk, []), named.get(one.pk, []))
        | {"first": first.get(one.came_from_id or 0), "elsewhere": first.get(one.goes_on_in_id or 0)}
        for one in said
    ]
    items += _events(case, part.entries)
    items.sort(key=lambda item: item["at"])
    return {
        "thread": items,
        **_folded(case, seen, part.edge),
        "last_message": max((message.pk for message in said), default=0),
        "said": _newest(said),
        **_answered(said),
    }


def _told(about: str) -> QuerySet[Entry]:
    quiet = Q(name__in=SILENT) | Q(name="case.paused", data__proven=True) | Q(name="case.paused", data__why="supplier")
    return Entry.objects.filter(about=about).exclude(quiet)


def _newest_told(about: str, *, limit: int) -> QuerySet[Entry]:
    return _told(about).order_by("-id")[:limit]


def _moments(messages: QuerySet[Message], told: QuerySet[Entry], count: int) -> list[datetime]:
    """When the newest of these happened, the last first."""
    said = messages.order_by("-said_at").values_list("said_at", flat=True)[:count]
    happened = told.order_by("-happened_at").values_list("happened_at", flat=True)[:count]
    return sorted(chain(said, happened), reverse=True)[:count]


def _folded(case: Case, seen: Sight, edge: datetime | None) -> dict[str, Any]:
    if edge is None:
        return {"folded": "", "earlier": ""}
    messages = queries.messages_for(seen, case).filter(said_at__lt=edge)
    told = _told(case.ref).filter(happened_at__lt=edge)
    hidden = messages.count() + told.count()
    if not hidden:
        return {"folded": "", "earlier": ""}
    words = ngettext("%(n)s earlier message or event", "%(n)s earlier messages and events", hidden)
    return {"folded": words % {"n": hidden}, "earlier": _moments(messages, told, MORE)[-1].isoformat()}


def _newest(said: list[Message]) -> str:
    if not said or not said[-1].author:
        return ""
    return _("New message from %(who)s") % {"who": said[-1].author.name}


def _answered(said: list[Message]) -> dict[str, Any]:
    """The last reply of ours: whoever writes one meanwhile is told of it."""
    last = next((one for one in reversed(said) if one.direction == "out" and not one.by_machine), None)
    if last is None or last.author is None:
        return {"replied": 0, "replied_by": 0, "replied_words": ""}
    words = _("%(who)s replied at %(when)s.") % {"who": last.author.name, "when": when(last.said_at)}
    return {"replied": last.pk, "replied_by": last.author_id, "replied_words": words}


def _said(message: Message, case: Case, language: str, files: list[MessageFile], named: list[str]) -> Item:
    nobody = _("Somebody") if message.held else "Pasillo" if message.by_machine else case.customer.name
    author = message.author.name if message.author else nobody
    return {
        "at": message.said_at,
        "id": f"m-{message.pk}",
        "number": message.pk,
        "sort": SORTS.get(message.direction, "me"),
        "author": author,
        "by_machine": message.by_machine,
        "by": "" if message.direction == "note" else _way(message, language),
        "delivery": _delivery(message),
        "language": message.language or case.language,
        "paragraphs": [_apart(part, named) for part in paragraphs(message.text)],
        "quoted": [[part] for part in paragraphs(message.quoted)],
        "html": f"/messages/{message.pk}/html" if message.html_id else "",
        "files": [_file(file) for file in files],
        "held": message.held,
        "unproven": message.is_unproven,
        "undecided": message.held and message.held_seen_at is None,
        "known": message.author_id is not None,
        **_moment(message.said_at),
    }


def paragraphs(text: str) -> list[str]:
    """The words of a message, one string a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


def _apart(text: str, named: list[str]) -> list[str]:
    """A paragraph cut around the colleagues whom a note names: every second piece is a name."""
    return re.split(f"({'|'.join(re.escape(f'@{name}') for name in named)})", text) if named else [text]


def _way(message: Message, language: str) -> str:
    way = channel_word(message.channel)
    spoken = message.language[:2]
    if message.direction == "in" and spoken and spoken != language[:2]:
        return _("%(way)s, in %(language)s") % {"way": way, "language": language_name(spoken)}
    return way


def _delivery(message: Message) -> Item | None:
    if message.direction != "out":
        return None
    known = {
        "queued": {"icon": "clock", "tone": "mute", "word": _("on its way")},
        "sent": {"icon": "check", "tone": "mute", "word": _("sent")},
        "uncertain": {"icon": "circle-question-mark", "tone": "risk", "word": _("perhaps sent: ask the customer")},
        "delivered": {"icon": "check-check", "tone": "mute", "word": _("delivered")},
        "read": {"icon": "check-check", "tone": "ok", "word": _("read")},
        "failed": {"icon": "circle-alert", "tone": "late", "word": _("not delivered")},
    }.get(message.delivery)
    if message.delivery == "queued" and message.delivery_note:
        known = {"icon": "clock", "tone": "risk", "word": _("not sent yet")}
    return known | {"note": message.delivery_note, "again": message.delivery == "failed"} if known else None


def _file(file: Any) -> dict[str, Any]:
    picture = file.media_type in PICTURES
    shown = picture and file.size <= LARGEST_PREVIEW
    icon = "image" if picture else "paperclip"
    return {"url": f"/files/{file.pk}", "name": file.name, "size": file.size, "icon": icon, "shown": shown}


def _events(case: Case, entries: list[Entry]) -> list[Item]:
    if not entries:
        return []
    names = _names(case, entries)
    told = ((entry, sentence(entry.name, entry.data, by=entry.by, names=names)) for entry in entries)
    return [
        {"at": entry.happened_at, "id": f"e-{entry.pk}", "sort": "event", **_moment(entry.happened_at)}
        | {"icon": event.icon, "tone": event.tone, "text": event.text}
        for entry, event in told
        if event and event.shown
    ]


def _names(case: Case, entries: Iterable[Entry]) -> Names:
    people = {int(entry.by.partition(":")[2]) for entry in entries if entry.by.startswith("person:")}
    people |= _numbers(entries, "assignee_id", "customer_id", "person_id")
    areas = _numbers(entries, "area_id", "to_area_id")
    tasks = _numbers(entries, "task_id")
    return Names(
        people=dict(asked(_people, tuple(sorted(people)))) if people else {},
        areas=dict(asked(_areas, tuple(sorted(areas)))) if areas else {},
        tasks=dict(asked(_tasks, case.pk, tuple(sorted(tasks)))) if tasks else {},
    )


def _people(ids: tuple[int, ...]) -> QuerySet[Any]:
    return Person.objects.filter(pk__in=ids).values_list("pk", "name")


def _areas(ids: tuple[int, ...]) -> QuerySet[Any]:
    return Area.objects.filter(pk__in=ids).values_list("pk", "name")


def _tasks(case_id: int, ids: tuple[int, ...]) -> QuerySet[Any]:
    return Task.objects.filter(case_id=case_id, pk__in=ids).values_list("pk", "title")


def _numbers(entries: Iterable[Entry], *keys: str) -> set[int]:
    return {entry.data[key] for entry in entries for key in keys if entry.data.get(key)}


def _moment(at: Any) -> Item:
    return {"when": when(at), "iso": iso(at), "full": full(at)}
