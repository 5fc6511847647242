"""How a form is written down, and every reason for which it is refused before anybody can publish it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pasillo.ground.kit.languages import LANGUAGES
from pasillo.ground.kit.money import DECIMALS
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.conditions import Condition, read_condition
from pasillo.strategy.catalogue.slots import check_weekly

KINDS = (
    "text", "long_text", "number", "money", "date", "slot", "choice", "several", "yes_no",
    "person", "address", "file", "photo", "consent",
)  # fmt: skip
WITH_OPTIONS = ("choice", "several")
WITH_FILES = ("file", "photo")
WITH_PEOPLE = ("colleague", "customer", "anyone")
WHOLE_LIMITS = ("text", "long_text", "date", "several", "file", "photo")
KNOWN = {
    "key", "kind", "labels", "help", "required", "required_if", "options", "min", "max", "unit", "pattern",
    "not_before_today", "visible_if", "section", "autocomplete", "currencies", "slots", "who", "texts", "detailed",
}  # fmt: skip
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS = 60
LONGEST_PATTERN = 60

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One of the answers that can be chosen."""

    value: str
    names: Texts


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of a form. Its limits mean a figure, an amount, days from today, letters, or how many."""

    key: str
    kind: str
    labels: Texts
    help: Texts
    section: Texts
    required: bool = False
    required_if: Condition | None = None
    options: tuple[Option, ...] = ()
    min: float | None = None
    max: float | None = None
    unit: Texts = field(default_factory=dict)
    pattern: str = ""
    not_before_today: bool = False
    visible_if: Condition | None = None
    autocomplete: str = ""
    currencies: tuple[str, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    who: str = "colleague"
    texts: Texts = field(default_factory=dict)
    detailed: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)


def read_fields(data: object) -> tuple[Field, ...]:
    """The questions of a written form, each checked on its own and against those before it."""
    if not isinstance(data, list) or len(data) > MOST_FIELDS:
        raise Refused(_("A form is a list of at most %(count)s questions.") % {"count": MOST_FIELDS})
    fields: dict[str, Field] = {}
    for place, item in enumerate(data, start=1):
        asked = _read_field(item, place, fields)
        if asked.key in fields:
            raise Refused(_("Two questions have the same key “%(key)s”.") % {"key": asked.key})
        fields[asked.key] = asked
    return tuple(fields.values())


def _read_field(item: object, place: int, before: Mapping[str, Field]) -> Field:
    if not isinstance(item, dict):
        raise Refused(_("Question %(place)s is not written as an object.") % {"place": place})
    key, kind = _key(item, place), item.get("kind")
    unknown = sorted(str(name) for name in set(item) - KNOWN)
    if unknown:
        raise Refused(_("“%(key)s” has unknown settings: %(names)s.") % {"key": key, "names": ", ".join(unknown)})
    if kind not in KINDS:
        raise Refused(_("“%(key)s” is of a kind that does not exist: %(kind)s.") % {"key": key, "kind": kind})
    least, most = _limits(item, key)
    return Field(
        key=key,
        kind=str(kind),
        labels=_texts(item.get("labels"), key, needed=True),
        help=_texts(item.get("help"), key),
        section=_texts(item.get("section"), key),
        required=_flag(item, "required", key),
        required_if=read_condition(item.get("required_if"), key, before),
        options=_options(item, key),
        min=least,
        max=most,
        unit=_texts(item.get("unit"), key),
        pattern=_pattern(item, key),
        not_before_today=_flag(item, "not_before_today", key),
        visible_if=read_condition(item.get("visible_if"), key, before),
        autocomplete=str(item.get("autocomplete", "")),
        currencies=_currencies(item, key),
        slots=_slots(item, key),
        who=_who(item, key),
        texts=_texts(item.get("texts"), key, needed=kind == "consent"),
        detailed=_flag(item, "detailed", key),
    )


def _key(item: Mapping[str, Any], place: int) -> str:
    key = item.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Refused(_("Question %(place)s needs a key of small letters, digits and “_”.") % {"place": place})
    return key


def _texts(given: object, key: str, *, needed: bool = False) -> Texts:
    texts = {} if given is None else given
    if not isinstance(texts, dict) or not all(
        name in LANGUAGES and isinstance(text, str) and "\x00" not in text for name, text in texts.items()
    ):
        raise Refused(_("The words of “%(key)s” are given per language: en, es, id.") % {"key": key})
    kept = {name: text.strip() for name, text in texts.items() if text.strip()}
    if needed and not kept:
        raise Refused(_("“%(key)s” has no words that a customer could read.") % {"key": key})
    return kept


def _flag(item: Mapping[str, Any], name: str, key: str) -> bool:
    given = item.get(name, False)
    if not isinstance(given, bool):
        raise Refused(_("“%(name)s” of “%(key)s” is either true or false.") % {"name": name, "key": key})
    return given


def _limits(item: Mapping[str, Any], key: str) -> tuple[float | None, float | None]:
    least, most = item.get("min"), item.get("max")
    for limit in (least, most):
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int | float) or limit != limit):
            raise Refused(_("The limits of “%(key)s” are numbers.") % {"key": key})
    if least is not None and most is not None and least > most:
        raise Refused(_("The smallest value of “%(key)s” is above its largest.") % {"key": key})
    whole = all(limit is None or limit == int(limit) for limit in (least, most))
    if item.get("kind") in WHOLE_LIMITS and not whole:
        raise Refused(_("The limits of “%(key)s” are whole numbers.") % {"key": key})
    return least, most


def _pattern(item: Mapping[str, Any], key: str) -> str:
    """How a text must look, letter by letter: 9 is a digit, A a letter, * either, all else itself."""
    pattern = item.get("pattern", "")
    if not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN or (pattern and item["kind"] != "text"):
        raise Refused(_("Only a short text of “%(key)s” can have a pattern of at most %(count)s signs.")
                      % {"key": key, "count": LONGEST_PATTERN})  # fmt: skip
    return pattern.strip()


def _currencies(item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = item.get("currencies", [])
    if not isinstance(given, list) or any(one not in DECIMALS for one in given) or (given and item["kind"] != "money"):
        raise Refused(_("“%(key)s” names a currency that we do not know.") % {"key": key})
    return tuple(dict.fromkeys(given)) or (("EUR",) if item["kind"] == "money" else ())


def _slots(item: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    given = item.get("slots", {})
    if not isinstance(given, dict) or (given and item["kind"] != "slot"):
        raise Refused(_("The offered times of “%(key)s” are written as an object.") % {"key": key})
    if item["kind"] == "slot" and not given:
        raise Refused(_("“%(key)s” does not say which times are offered.") % {"key": key})
    if given.get("source", "weekly") == "weekly" and given:
        check_weekly(given)
    return given


def _who(item: Mapping[str, Any], key: str) -> str:
    who = item.get("who", WITH_PEOPLE[0])
    if who not in WITH_PEOPLE:
        raise Refused(_("“%(key)s” asks for a colleague, a customer or anyone.") % {"key": key})
    return str(who)


def _options(item: Mapping[str, Any], key: str) -> tuple[Option, ...]:
    given = item.get("options", [])
    if item["kind"] not in WITH_OPTIONS:
        if given:
            raise Refused(_("“%(key)s” is not a choice, so it has no options.") % {"key": key})
        return ()
    if not isinstance(given, list) or not given:
        raise Refused(_("“%(key)s” is a choice without options.") % {"key": key})
    options = tuple(_option(one, key) for one in given)
    if len({option.value for option in options}) != len(options):
        raise Refused(_("Two options of “%(key)s” have the same value.") % {"key": key})
    return options


def _option(given: object, key: str) -> Option:
    value = given.get("value") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(value, str) or not KEY.fullmatch(value):
        raise Refused(_("Each option of “%(key)s” needs a value of small letters, digits and “_”.") % {"key": key})
    return Option(value, _texts(given.get("names"), key, needed=True))
