"""A condition in plain words: “your answer to ‘Is there a gate?’ is: Yes”."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import number
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.conditions import Condition, Group, Test
from pasillo.strategy.catalogue.form_schema import Field


def condition_words(condition: Condition, by_key: Mapping[str, Field], language: str) -> str:
    """What must have been answered, as one says it."""
    if isinstance(condition, Group):
        parts = [condition_words(part, by_key, language) for part in condition.parts]
        parts = [
            f"({words})" if isinstance(part, Group) else words
            for words, part in zip(parts, condition.parts, strict=True)
        ]
        return (_(" and ") if condition.mode == "all" else _(" or ")).join(parts)
    return _one(condition, by_key[condition.field], language)


def _one(test: Test, deciding: Field, language: str) -> str:
    words = {
        "question": in_language(deciding.labels, language),
        "answer": ", ".join(_value(value, deciding, language) for value in test.values),
    }
    return {
        "is": _("your answer to “%(question)s” is: %(answer)s"),
        "is_not": _("your answer to “%(question)s” is not: %(answer)s"),
        "given": _("you answer “%(question)s”"),
        "missing": _("you leave “%(question)s” open"),
        "at_least": _("your answer to “%(question)s” is at least %(answer)s"),
        "at_most": _("your answer to “%(question)s” is at most %(answer)s"),
        "more_than": _("your answer to “%(question)s” is more than %(answer)s"),
        "less_than": _("your answer to “%(question)s” is less than %(answer)s"),
    }[test.op] % words


def _value(value: Any, deciding: Field, language: str) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return number(value)
    names = {option.value: in_language(option.names, language) for option in deciding.options}
    return names.get(value, str(value))
