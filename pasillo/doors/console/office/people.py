"""People: found by name, by what they are, by area, by whether they are here; and one of them, whole."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.console.office.frame import number_in, office, role_words
from pasillo.doors.console.office.person_view import person_context
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import manages_people
from pasillo.doors.shell.models import MailedToken
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.people.models import Absence, Membership, Person, Role
from pasillo.ground.people.queries import areas_to_choose, covers
from pasillo.ground.people.sight import Sight

PAGE = 50


@require_safe
@manages_people
def every(request: HttpRequest) -> HttpResponse:
    """Fifty at a time, by name."""
    seen, asked = sight(request), request.GET
    found = _filtered(people_for(seen), asked)
    rows = list(_after(found, asked.get("after", "")).order_by("found_by", "pk")[: PAGE + 1])
    context = {
        "rows": _rows(rows[:PAGE]),
        "older": _next(rows, asked),
        "asked": {name: asked.get(name, "") for name in ("q", "kind", "role", "area", "away")},
        "is_first": not asked.get("after"),
        "roles": [("", _("Any role"))] + [(role.value, role_words(role)) for role in Role],
        "areas": [("", _("Any area")), *_areas_of(seen)],
        "kinds": _kinds(seen),
        "invitations": _invitations(seen) if not asked.get("after") else [],
    }
    return office(request, "people", context)


@require_safe
@manages_people
def one(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: roles, skills, absences, and where they are in."""
    return person_page(request, person_for(request, person_id))


def person_page(
    request: HttpRequest, person: Person, *, error: str = "", typed: Any = None, status: int = 200
) -> HttpResponse:
    """The person's page, perhaps with what was refused and all that was typed."""
    return office(request, "people", person_context(request, person, error=error, typed=typed or {}), status)


def person_for(request: HttpRequest, person_id: int) -> Person:
    """The person, if this visitor manages them; else there is none."""
    found = people_for(sight(request)).filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found


def people_for(seen: Sight) -> QuerySet[Person]:
    """Everybody for who sets the house up; for a manager those who serve in their areas."""
    people = Person.objects.all()
    if seen.roles & {Role.ADMIN, Role.HEAD}:
        return people
    theirs = Membership.objects.filter(area__in=seen.managed_ids).values("person_id")
    return people.filter(pk__in=theirs)


def _filtered(people: QuerySet[Person], asked: Any) -> QuerySet[Person]:
    kind = asked.get("kind", "")
    works_here = Membership.objects.values("person_id")
    if kind == "customers":
        people = people.exclude(pk__in=works_here)
    elif kind == "closed":
        people = people.filter(is_active=False)
    else:
        people = people.filter(pk__in=works_here)
    held = _held(asked)
    if held is not None:
        people = people.filter(pk__in=held)
    if asked.get("away"):
        people = people.filter(pk__in=Absence.objects.at(now()).values("person_id"))
    for word in plain(safe(asked.get("q", ""))).split()[:6]:
        people = people.filter(found_by__contains=word)
    return people if kind == "closed" else people.filter(is_active=True)


def _held(asked: Any) -> Any:
    role, area = asked.get("role", ""), number_in(asked.get("area"))
    if role not in Role.values and area is None:
        return None
    held = Membership.objects.all()
    held = held.filter(role=role) if role in Role.values else held
    return (held.filter(area=area) if area is not None else held).values("person_id")


def _after(people: QuerySet[Person], place: str) -> QuerySet[Person]:
    number, _bar, words = safe(place).partition("|")
    found = number_in(number)
    if found is None:
        return people
    return people.filter(Q(found_by__gt=words) | Q(found_by=words, pk__gt=found))


def _next(rows: list[Person], asked: Any) -> str:
    if len(rows) <= PAGE:
        return ""
    last = rows[PAGE - 1]
    kept = {name: asked[name] for name in ("q", "kind", "role", "area", "away") if asked.get(name)}
    return urlencode(kept | {"after": f"{last.pk}|{last.found_by}"})


def _rows(people: list[Person]) -> list[dict[str, Any]]:
    ids, at = [person.pk for person in people], now()
    held: dict[int, list[str]] = {pk: [] for pk in ids}
    for row in Membership.objects.filter(person__in=ids).select_related("area").order_by("role"):
        said = role_words(row.role)
        held[row.person_id].append(f"{said}, {row.area.name}" if row.area else said)
    away = {one.person_id: one.last for one in Absence.objects.at(at).filter(person__in=ids)}
    standing_in = covers(ids, at)
    names = dict(Person.objects.filter(pk__in=standing_in.values()).values_list("pk", "name"))
    return [
        {
            "person": person,
            "roles": held[person.pk],
            "away_until": away.get(person.pk),
            "cover": names.get(standing_in.get(person.pk, 0), ""),
        }
        for person in people
    ]


def _kinds(seen: Sight) -> list[tuple[str, str]]:
    offered = [("", _("Who works here"))]
    if seen.roles & {Role.ADMIN, Role.HEAD}:
        offered += [("customers", _("Customers"))]
    return [*offered, ("closed", _("Closed accounts"))]


def _areas_of(seen: Sight) -> list[tuple[int, str]]:
    areas = areas_to_choose()
    if not seen.roles & {Role.ADMIN, Role.HEAD}:
        areas = areas.filter(pk__in=seen.managed_ids)
    return list(areas.values_list("pk", "name"))


def _invitations(seen: Sight) -> list[dict[str, Any]]:
    waiting = MailedToken.objects.filter(purpose=MailedToken.Purpose.INVITATION, used_at=None, ends_at__gt=now())
    if not seen.roles & {Role.ADMIN, Role.HEAD}:
        waiting = waiting.filter(asked_by=f"person:{seen.person_id}")
    return [
        {
            "id": token.pk,
            "email": token.email,
            "name": token.data.get("name", ""),
            "role": role_words(token.data.get("role", "")),
            "ends_at": token.ends_at,
        }
        for token in waiting.order_by("-made_at")[:20]
    ]
