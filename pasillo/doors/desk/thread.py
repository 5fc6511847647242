"""The thread of a case: what was said and what happened, in one line of time."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.sentences import Names, sentence
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.moments import full, iso, language_name, when
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.conversations.models import Message

LATEST = 30
SORTS = {"in": "cust", "out": "me", "note": "note"}
Item = dict[str, Any]


def thread_of(case: Case, messages: Iterable[Message], *, everything: bool, language: str) -> dict[str, Any]:
    """The newest part of the thread, or all of it, with the words that unfold the rest."""
    said = list(messages)
    entries = list(Entry.objects.filter(about=case.ref).order_by("id"))
    items = [_said(message, case, language) for message in said] + _events(case, entries)
    items.sort(key=lambda item: item["at"])
    hidden = 0 if everything else max(0, len(items) - LATEST)
    words = ngettext("%(n)s earlier message or event", "%(n)s earlier messages and events", hidden)
    return {
        "thread": items[hidden:],
        "folded": words % {"n": hidden} if hidden else "",
        "last_message": max((message.pk for message in said), default=0),
        "said": _newest(said),
        "entries": entries,
    }


def _newest(said: list[Message]) -> str:
    if not said or not said[-1].author:
        return ""
    return _("New message from %(who)s") % {"who": said[-1].author.name}


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
        "paragraphs": paragraphs(message.text),
        "quoted": paragraphs(message.quoted),
        "html": f"/messages/{message.pk}/html" if message.html_id else "",
        "files": [_file(file) for file in message.files.all()],
        "held": message.held,
        **_moment(message.said_at),
    }


def paragraphs(text: str) -> list[str]:
    """The words of a message, one string a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


def _way(message: Message, language: str) -> str:
    way = channel_word(message.channel)
    spoken = message.language[:2]
    if message.direction == "in" and spoken and spoken != language[:2]:
        return _("%(way)s, in %(language)s") % {"way": way, "language": language_name(spoken)}
    return way


def _delivery(message: Message) -> dict[str, str] | None:
    return {
        "queued": {"icon": "clock", "tone": "mute", "word": _("on its way")},
        "sent": {"icon": "check", "tone": "mute", "word": _("sent")},
        "uncertain": {"icon": "circle-question-mark", "tone": "risk", "word": _("perhaps sent: ask the customer")},
        "failed": {"icon": "circle-alert", "tone": "late", "word": _("not delivered")},
    }.get(message.delivery if message.direction == "out" else "")


def _file(file: Any) -> dict[str, Any]:
    picture = file.media_type.startswith("image/")
    icon = "image" if picture else "paperclip"
    return {"url": f"/files/{file.pk}", "name": file.name, "size": file.size, "icon": icon}


def _events(case: Case, entries: list[Entry]) -> list[Item]:
    names = _names(case, entries)
    told = ((entry, sentence(entry.name, entry.data, by=entry.by, names=names)) for entry in entries)
    return [
        {"at": entry.happened_at, "id": f"e-{entry.pk}", "sort": "event", **_moment(entry.happened_at)}
        | {"icon": event.icon, "tone": event.tone, "text": event.text}
        for entry, event in told
        if event and event.shown
    ]


def _names(case: Case, entries: list[Entry]) -> Names:
    people = {entry.by.partition(":")[2] for entry in entries if entry.by.startswith("person:")}
    people |= {str(number) for number in _numbers(entries, "assignee_id", "customer_id", "person_id")}
    areas = _numbers(entries, "area_id", "to_area_id")
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        areas=dict(Area.objects.filter(pk__in=areas).values_list("pk", "name")),
        tasks=dict(Task.objects.filter(case=case).values_list("pk", "title")),
    )


def _numbers(entries: list[Entry], *keys: str) -> set[int]:
    return {entry.data[key] for entry in entries for key in keys if entry.data.get(key)}


def _moment(at: Any) -> Item:
    return {"when": when(at), "iso": iso(at), "full": full(at)}
