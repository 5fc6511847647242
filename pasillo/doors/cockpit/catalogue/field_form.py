"""The settings of one question, as they are typed by its maker: read into the shape in which a form is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from pasillo.doors.cockpit.catalogue.typed import clean, texts_in
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.slots import DAYS

LIMITED = ("text", "long_text", "number", "money", "date", "several", "file", "photo")
ROWS = (1, 2, 3)
WITHOUT_VALUE = ("given", "missing")


def field_in(given: QueryDict, before: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The question as it was typed. What this page does not show stays as it was."""
    kind = before["kind"]
    field: dict[str, Any] = {
        "key": before["key"],
        "kind": kind,
        "labels": texts_in(given, "labels", before.get("labels")),
        "help": texts_in(given, "help", before.get("help")),
        "section": texts_in(given, "section", before.get("section")),
        "required": given.get("required") == "always",
        "autocomplete": before.get("autocomplete", ""),
    }
    field |= _limits(given) if kind in LIMITED else {}
    field |= _of_kind(kind, given, before)
    for name in ("visible_if", "required_if"):
        wanted = given.get("visible" if name == "visible_if" else "required") == "if"
        field[name] = _condition(given, name, before, fields) if wanted else None
    return {name: value for name, value in field.items() if value not in (None, "", {}, [], False) or name == "key"}


def _of_kind(kind: str, given: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    if kind in ("choice", "several"):
        return {"options": _options(given, before)}
    if kind == "slot":
        return {"slots": _slots(given, before)}
    others: dict[str, dict[str, Any]] = {
        "money": {"currencies": given.getlist("currencies")},
        "number": {"unit": texts_in(given, "unit", before.get("unit"))},
        "text": {"pattern": clean(given.get("pattern", ""))},
        "date": {"not_before_today": given.get("not_before_today") == "1"},
        "person": {"who": given.get("who", "colleague")},
        "address": {"detailed": given.get("detailed") == "1"},
        "consent": {"texts": texts_in(given, "texts", before.get("texts"))},
    }
    return others.get(kind, {})


def _limits(given: QueryDict) -> dict[str, Any]:
    return {name: _number(given.get(name, "")) for name in ("min", "max")}


def _number(text: str) -> int | float | None:
    bare = text.strip().replace(",", ".")
    if not bare:
        return None
    try:
        number = float(bare)
    except ValueError:
        raise Refused(_("The limits are numbers.")) from None
    if abs(number) > 1e15 or number != number:
        raise Refused(_("The limits are numbers."))
    return int(number) if number == int(number) else number


def _options(given: QueryDict, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers to choose from. One that loses its name is taken out; a new one gets a value that nobody has."""
    values = [option["value"] for option in before.get("options", ())]
    kept = []
    for place, value in enumerate([*values, "", ""]):
        names = texts_in(given, f"option_{place}")
        if names:
            kept.append({"value": value or _new_value(values), "names": names})
            values.append(kept[-1]["value"])
    return kept


def _new_value(taken: Sequence[str]) -> str:
    return next(f"answer_{n}" for n in range(1, 999) if f"answer_{n}" not in taken)


def _slots(given: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    slots = dict(before.get("slots", {}))
    if slots.get("source", "weekly") != "weekly":
        return slots
    week = {day: _spans(given.get(f"week_{day}", "")) for day in DAYS}
    numbers = {name: _whole(given.get(name, ""), slots.get(name, usual)) for name, usual in
               (("places", 1), ("days", 14), ("notice", 1))}  # fmt: skip
    return slots | {"source": "weekly", "week": {day: spans for day, spans in week.items() if spans}} | numbers


def _spans(text: str) -> list[list[str]]:
    """“9:00-13:00, 15:00-18:00” as two times."""
    spans = []
    for part in clean(text).replace("–", "-").replace(";", ",").split(","):
        begins, dash, ends = part.partition("-")
        if part.strip() and not dash:
            raise Refused(_("A time is written as 09:00 to 13:00, the beginning first."))
        if dash:
            spans.append([begins.strip().zfill(5), ends.strip().zfill(5)])
    return spans


def _whole(text: str, usual: Any) -> int:
    return int(text) if text.strip().isdecimal() and len(text.strip()) < 5 else int(usual)


def _condition(
    given: QueryDict, name: str, before: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """The rows of a condition; one that is too deep for rows stays as it was."""
    if given.get(f"{name}_keep"):
        return before.get(name)
    by_key = {field["key"]: field for field in fields}
    parts = [part for row in ROWS if (part := _part(given, f"{name}_{row}", by_key)) is not None]
    if not parts:
        raise Refused(_("Say on which answer it depends."))
    return parts[0] if len(parts) == 1 else {given.get(f"{name}_mode") == "any" and "any" or "all": parts}


def _part(given: QueryDict, row: str, by_key: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    deciding = by_key.get(given.get(f"{row}_field", ""))
    if deciding is None:
        return None
    op = given.get(f"{row}_op", "is")
    if op in WITHOUT_VALUE:
        return {"field": deciding["key"], "op": op}
    return {"field": deciding["key"], "op": op, "value": _value(clean(given.get(f"{row}_value", "")), deciding)}


def _value(text: str, deciding: Mapping[str, Any]) -> Any:
    """What was typed beside a comparison, in the sense of the question that it is compared with."""
    kind = deciding["kind"]
    if kind == "yes_no":
        said = text.casefold()
        known = {"yes": True, str(_("Yes")).casefold(): True, "no": False, str(_("No")).casefold(): False}
        return known.get(said, text)
    if kind == "number":
        return _number(text)
    if kind in ("choice", "several"):
        return _named(text, deciding)
    return text.replace(",", ".") if kind == "money" else text


def _named(text: str, deciding: Mapping[str, Any]) -> str:
    """The value of an answer that was written by its name."""
    for option in deciding.get("options", ()):
        names = {str(name).casefold() for name in option["names"].values()} | {option["value"]}
        if text.casefold() in names:
            return str(option["value"])
    known = ", ".join(in_language(option["names"], None) for option in deciding.get("options", ()))
    raise Refused(_("“%(answer)s” is none of the answers: %(known)s.") % {"answer": text, "known": known})
