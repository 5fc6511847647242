"""The thread of a case: what was said and what happened, in one line of time, the newest part of it at first."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.sentences import Names, sentence
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.files import PICTURES
from pasillo.doors.shell.moments import full, iso, language_name, when
from pasillo.ground.asking import asked
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.conversations.models import Message

LATEST = 30
MORE = 60
LARGEST_PREVIEW = 8 * 2**20
SORTS = {"in": "cust", "out": "me", "note": "note"}
SILENT = (  # facts whose sentence never stands in the thread: the message itself does, or the promise beside it
    "message.received", "message.held", "message.sent", "note.added", "person.mentioned", "case.paused",
    "promise.made", "promise.moved", "promise.kept", "promise.stopped_late", "promise.cancelled",
)  # fmt: skip
Item = dict[str, Any]


def thread_of(case: Case, messages: QuerySet[Message], *, since: datetime | None, language: str) -> dict[str, Any]:
    """The newest part of the thread, or all since a moment, with the words that unfold what came before."""
    told = Entry.objects.filter(about=case.ref).exclude(name__in=SILENT)
    edge = since or _edge(messages, told)
    said = list(messages.filter(said_at__gte=edge) if edge else messages)
    entries = list(told.filter(happened_at__gte=edge).order_by("id")) if edge else asked(_told, case.ref)
    items = [_said(message, case, language) for message in said] + _events(case, entries)
    items.sort(key=lambda item: item["at"])
    return {
        "thread": items,
        **_folded(messages, told, edge),
        "last_message": max((message.pk for message in said), default=0),
        "said": _newest(said),
        **_answered(said),
    }


def _told(about: str) -> QuerySet[Entry]:
    return Entry.objects.filter(about=about).exclude(name__in=SILENT).order_by("id")


def _edge(messages: QuerySet[Message], told: QuerySet[Entry]) -> datetime | None:
    """The moment from which on the latest part begins; None when the thread is short."""
    moments = _moments(messages, told, LATEST + 1)
    return moments[-2] if len(moments) > LATEST else None


def _moments(messages: QuerySet[Message], told: QuerySet[Entry], count: int) -> list[datetime]:
    """When the newest of these happened, the last first."""
    said = messages.order_by("-said_at").values_list("said_at", flat=True)[:count]
    happened = told.order_by("-happened_at").values_list("happened_at", flat=True)[:count]
    return sorted(chain(said, happened), reverse=True)[:count]


def _folded(messages: QuerySet[Message], told: QuerySet[Entry], edge: datetime | None) -> dict[str, Any]:
    if edge is None:
        return {"folded": "", "earlier": ""}
    messages, told = messages.filter(said_at__lt=edge), told.filter(happened_at__lt=edge)
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


def _said(message: Message, case: Case, language: str) -> Item:
    author = message.author.name if message.author else ("Pasillo" if message.by_machine else case.customer.name)
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
        "paragraphs": [_apart(part, message) for part in paragraphs(message.text)],
        "quoted": [[part] for part in paragraphs(message.quoted)],
        "html": f"/messages/{message.pk}/html" if message.html_id else "",
        "files": [_file(file) for file in message.files.all()],
        "held": message.held,
        **_moment(message.said_at),
    }


def paragraphs(text: str) -> list[str]:
    """The words of a message, one string a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


def _apart(text: str, message: Message) -> list[str]:
    """A paragraph cut around the colleagues whom a note names: every second piece is a name."""
    named = [f"@{mention.person.name}" for mention in message.mentions.all()] if message.direction == "note" else []
    return re.split(f"({'|'.join(map(re.escape, named))})", text) if named else [text]


def _way(message: Message, language: str) -> str:
    way = channel_word(message.channel)
    spoken = message.language[:2]
    if message.direction == "in" and spoken and spoken != language[:2]:
        return _("%(way)s, in %(language)s") % {"way": way, "language": language_name(spoken)}
    return way


def _delivery(message: Message) -> Item | None:
    known = {
        "queued": {"icon": "clock", "tone": "mute", "word": _("on its way")},
        "sent": {"icon": "check", "tone": "mute", "word": _("sent")},
        "uncertain": {"icon": "circle-question-mark", "tone": "risk", "word": _("perhaps sent: ask the customer")},
        "failed": {"icon": "circle-alert", "tone": "late", "word": _("not delivered")},
    }.get(message.delivery if message.direction == "out" else "")
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
    people = {entry.by.partition(":")[2] for entry in entries if entry.by.startswith("person:")}
    people |= {str(number) for number in _numbers(entries, "assignee_id", "customer_id", "person_id")}
    areas = _numbers(entries, "area_id", "to_area_id")
    tasks = _numbers(entries, "task_id")
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {},
        areas=dict(Area.objects.filter(pk__in=areas).values_list("pk", "name")) if areas else {},
        tasks=dict(Task.objects.filter(case=case, pk__in=tasks).values_list("pk", "title")) if tasks else {},
    )


def _numbers(entries: Iterable[Entry], *keys: str) -> set[int]:
    return {entry.data[key] for entry in entries for key in keys if entry.data.get(key)}


def _moment(at: Any) -> Item:
    return {"when": when(at), "iso": iso(at), "full": full(at)}
