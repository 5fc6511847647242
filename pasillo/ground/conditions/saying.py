"""A condition in words, in the language of whoever reads."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from pasillo.ground.conditions.condition import All, Condition, Not, Says, Some
from pasillo.ground.kit.words import _

SENTENCES = {
    "text:is": _("%(field)s is “%(value)s”"),
    "text:is_not": _("%(field)s is not “%(value)s”"),
    "text:contains": _("%(field)s contains “%(value)s”"),
    "text:contains_not": _("%(field)s does not contain “%(value)s”"),
    "text:starts": _("%(field)s begins with “%(value)s”"),
    "choice:one_of": _("%(field)s is %(value)s"),
    "choice:none_of": _("%(field)s is not %(value)s"),
    "number:is": _("%(field)s is %(value)s"),
    "number:is_not": _("%(field)s is not %(value)s"),
    "number:at_least": _("%(field)s is %(value)s or more"),
    "number:at_most": _("%(field)s is %(value)s or less"),
    "moment:before": _("%(field)s was before %(value)s"),
    "moment:after": _("%(field)s was after %(value)s"),
    "moment:within": _("%(field)s was within the last %(value)s hours"),
    "moment:longer_ago": _("%(field)s was more than %(value)s hours ago"),
    "moment:ahead": _("%(field)s is within the next %(value)s hours"),
    "flag:yes": _("%(field)s: yes"),
    "flag:no": _("%(field)s: no"),
}
OPERATORS = {
    "is": _("is exactly"), "is_not": _("is not"), "contains": _("contains"), "contains_not": _("does not contain"),
    "starts": _("begins with"), "one_of": _("is one of"), "none_of": _("is none of"), "at_least": _("is at least"),
    "at_most": _("is at most"), "before": _("was before"), "after": _("was after"),
    "within": _("was within the last … hours"), "longer_ago": _("was more than … hours ago"),
    "ahead": _("is within the next … hours"),
    "yes": _("yes"), "no": _("no"), "empty": _("is not known"), "filled": _("is known"),
}  # fmt: skip
NOT_KNOWN, KNOWN = _("%(field)s is not known"), _("%(field)s is known")


def say(condition: Condition) -> str:
    """The condition as one sentence without its full stop: "Priority is Urgent and the service is Line repair"."""
    words = _say(condition, is_inside=False)
    return words[:1].upper() + words[1:]


def _say(condition: Condition, *, is_inside: bool) -> str:
    if isinstance(condition, Says):
        return _sentence(condition)
    if isinstance(condition, Not):
        return str(_("it is not so that %(words)s")) % {"words": _say(condition.part, is_inside=True)}
    if not condition.parts:
        return str(_("always"))
    if len(condition.parts) == 1:
        return _say(condition.parts[0], is_inside=is_inside)
    words = _joined(condition)
    return str(_("(%(words)s)")) % {"words": words} if is_inside else words


def _joined(condition: All | Some) -> str:
    pattern = _("%(one)s and %(other)s") if isinstance(condition, All) else _("%(one)s or %(other)s")
    return _chain((_say(part, is_inside=True) for part in condition.parts), str(pattern))


def _chain(words: Iterable[str], pattern: str) -> str:
    return reduce(lambda one, other: pattern % {"one": one, "other": other}, words)


def _sentence(said: Says) -> str:
    if said.operator in ("empty", "filled"):
        return str(NOT_KNOWN if said.operator == "empty" else KNOWN) % {"field": said.field.words}
    pattern = SENTENCES[f"{said.field.sort}:{said.operator}"]
    return str(pattern) % {"field": said.field.words, "value": _value(said)}


def _value(said: Says) -> str:
    if isinstance(said.value, tuple):
        known = said.field.choices()
        gone = str(_("something that is gone"))
        named = [known.get(str(one), gone if known else str(one)) for one in said.value]
        return _chain(dict.fromkeys(map(str, named)), str(_("%(one)s or %(other)s")))
    if isinstance(said.value, datetime):
        return said.value.strftime("%Y-%m-%d %H:%M")
    return str(said.value)
