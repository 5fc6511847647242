"""Who is behind a bearer token, what it was made for, and whether it may ask again already."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from pasillo.doors.api.commands import fingerprint
from pasillo.doors.api.limits import Allowance, admit
from pasillo.doors.api.scopes import allows
from pasillo.doors.api.trouble import OutOfScope
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.languages import language_of
from pasillo.ground.kit.looking import look_as
from pasillo.ground.people.models import Person, Role
from pasillo.ground.people.sight import Sight, sight_of

OWNER = """
select id, name, email, language, zone, account_id, token_id, scopes, areas, per_minute from api_owner(%s, %s)
"""
NAMES = ("id", "name", "email", "language", "zone", "account_id")
SEES_ALL = frozenset({Role.HEAD, Role.AUDITOR})


@dataclass(frozen=True, kw_only=True)
class Pass:
    """The key with which a machine came in."""

    token_id: int
    scopes: tuple[str, ...]
    areas: frozenset[int]
    allowance: Allowance | None


class Bearer(HttpBearer):
    """`Authorization: Bearer …`: the person in whose name the machine acts, as long as both are in force."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        at = now()
        with connection.cursor() as cursor:
            cursor.execute(OWNER, [fingerprint(token), at])
            found = cursor.fetchone()
        if found is None:
            return None
        *about, token_id, scopes, areas, per_minute = found
        person = Person(**dict(zip(NAMES, about, strict=True)))
        request.user = person
        _speak_to(request)
        came = Pass(
            token_id=token_id,
            scopes=tuple(scopes),
            areas=frozenset(areas),
            allowance=admit(token_id, per_minute, at=at),
        )
        request._pass = came  # type: ignore[attr-defined]
        if came.areas:
            _narrow(request, person, came.areas)
        if not allows(came.scopes, self.scope):
            raise OutOfScope(self.scope)
        return person


def pass_of(request: HttpRequest) -> Pass:
    """The key with which this machine came in."""
    came: Pass = request._pass  # type: ignore[attr-defined]
    return came


def _speak_to(request: HttpRequest) -> None:
    """Who asks for a language gets it; else the one of the person in whose name they ask."""
    if not request.headers.get("Accept-Language"):
        translation.activate(language_of(request))


def _narrow(request: HttpRequest, person: Person, areas: frozenset[int]) -> None:
    """For this visit, the sight of the person ends at the areas for which the key was made."""
    seen = narrowed(sight_of(person), areas)
    request._sight = seen  # type: ignore[attr-defined]
    look_as(seen.look)


def narrowed(seen: Sight, areas: frozenset[int]) -> Sight:
    """The same person, who sees and manages these areas alone."""
    ours = areas if seen.sees_all else seen.area_ids & areas
    heads = Role.HEAD in seen.roles
    roles = (seen.roles - SEES_ALL) | ({Role.MANAGER} if heads else set())
    managed = ours if heads else seen.managed_ids & areas
    return replace(seen, area_ids=frozenset(ours), managed_ids=frozenset(managed), roles=frozenset(roles))
