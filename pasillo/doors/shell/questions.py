"""The questions of a form made ready for a page: in the visitor's language, with what was typed so far."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.shell.condition_words import condition_words
from pasillo.ground.kit.countries import countries
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.conditions import as_json
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import ADDRESS_PARTS, NOWHERE, PARTS, Around
from pasillo.strategy.catalogue.form_schema import WITH_FILES, Field
from pasillo.strategy.catalogue.slots import Slot

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Everything that fills a form: what was typed, which files are kept, what is wrong, what is on offer."""

    raw: Raw
    files: Sequence[Any]
    errors: Mapping[str, str]
    language: str
    today: date
    around: Around = field(default=NOWHERE)
    people_url: str = ""


def sections(form: Form, typed: Typed) -> list[dict[str, Any]]:
    """The questions in the groups in which they are asked; each group has a number and perhaps a title."""
    seen = form.visible(typed.raw, around=typed.around)
    by_key = {asked.key: asked for asked in form.fields}
    groups: list[dict[str, Any]] = []
    for asked in form.fields:
        title = in_language(asked.section, typed.language) if asked.section else ""
        if not groups or (title and title != groups[-1]["title"]):
            groups.append({"title": title, "questions": []})
        question = _question(asked, typed, is_off=asked.key not in seen, by_key=by_key)
        question["is_titled"] = question["label"] == groups[-1]["title"]
        groups[-1]["questions"].append(question)
    return groups


def _question(asked: Field, typed: Typed, *, is_off: bool, by_key: Mapping[str, Field]) -> dict[str, Any]:
    given = list(typed.raw.get(asked.key, ()))
    return {
        "key": asked.key,
        "kind": asked.kind,
        "label": in_language(asked.labels, typed.language),
        "help": in_language(asked.help, typed.language),
        "required": asked.required and asked.visible_if is None,
        "is_optional": not asked.required and asked.required_if is None,
        "value": given[-1] if given else "",
        "options": _options(asked, given, typed.language),
        "parts": {part: _part(asked, typed, part) for part in (*ADDRESS_PARTS, *PARTS.get(asked.kind, ()))},
        "files": [file for file in typed.files if file.field == asked.key],
        "error": typed.errors.get(asked.key, ""),
        "limits": _limits(asked, typed.today),
        "autocomplete": asked.autocomplete,
        "condition": _condition(asked, by_key, typed.language),
        "is_off": is_off,
        "unit": in_language(asked.unit, typed.language),
        **_of_kind(asked, typed, given),
    }


def _of_kind(asked: Field, typed: Typed, given: Sequence[str]) -> dict[str, Any]:
    """What only some kinds of question have to show."""
    offered = typed.around.slots.get(asked.key, ())
    return {
        "currencies": asked.currencies,
        "slots": [_slot(slot, given) for slot in offered],
        "days": slot_days(offered, given) if any(slot.name for slot in offered) else [],
        "agreement": in_language(asked.texts, typed.language),
        "agreement_is_foreign": bool(asked.texts) and typed.language not in asked.texts,
        "detailed": asked.detailed,
        "countries": countries(typed.language) if asked.detailed else [],
        "fits": _fits(asked, typed, given),
        "people_url": f"{typed.people_url}?question={asked.key}" if typed.people_url else "",
    }


def _fits(asked: Field, typed: Typed, given: Sequence[str]) -> Sequence[Any]:
    """The people among whom to choose, when what was typed fits several."""
    if asked.kind != "person" or asked.key not in typed.errors or not given:
        return ()
    return typed.around.find_people(asked, given[-1])


def slot_days(offered: Sequence[Slot], given: Sequence[str]) -> list[dict[str, Any]]:
    """Times of several rooms as a calendar: a day, in it each room, in it the hours that are free and taken."""
    days: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for slot in offered:
        shown = _slot(slot, given)
        days.setdefault(shown["day"], {}).setdefault(slot.name, []).append(shown)
    return [
        {
            "day": day,
            "free": sum(not one["is_full"] for slots in rooms.values() for one in slots),
            "rooms": [{"name": name, "slots": slots} for name, slots in sorted(rooms.items())],
            "chosen": any(one["chosen"] for slots in rooms.values() for one in slots),
        }
        for day, rooms in days.items()
    ]


def _slot(slot: Slot, given: Sequence[str]) -> dict[str, Any]:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    free = ngettext("%(n)s place", "%(n)s places", slot.free) % {"n": slot.free} if slot.free else _("full")
    return {
        "value": slot.value,
        "day": formats.date_format(begins, _("D j M")),
        "hours": f"{formats.date_format(begins, _('H:i'))}\u2013{formats.date_format(ends, _('H:i'))}",
        "name": slot.name,
        "free": free,
        "is_full": slot.free < 1,
        "chosen": slot.value in given and slot.free > 0,
    }


def _part(asked: Field, typed: Typed, part: str) -> str:
    return (typed.raw.get(f"{asked.key}.{part}") or [""])[-1]


def _options(asked: Field, given: Sequence[str], language: str) -> list[dict[str, Any]]:
    if asked.kind == "yes_no":
        pairs = [("yes", _("Yes")), ("no", _("No"))]
    else:
        pairs = [(option.value, in_language(option.names, language)) for option in asked.options]
    return [{"value": value, "name": name, "chosen": value in given} for value, name in pairs]


def _limits(asked: Field, today: date) -> dict[str, str]:
    limits = {"min": asked.min, "max": asked.max}
    if asked.kind == "date":
        days = {name: today + timedelta(days=int(value)) for name, value in limits.items() if value is not None}
        if asked.not_before_today:
            days["min"] = max(today, days.get("min", today))
        return {name: on.isoformat() for name, on in days.items()}
    found = {name: f"{value:g}" for name, value in limits.items() if value is not None}
    if asked.kind in WITH_FILES or asked.kind == "several":
        return {}
    return found


def _condition(asked: Field, by_key: Mapping[str, Field], language: str) -> dict[str, Any] | None:
    """On what a question depends: for the page's script, and in words for who has none."""
    if asked.visible_if is None:
        return None
    return {
        "json": json.dumps(as_json(asked.visible_if)),
        "words": _("Only if %(condition)s.") % {"condition": condition_words(asked.visible_if, by_key, language)},
    }
