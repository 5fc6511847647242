"""What changes from one version of a form to the next: plain rules over two lists of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """One question that was added, removed, moved, or asked differently."""

    what: str
    key: str
    labels: Mapping[str, str]
    settings: tuple[str, ...] = ()


def form_changes(before: Fields, after: Fields) -> list[Change]:
    """Every difference, in the order of the newer form; what is gone comes last."""
    old = {field["key"]: field for field in before}
    kept = [field["key"] for field in after if field["key"] in old]
    moved = _moved([field["key"] for field in before if field["key"] in kept], kept)
    changes = []
    for field in after:
        key, labels = field["key"], field["labels"]
        if key not in old:
            changes.append(Change("added", key, labels))
            continue
        settings = _settings(old[key], field)
        if settings:
            changes.append(Change("changed", key, labels, settings))
        if key in moved:
            changes.append(Change("moved", key, labels))
    new = {field["key"] for field in after}
    return changes + [Change("removed", field["key"], field["labels"]) for field in before if field["key"] not in new]


def _settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    names = dict.fromkeys([*before, *after])
    return tuple(sorted(name for name in names if (before.get(name) or None) != (after.get(name) or None)))


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest questions that must have moved: those outside the longest common order."""
    place = {key: number for number, key in enumerate(before)}
    chains: list[list[str]] = []
    for key in after:
        longest = max((chain for chain in chains if place[chain[-1]] < place[key]), key=len, default=[])
        chains.append([*longest, key])
    stayed = max(chains, key=len, default=[])
    return frozenset(after) - frozenset(stayed)
