"""What is done to a person: roles, skills, absences, sessions, and whether their account is open."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.console.office.frame import number_in
from pasillo.doors.console.office.people import person_for, person_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.sessions import end_sessions
from pasillo.doors.shell.guards import manages_people, sets_up
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people import commands
from pasillo.ground.people.models import Absence, Membership, Person, Skill

Deed = Callable[..., None]


def deed(do: Deed) -> Callable[..., HttpResponseBase]:
    """Done to somebody whom this visitor manages; what is refused is said on the page, with all that was typed."""
    return _done(do, manages_people)


def weighty_deed(do: Deed) -> Callable[..., HttpResponseBase]:
    """Done only by who sets the house up."""
    return _done(do, sets_up)


def _done(do: Deed, guard: Callable[..., Callable[..., HttpResponseBase]]) -> Callable[..., HttpResponseBase]:
    @wraps(do)
    def done(request: HttpRequest, person_id: int, **ids: int) -> HttpResponse:
        person = person_for(request, person_id)
        try:
            do(request, person, **ids)
        except Refused as refusal:
            return person_page(request, person, error=str(refusal), typed=request.POST.dict(), status=422)
        return redirect("office:person", person_id)

    return require_POST(guard(done))


@deed
def give(request: HttpRequest, person: Person) -> None:
    """A role."""
    area_id = number_in(request.POST.get("area"))
    role = request.POST.get("role", "")
    whole = role not in ("agent", "manager")
    commands.grant_role(
        sight(request), person.pk, role=role, area_id=None if whole else area_id, by=who(request), at=now()
    )


@deed
def take(request: HttpRequest, person: Person, *, role_id: int) -> None:
    """A role less; what it opened is closed at once."""
    if not Membership.objects.filter(pk=role_id, person=person).exists():
        raise Http404
    commands.withdraw_role(sight(request), role_id, by=who(request), at=now())


@deed
def skill(request: HttpRequest, person: Person) -> None:
    """Something that they can do."""
    given = request.POST
    found = Skill.objects.filter(pk=number_in(given.get("skill")) or 0, is_active=True).first()
    if found is None:
        raise Refused(_("Choose a skill."))
    until = _day(given.get("until", "")) if given.get("until") else None
    commands.give_skill(
        person.pk, skill_id=found.pk, level=number_in(given.get("level")) or 0, since=timezone.localdate(),
        until=until, by=who(request), at=now(),
    )  # fmt: skip


@deed
def unskill(request: HttpRequest, person: Person, *, skill_id: int) -> None:
    """Something that they are not asked for any more."""
    commands.take_skill(person.pk, skill_id=skill_id, by=who(request), at=now())


@deed
def away(request: HttpRequest, person: Person) -> None:
    """They are away, and somebody stands in."""
    given = request.POST
    cover_id = number_in(given.get("cover"))
    if cover_id is not None and not request_may_name(request, cover_id):
        raise Refused(_("Whoever stands in has to work here."))
    commands.plan_absence(
        person.pk, first=_day(given.get("first", "")), last=_day(given.get("last", "")), cover_id=cover_id,
        why=given.get("why", ""), by=who(request), at=now(),
    )  # fmt: skip


@deed
def back(request: HttpRequest, person: Person, *, absence_id: int) -> None:
    """They are here again, or will not go."""
    if not Absence.objects.filter(pk=absence_id, person=person).exists():
        raise Http404
    commands.come_back_early(absence_id, by=who(request), at=now())


@weighty_deed
def sign_out(request: HttpRequest, person: Person) -> None:
    """Every browser of theirs is signed out."""
    end_sessions(person.pk, by=who(request), at=now())
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person.name})


@weighty_deed
def standing(request: HttpRequest, person: Person) -> None:
    """The account is closed, or open again."""
    if person.pk == sight(request).person_id:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    act: Any = commands.enable if request.POST.get("open") else commands.disable
    act(person.pk, by=who(request), at=now())


def request_may_name(request: HttpRequest, person_id: int) -> bool:
    """Whether this visitor knows of that person at all."""
    try:
        person_for(request, person_id)
    except Http404:
        return False
    return True


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Please choose a day.")) from None
