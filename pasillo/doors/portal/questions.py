"""The questions of a form made ready for the page: in the visitor's language, with what was typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.portal.models import DraftFile
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import ADDRESS_PARTS
from pasillo.strategy.catalogue.form_schema import Field

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Everything that fills a form: what was typed, which files are kept, what is wrong."""

    raw: Raw
    files: Sequence[DraftFile]
    errors: Mapping[str, str]
    language: str
    today: date


def sections(form: Form, typed: Typed) -> list[dict[str, Any]]:
    """The questions in the groups in which they are asked; each group has a number and perhaps a title."""
    seen = form.visible(typed.raw)
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
        "value": given[-1] if given else "",
        "options": _options(asked, given, typed.language),
        "parts": {part: (typed.raw.get(f"{asked.key}.{part}") or [""])[-1] for part in ADDRESS_PARTS},
        "files": [file for file in typed.files if file.field == asked.key],
        "error": typed.errors.get(asked.key, ""),
        "limits": _limits(asked, typed.today),
        "autocomplete": asked.autocomplete,
        "condition": _condition(asked, by_key, typed.language),
        "is_off": is_off,
    }


def _options(asked: Field, given: Sequence[str], language: str) -> list[dict[str, Any]]:
    if asked.kind == "yes_no":
        pairs = [("yes", _("Yes")), ("no", _("No"))]
    else:
        pairs = [(option.value, in_language(option.names, language)) for option in asked.options]
    return [{"value": value, "name": name, "chosen": value in given} for value, name in pairs]


def _limits(asked: Field, today: date) -> dict[str, str]:
    limits = {"min": asked.min, "max": asked.max}
    found = {name: f"{value:g}" for name, value in limits.items() if value is not None}
    if asked.not_before_today:
        found["min"] = today.isoformat()
    return found


def _condition(asked: Field, by_key: Mapping[str, Field], language: str) -> dict[str, Any] | None:
    """On what a question depends: for the page's script, and in words for who has none."""
    if asked.visible_if is None:
        return None
    deciding = by_key[asked.visible_if.field]
    wanted = [("yes" if value else "no") if isinstance(value, bool) else value for value in asked.visible_if.equals]
    names = {option["value"]: option["name"] for option in _options(deciding, (), language)}
    words = _("Only if your answer to “%(question)s” is: %(answer)s.") % {
        "question": in_language(deciding.labels, language),
        "answer": ", ".join(names[value] for value in wanted),
    }
    return {"field": deciding.key, "values": " ".join(wanted), "words": words}
