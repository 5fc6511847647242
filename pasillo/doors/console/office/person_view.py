"""What the page of one person shows, and what this visitor may do there."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.console.office.frame import choices_of_levels, level_words, role_words
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.models import OpenSession, Passkey
from pasillo.doors.shell.visitor import sight
from pasillo.doors.shell.welcome import has_codes
from pasillo.ground.people.granting import given_by, may_give
from pasillo.ground.people.models import Absence, Area, Membership, Person, PersonSkill, Role, Skill
from pasillo.ground.people.queries import zone_of
from pasillo.ground.people.sight import Sight

WHY = (Absence.Why.HOLIDAY, Absence.Why.ILLNESS, Absence.Why.TRAINING, Absence.Why.OTHER)


def person_context(request: HttpRequest, person: Person, *, error: str, typed: Any) -> dict[str, Any]:
    """Everything at once: four questions and no more for any number of roles."""
    seen, today = sight(request), now().astimezone(zone_of(person)).date()
    wide = bool(seen.roles & {Role.ADMIN, Role.HEAD})
    return {
        "template": "person",
        "person": person,
        "error": error,
        "typed": typed,
        "today": today.isoformat(),
        "roles": _roles(person, seen),
        "role_choices": [] if person.pk == seen.person_id else [(r.value, role_words(r)) for r in given_by(seen)],
        "areas": _areas(seen, wide),
        "skills": _skills(person),
        "skill_choices": list(Skill.objects.filter(is_active=True).order_by("name").values_list("pk", "name")),
        "levels": choices_of_levels(),
        "absences": _absences(person),
        "why_choices": [(str(why), why_words(why)) for why in WHY],
        "colleagues": _colleagues(person, seen, wide),
        "sessions": OpenSession.objects.filter(person=person).count(),
        "second": _second(person),
        "may_close": wide and person.pk != seen.person_id,
    }


def why_words(why: str) -> str:
    """Why somebody is away, in a word."""
    return {"holiday": _("holiday"), "illness": _("illness"), "training": _("training")}.get(why, _("other"))


def _roles(person: Person, seen: Sight) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(person=person).select_related("area").order_by("area__name", "role")
    return [
        {
            "id": row.pk,
            "words": role_words(row.role),
            "area": row.area.name if row.area else _("The whole organisation"),
            "mine_to_take": person.pk == seen.person_id
            or may_give(seen, Role(row.role), area_id=row.area_id, to=person.pk, held=True),
        }
        for row in rows
    ]


def _areas(seen: Sight, wide: bool) -> list[tuple[int, str]]:
    areas = Area.objects.filter(is_active=True).order_by("name")
    return list((areas if wide else areas.filter(pk__in=seen.managed_ids)).values_list("pk", "name"))


def _skills(person: Person) -> list[dict[str, Any]]:
    rows = PersonSkill.objects.filter(person=person).select_related("skill").order_by("-level", "skill__name")
    return [
        {"id": row.skill_id, "name": row.skill.name, "level": level_words(row.level), "until": row.valid_to}
        for row in rows
    ]


def _absences(person: Person) -> list[dict[str, Any]]:
    at = now()
    rows = Absence.objects.filter(person=person, ends_at__gt=at).select_related("cover").order_by("starts_at")[:20]
    return [
        {
            "id": row.pk,
            "first": row.first,
            "last": row.last,
            "why": why_words(row.why),
            "cover": row.cover.name if row.cover else "",
            "is_now": row.starts_at <= at,
        }
        for row in rows
    ]


def _colleagues(person: Person, seen: Sight, wide: bool) -> list[tuple[int | str, str]]:
    """Whoever shares an area comes first; a manager chooses among the people of their areas."""
    held = Membership.objects.filter(person__is_active=True).exclude(person=person)
    if not wide:
        held = held.filter(area__in=seen.managed_ids)
    near = set(Membership.objects.filter(person=person, area__isnull=False).values_list("area_id", flat=True))
    rows = held.values_list("person_id", "person__name", "area_id").order_by("person__name")[:2000]
    people = {pk: (name, False) for pk, name, _area in rows}
    for pk, name, area in rows:
        if area in near:
            people[pk] = (name, True)
    ordered = sorted(people.items(), key=lambda pair: (not pair[1][1], pair[1][0]))
    return [("", _("Nobody")), *((pk, name) for pk, (name, _near) in ordered)]


def _second(person: Person) -> str:
    ways = [_("passkey")] if Passkey.objects.filter(person=person).exists() else []
    ways += [_("codes")] if has_codes(person.pk) else []
    return ", ".join(ways)
