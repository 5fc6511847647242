"""How a person likes to work: which wishes there are, and which values make sense."""

from collections.abc import Callable
from typing import Any

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

DENSITIES = ("compact", "comfortable")
THE_LONGEST_KEY = 24


def preferred(name: str, value: Any) -> Any:
    """The value as it is kept. Refused when there is no such wish, or the value makes no sense for it."""
    known = WISHES.get(name)
    if known is None or not known(value):
        raise Refused(_("This preference is not known here."))
    return value


def _is_density(value: Any) -> bool:
    return value in DENSITIES


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _are_keys(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) > 100:
        return False
    texts = [*value, *value.values()]
    return all(isinstance(text, str) and 0 < len(text) <= THE_LONGEST_KEY for text in texts)


def _are_notices(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= 100 and all(map(_is_yes_or_no, value.values()))


WISHES: dict[str, Callable[[Any], bool]] = {
    "density": _is_density,
    "single_keys": _is_yes_or_no,
    "keys": _are_keys,
    "notices": _are_notices,
}
