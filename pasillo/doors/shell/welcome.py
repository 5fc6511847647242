"""Letting somebody in: a new session, and before it the second factor of who has one."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pasillo.doors.shell.browsers import browser_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.sessions import note_session
from pasillo.doors.shell.models import CodeKey, Passkey
from pasillo.doors.shell.patience import address_range
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation
from pasillo.ground.people.sight import sight_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
ONE_FACTOR = frozenset({"password", "link"})
HALFWAY = "halfway"
HALFWAY_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=15)


def let_in(request: HttpRequest, person: Person, wanted: str, *, way: str) -> HttpResponse:
    """On to where they wanted to go; whoever has codes on their phone is asked for one first."""
    if way in ONE_FACTOR and has_codes(person.pk):
        request.session.cycle_key()
        request.session[HALFWAY] = {"person": person.pk, "next": wanted, "at": now().timestamp()}
        return HttpResponseRedirect(reverse("shell:second"))
    welcome(request, person, way=way)
    return HttpResponseRedirect(wanted_or_home(person, wanted))


def welcome(request: HttpRequest, person: Person, *, way: str) -> None:
    """A new session for this person, which its owner finds in the list of open ones."""
    request.session.pop(HALFWAY, None)
    login(request, person, backend=BACKEND)
    request.session.cycle_key()
    at = now()
    request.session["since"] = request.session["seen"] = at.timestamp()
    request.session["way"] = way
    prove(request, at)
    if must_add_factor(person, way):
        request.session["must_add"] = True
    _note(request, person.pk, way, at)


def stay(request: HttpRequest, person: Person) -> None:
    """The browser in which somebody changed their own password stays signed in, under a new key."""
    welcome(request, person, way=request.session.get("way", "password"))


def wanted_or_home(person: Person, wanted: str) -> str:
    """Where they wanted to go, else where their day begins."""
    at_home = "/app/" if sight_of(person).is_staff else "/"
    return wanted if wanted and "/sign-in" not in wanted and "/sign-up" not in wanted else at_home


def halfway(request: HttpRequest) -> dict[str, Any] | None:
    """Whose password was right a moment ago, and whose second factor is still missing."""
    found: dict[str, Any] | None = request.session.get(HALFWAY)
    if found is None or now().timestamp() - found["at"] > HALFWAY_LASTS.total_seconds():
        return None
    return found


def has_codes(person_id: int) -> bool:
    """Whether the codes of a phone are asked for."""
    return CodeKey.objects.filter(person=person_id, confirmed_at__isnull=False).exists()


def has_second(person_id: int) -> bool:
    """Whether this person has anything besides a password: codes, or a passkey, which is two factors in one."""
    return has_codes(person_id) or Passkey.objects.filter(person=person_id).exists()


def must_add_factor(person: Person, way: str) -> bool:
    """Whether the rule of the house asks this colleague for a second factor that they do not have yet."""
    if not organisation().staff_needs_two or way in ("provider", "example"):
        return False
    return sight_of(person).is_staff and not has_second(person.pk)


def prove(request: HttpRequest, at: datetime) -> None:
    """They showed just now that it is them."""
    request.session["proved"] = at.timestamp()


def proved(request: HttpRequest) -> bool:
    """Whether they showed lately that it is them: asked before what is dangerous."""
    return now().timestamp() - float(request.session.get("proved", 0)) < PROOF_LASTS.total_seconds()


def _note(request: HttpRequest, person_id: int, way: str, at: datetime) -> None:
    note_session(
        person_id,
        session_key=str(request.session.session_key),
        way=way,
        browser=browser_of(request.headers.get("user-agent", "")),
        place=address_range(request.META.get("REMOTE_ADDR", "")),
        at=at,
    )
