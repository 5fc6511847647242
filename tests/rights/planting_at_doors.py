"""The same words at the other doors: said at a chat window, enclosed in mails, told by other programs, and
typed into everything that has a name.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Field, JSONField, Model, TextField

from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.webhooks.models import Attempt
from pasillo.doors.console.imports.running import rehearse
from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.reading import read_one
from pasillo.ground.kit.plain import safe
from pasillo.operations.cases.models import Case
from pasillo.operations.history.commands import wish_run
from pasillo.operations.history.models import Run
from tests.rights.payloads import armfuls
from tests.rights.world import World

VISITOR = "v" * 43
NEVER_CHANGED = {"FormVersion", "CalendarVersion"}
OF_MACHINES = ("journal", "effects", "intake", "procrastinate", "contenttypes", "auth", "sessions", "files", "stories")
SAID = {
    "name", "title", "subject", "text", "words", "reason", "why", "head", "trouble", "signature", "description", "note",
    "delivery_note", "error", "outcome", "shown", "file_name", "browser", "place", "number", "extension", "phone",
    "source", "told", "field", "function", "former_mark", "imap_user", "smtp_user", "imap_folder", "event", "item",
}  # fmt: skip
NAMES_OF_THINGS = {("history", "source"), ("api", "source"), ("api", "event"), ("api", "told"), ("webhooks", "event"),
                   ("portal", "field"), ("cases", "number"), ("cases", "why"), ("ideas", "number")}  # fmt: skip
LANGUAGES = {"en", "es", "id"}
CALENDAR = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:{0}\nDTSTART:20990312T100000Z\nLOCATION:{0}\n"
CALENDAR += 'DESCRIPTION:{0}\nORGANIZER;CN="{0}":mailto:x@correo.example\nEND:VEVENT\nEND:VCALENDAR\n'
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{0}\nORG:{0}\nTITLE:{0}\nTEL:{0}\nNOTE:{0}\nURL:{0}\nEND:VCARD\n"


def name_everything(every: list[str]) -> None:
    """Whatever has words of people in it, in any table, is called by them."""
    for model in _models():
        fields = [field for field in model._meta.concrete_fields if _is_said(model, field)]
        for thing in model._default_manager.all() if fields else ():
            _call(thing, fields, every)


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        ours = model.__module__.startswith("pasillo.") and model._meta.app_label not in OF_MACHINES
        if ours and model.__name__ not in NEVER_CHANGED:
            yield model


def _is_said(model: type[Model], field: Field) -> bool:
    if isinstance(field, JSONField):
        return True
    told = isinstance(field, CharField | TextField) and not field.choices and not field.primary_key
    return told and field.name in SAID and (model._meta.app_label, field.name) not in NAMES_OF_THINGS


def _call(thing: Model, fields: list[Field], every: list[str]) -> None:
    """Each thing by other ones; what is in several languages in each of them."""
    for number, field in enumerate(fields):
        some = every[(thing.pk if isinstance(thing.pk, int) else 7) * 13 + number * 29 & 511 :] + every
        value = getattr(thing, field.attname)
        if isinstance(field, JSONField):
            setattr(thing, field.attname, _in_languages(value, some))
        elif value:
            setattr(thing, field.attname, safe(armfuls(some[:60], field.max_length or 3000)[0]))
    type(thing)._default_manager.filter(pk=thing.pk).update(
        **{field.attname: getattr(thing, field.attname) for field in fields}
    )


def _in_languages(value: Any, some: list[str]) -> Any:
    if isinstance(value, list):
        return [_in_languages(one, some) for one in value]
    if not isinstance(value, dict):
        return value
    if value and set(value) <= LANGUAGES and all(isinstance(one, str) for one in value.values()):
        return dict.fromkeys(value, safe(armfuls(some[:12], 160)[0]))
    return {name: _in_languages(one, some) for name, one in value.items()}


def chat(world: World, every: list[str]) -> Case:
    """A visitor says them all at the chat window. Their case."""
    window, names = world.things["chat window"], cycle(armfuls(every, 110))
    type(window).objects.filter(pk=window.pk).update(service=world.services["moving"])
    files, visit = cycle(armfuls(every, 250)), hashlib.sha256(f"pasillo.chat.{VISITOR}".encode()).hexdigest()
    for number, words in enumerate(armfuls(every, 7900)):
        blob = keep(f"chat {number}".encode())
        told = {
            "visit": visit, "key": f"planted-{number}", "text": words, "name": safe(next(names)), "language": "en",
            "email": "chatting@correo.example", "claim": None, "at": now().isoformat(),
            "files": [{"name": safe(next(files)), "blob": blob.pk, "type": "text/plain"}],
        }  # fmt: skip
        inbound = take_in(
            channel="chat",
            mailbox=str(window.pk),
            raw=json.dumps(told).encode(),
            at=now(),
            outside_id=f"{visit}:{number}",
        )
        assert read_one(inbound.pk)
    return Case.objects.get(conversation=Visit.objects.get(token_hash=visit).conversation_id)


def enclose(every: list[str]) -> list[Case]:
    """Mails with invitations and business cards that are full of them. Their cases."""
    found = []
    for number, words in enumerate(armfuls([one.replace("\n", " ").replace("\r", " ") for one in every], 900)[::4]):
        words = words.replace('"', "'") if number % 2 else words
        parts = {"text/calendar": CALENDAR.format(words), "text/vcard": CARD.format(words)}
        body = "".join(f"--b\nContent-Type: {kind}; charset=utf-8\n\n{text}\n" for kind, text in parts.items())
        raw = (
            f"From: Cards <cards{number}@correo.example>\nTo: help@nidalia.example\nSubject: Enclosed {number}\n"
            f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the appointment below.\n{body}--b--\n"
        )
        inbound = take_in(channel="email", mailbox="help@nidalia.example", raw=raw.encode(), at=now())
        assert read_one(inbound.pk)
        found.append(Case.objects.get(subject=f"Enclosed {number}"))
    return found


def tell(world: World, every: list[str]) -> None:
    """What other programs answered to our hooks, and what stood in a file that was handed in."""
    for words in armfuls(every, 480)[:12]:
        Attempt.objects.create(delivery=world.things["delivery"], at=now(), status=500, head=safe(words))
    heading = ["Number", "Created at", "Subject", "Status", "Area", "Service", "Customer", *every[:20]]
    rows = [heading] + [[f"C{number}", "2026-01-02 10:00" if number % 3 else one, one, one, one, one, one, one]
                        for number, one in enumerate(every)]  # fmt: skip
    file = io.StringIO()
    csv.writer(file).writerows([[safe(cell) for cell in row] for row in rows])
    run = wish_run(source="csv", log_name="planted", file=keep(file.getvalue().encode()), file_name=every[3], wish={},
                   by_id=world.people["admin"].pk, at=now())  # fmt: skip
    with transaction.atomic():
        rehearse(run)
    Run.objects.filter(pk=world.things["import"].pk).update(why=safe(every[40])[:500])
    world.things["import"] = Run.objects.get(pk=run.pk)
