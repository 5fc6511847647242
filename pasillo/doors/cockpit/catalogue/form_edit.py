"""Questions are added, moved and taken out of a form: plain functions over the list as it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pasillo.doors.cockpit.catalogue.beginnings import new_field

Fields = list[dict[str, Any]]
KEY = re.compile(r"[^a-z0-9]+")


def added(fields: Sequence[Mapping[str, Any]], kind: str) -> tuple[Fields, str]:
    """The form with one more question at its end, and the key of it."""
    taken = {field["key"] for field in fields}
    base = KEY.sub("_", kind.lower()).strip("_") or "question"
    key = next(name for name in (base, *(f"{base}_{n}" for n in range(2, 99))) if name not in taken)
    return [*map(dict, fields), new_field(kind, key)], key


def moved(fields: Sequence[Mapping[str, Any]], key: str, steps: int) -> Fields:
    """The form with one question further up or down."""
    kept = [dict(field) for field in fields]
    place = _place(kept, key)
    if place is None:
        return kept
    field = kept.pop(place)
    kept.insert(max(0, min(place + steps, len(kept))), field)
    return kept


def removed(fields: Sequence[Mapping[str, Any]], key: str) -> Fields:
    """The form without one question."""
    return [dict(field) for field in fields if field["key"] != key]


def replaced(fields: Sequence[Mapping[str, Any]], key: str, field: Mapping[str, Any]) -> Fields:
    """The form with one question asked differently."""
    return [dict(field) if one["key"] == key else dict(one) for one in fields]


def _place(fields: Sequence[Mapping[str, Any]], key: str) -> int | None:
    return next((place for place, field in enumerate(fields) if field["key"] == key), None)
