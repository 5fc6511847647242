"""When two phone numbers are the same one. Plain Python."""

import re

NEARLY_ALL = 9
SHORTEST = 6


def digits_of(number: str) -> str:
    """The digits of a number; nothing for one that is withheld."""
    return re.sub(r"[^0-9]", "", number)[:20]


def ending(number: str) -> str:
    """What of a number is the same whether or not its country is dialled; nothing where it is too short to tell."""
    digits = digits_of(number)
    return digits[-NEARLY_ALL:] if len(digits) >= SHORTEST else ""
