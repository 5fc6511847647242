"""One question as its maker sees it: its settings ready to be typed over, its conditions in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.cockpit.catalogue.beginnings import kinds_of_question
from pasillo.doors.cockpit.catalogue.field_form import LIMITED, ROWS
from pasillo.doors.cockpit.catalogue.reading import name_of
from pasillo.doors.shell.condition_words import condition_words
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.money import DECIMALS
from pasillo.strategy.catalogue.form_schema import Field
from pasillo.strategy.catalogue.slots import DAYS


def questions_view(fields: Sequence[Mapping[str, Any]], read: Sequence[Field]) -> list[dict[str, Any]]:
    """The questions in a list: what is asked, of which kind, and when."""
    language, by_key = get_language() or "en", {asked.key: asked for asked in read}
    return [
        {
            "key": field["key"],
            "label": name_of(field["labels"]),
            "kind": kinds_of_question()[field["kind"]],
            "is_required": asked.required,
            "visible": condition_words(asked.visible_if, by_key, language) if asked.visible_if else "",
            "required": condition_words(asked.required_if, by_key, language) if asked.required_if else "",
            "section": in_language(asked.section, language),
        }
        for field, asked in zip(fields, read, strict=True)
    ]


def field_view(fields: Sequence[Mapping[str, Any]], read: Sequence[Field], key: str) -> dict[str, Any] | None:
    """The settings of one question."""
    place = next((n for n, field in enumerate(fields) if field["key"] == key), None)
    if place is None:
        return None
    field = fields[place]
    slots = field.get("slots", {})
    return {
        "field": field,
        "kind": field["kind"],
        "kind_word": kinds_of_question()[field["kind"]],
        "limits": _limit_words(field["kind"]) if field["kind"] in LIMITED else (),
        "min": field.get("min", ""),
        "max": field.get("max", ""),
        "options": [*field.get("options", ()), {"value": "", "names": {}}, {"value": "", "names": {}}],
        "currencies": sorted(DECIMALS),
        "week": {day: ", ".join(f"{a}-{b}" for a, b in slots.get("week", {}).get(day, ())) for day in DAYS},
        "days": _days(),
        "is_weekly": slots.get("source", "weekly") == "weekly",
        "earlier": [(one["key"], name_of(one["labels"])["words"]) for one in fields[:place]],
        "ops": operations(),
        "visible": _condition(field.get("visible_if"), read, place, "visible_if"),
        "required": _condition(field.get("required_if"), read, place, "required_if"),
    }


def operations() -> list[tuple[str, str]]:
    """How an answer is compared, in plain words."""
    return [
        ("is", _("is")),
        ("is_not", _("is not")),
        ("at_least", _("is at least")),
        ("at_most", _("is at most")),
        ("more_than", _("is more than")),
        ("less_than", _("is less than")),
        ("given", _("is answered")),
        ("missing", _("is left open")),
    ]


def _limit_words(kind: str) -> tuple[str, str]:
    return {
        "text": (_("At least so many letters"), _("At most so many letters")),
        "long_text": (_("At least so many letters"), _("At most so many letters")),
        "date": (_("First day, counted from today"), _("Last day, counted from today")),
        "several": (_("At least so many"), _("At most so many")),
        "file": (_("At least so many files"), _("At most so many files")),
        "photo": (_("At least so many photos"), _("At most so many photos")),
    }.get(kind, (_("Smallest value"), _("Largest value")))


def _days() -> dict[str, str]:
    return {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
        "sat": _("Saturday"), "sun": _("Sunday"),
    }  # fmt: skip


def _condition(given: Any, read: Sequence[Field], place: int, name: str) -> dict[str, Any]:
    """A condition as rows, or as words alone where it is deeper than rows."""
    mode = next((one for one in ("all", "any") if isinstance(given, dict) and one in given), "all")
    parts = given.get(mode, [given]) if isinstance(given, dict) else []
    is_deep = len(parts) > len(ROWS) or any("all" in part or "any" in part for part in parts)
    asked = {one.key: one for one in read}
    condition = getattr(read[place], name)
    by_row = dict(zip(ROWS, parts, strict=False)) if not is_deep else {}
    return {
        "is_set": given is not None,
        "is_deep": is_deep,
        "words": condition_words(condition, asked, get_language() or "en") if condition else "",
        "mode": mode,
        "rows": [(row, _row(by_row.get(row), asked)) for row in ROWS],
    }


def _row(part: Mapping[str, Any] | None, asked: Mapping[str, Field]) -> dict[str, str]:
    if part is None:
        return {"field": "", "op": "is", "value": ""}
    value = part.get("equals", part.get("value", ""))
    values = value if isinstance(value, list) else [value]
    options = {option.value: option for option in asked[part["field"]].options}
    words = [
        (_("Yes") if one else _("No"))
        if isinstance(one, bool)
        else in_language(options[one].names, get_language())
        if one in options
        else str(one)
        for one in values
    ]
    return {"field": part["field"], "op": part.get("op", "is"), "value": ", ".join(words)}
