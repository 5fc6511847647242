"""Who is listening, and what each of them may hear of. Everything here asks the database, so it runs in a thread."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest

from pasillo.doors.shell.clock import now
from pasillo.ground.kit.looking import looking_as
from pasillo.ground.people.models import Membership, Person
from pasillo.ground.people.sight import Sight, sight_of
from pasillo.operations.cases.queries import served_by, visible_to

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A person in front of an open page, by one session."""

    person_id: int
    session_key: str
    password: str
    rights: frozenset[tuple[int | None, str]] = frozenset()


def with_connection(question: Callable[P, R]) -> Callable[P, R]:
    """Gives the thread's database connection back when the question is answered."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return question(*args, **kwargs)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    return asked


@with_connection
def guest_of(cookie: str) -> Guest | None:
    """The person behind a session cookie; nobody when the session has ended or the person is disabled."""
    key = _session_key(cookie)
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person: Any = get_user(request)
    if not person.is_authenticated or not person.is_active:
        return None
    rights = _rights_of([person.pk])[person.pk]
    return Guest(person_id=person.pk, session_key=key, password=person.password, rights=rights)


@with_connection
def still_welcome(guests: Collection[Guest]) -> set[Guest]:
    """Those whose session goes on, who are not disabled, and who lost neither password nor role: three queries."""
    keys = [guest.session_key for guest in guests]
    going_on = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list("session_key", flat=True)
    )
    active = Person.objects.filter(pk__in=[guest.person_id for guest in guests], is_active=True)
    passwords = dict(active.values_list("pk", "password"))
    rights = _rights_of(passwords)
    same = {g for g in guests if passwords.get(g.person_id) == g.password and g.rights <= rights[g.person_id]}
    return {g for g in same if g.session_key in going_on}


@with_connection
def sights_of(person_ids: Iterable[int]) -> dict[int, Sight]:
    """What each of these people may see now."""
    return {person.pk: sight_of(person) for person in Person.objects.filter(pk__in=list(person_ids))}


@with_connection
def topics_for(sights: Collection[Sight], case_ids: Collection[int]) -> dict[int, list[str]]:
    """What each person hears when these cases have changed: the cases they may see, and that the queue moved."""
    heard: dict[int, list[str]] = {}
    for_all: list[int] | None = None
    for sight in sights:
        if sight.sees_all and for_all is None:
            for_all = _seen(sight, case_ids)
        seen = for_all if sight.sees_all and for_all is not None else _seen(sight, case_ids)
        queue = ["queue"] if seen and sight.is_staff else []
        if seen and sight.person_id is not None:
            heard[sight.person_id] = [*queue, *(f"case:{number}" for number in seen)]
    return heard


def _rights_of(person_ids: Iterable[int]) -> dict[int, frozenset[tuple[int | None, str]]]:
    held: dict[int, set[tuple[int | None, str]]] = {pk: set() for pk in person_ids}
    for pk, area, role in Membership.objects.filter(person__in=held).values_list("person_id", "area_id", "role"):
        held[pk].add((area, role))
    return {pk: frozenset(roles) for pk, roles in held.items()}


@with_connection
def topics_among_us(sights: Collection[Sight], case_ids: Collection[int], name: str) -> dict[int, list[str]]:
    """What whoever serves hears of these cases: who looks, what is about to be said. Their customers never do."""
    heard: dict[int, list[str]] = {}
    for sight in sights:
        with looking_as(sight.look):
            seen = sorted(served_by(sight).filter(pk__in=case_ids).values_list("pk", flat=True))
        if sight.person_id is not None and seen:
            heard[sight.person_id] = [f"{name}:{number}" for number in seen]
    return heard


def _seen(sight: Sight, case_ids: Collection[int]) -> list[int]:
    with looking_as(sight.look):
        return sorted(visible_to(sight).filter(pk__in=case_ids).values_list("pk", flat=True))


def _session_key(cookie: str) -> str:
    try:
        found = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""
