"""Picks values out of what strangers sent, without trusting its shape. Plain Python."""

import json
from datetime import UTC, datetime
from typing import Any


class NotUnderstood(ValueError):
    """These bytes are not what this channel sends."""


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object in a body; NotUnderstood for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("This is not JSON.") from None
    if not isinstance(found, dict):
        raise NotUnderstood("This is not a JSON object.")
    return found


def objects(found: Any) -> list[dict[str, Any]]:
    """The objects of a list; whatever else it holds is left out."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def inside(found: Any, *names: str) -> dict[str, Any]:
    """The object within objects; an empty one where there is none."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def words(found: Any) -> str:
    """Text, or a number as text; nothing for anything else."""
    if isinstance(found, str):
        return found.replace("\0", "")  # no database keeps it
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def moment(told: Any) -> datetime | None:
    """A moment told in seconds or in thousandths since 1970; None for anything else."""
    try:
        number = float(told)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def pieces(text: str, longest: int) -> list[str]:
    """A text in pieces that fit, cut where there is a blank if there is one."""
    found: list[str] = []
    rest = text
    while longest and len(rest) > longest:
        cut = max(rest.rfind(" ", 0, longest), rest.rfind("\n", 0, longest))
        cut = cut if cut > 0 else longest
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest or not found else found


def located(place: tuple[float, float]) -> str:
    """A place as an address that maps understand."""
    return f"geo:{place[0]:.6f},{place[1]:.6f}"
