"""How the tables of expected answers are read: a line for each pattern, and a line for each route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.rights.roles import ROLES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD")
CLOSED = ("in", 401, 403, 404, 405)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One route, one method, one object: what each role is answered."""

    route: str
    method: str
    answers: Mapping[str, int | str]
    names: Mapping[str, str] = field(default_factory=dict)
    ask: str = ""
    send: Mapping[str, Any] | None = None
    json: Mapping[str, Any] | None = None
    missing: int = 404
    writes: frozenset[str] = frozenset()
    why: str = ""

    def __str__(self) -> str:
        things = " ".join(self.names.values())
        return f"{self.method} {self.route} {things}{' ?' + self.ask if self.ask else ''}".strip()


class Answers:
    """Named patterns: a heading with the roles, then a line for each pattern."""

    def __init__(self, text: str) -> None:
        head, *lines = [line.split() for line in text.strip().splitlines() if line.strip()]
        assert tuple(head) == ROLES, f"The heading must name {' '.join(ROLES)}"
        self.patterns: dict[str, dict[str, int | str]] = {}
        for name, *cells in lines:
            assert len(cells) == len(ROLES), f"The line {name!r} has {len(cells)} answers for {len(ROLES)} roles"
            self.patterns[name] = dict(zip(ROLES, map(_cell, cells), strict=True))

    def row(self, route: str, method: str, pattern: str, /, **more: Any) -> Row:
        """One line of a table. What is not the name of an option names an object of the world."""
        options = {name: more.pop(name) for name in ("ask", "send", "json", "missing", "why") if name in more}
        writes = frozenset(more.pop("writes", ()))
        assert not writes or options.get("why"), f"{route}: a GET that writes needs a reason"
        assert method in METHODS, method
        return Row(route=route, method=method, answers=self.patterns[pattern], names=more, writes=writes, **options)


def _cell(text: str) -> int | str:
    return int(text) if text.isdigit() else text
