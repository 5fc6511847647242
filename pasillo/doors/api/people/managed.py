"""What is settled for the people whom somebody manages: roles, skills, absences."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.pages import Page, page_of
from pasillo.doors.api.manner.reach import demand, staff
from pasillo.doors.api.manner.shapes import Paging
from pasillo.doors.api.people.shapes import (
    AbsenceIn,
    AbsenceOut,
    HeldSkill,
    LevelIn,
    RoleIn,
    RoleOut,
    SkillIn,
    SkillOut,
)
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people import commands
from pasillo.ground.people.granting import gives_roles
from pasillo.ground.people.models import Absence, Membership, Person, PersonSkill, Role, Skill
from pasillo.ground.people.sight import Sight

TAG = "people"
SETS_UP = frozenset({Role.ADMIN, Role.HEAD})
YEARS = range(1970, 2201)


@reads(TAG, "/persons/{int:person_id}/roles", name="roles", scope="people.read", gives=list[RoleOut],
       summary="List roles")  # fmt: skip
def roles(request: HttpRequest, person_id: int) -> Any:
    """What a person is here. For whoever manages them."""
    found = Membership.objects.select_related("area").filter(person=managed(request, person_id))
    return list(found.order_by("pk"))


@writes(TAG, "/persons/{int:person_id}/roles", name="roles", scope="people.write", gives=RoleOut, status=201,
        summary="Give a role")  # fmt: skip
def give_role(request: HttpRequest, person_id: int, body: RoleIn) -> Any:
    """Nobody gives more than they have, and nobody gives to themselves."""
    person = managed(request, person_id)
    area = body.area if body.role in ("agent", "manager") else None
    given: dict[str, Any] = {"role": body.role, "area_id": area}
    return Deed(
        do=lambda: commands.grant_role(sight(request), person.pk, **given, by=who(request), at=now()),
        tell=lambda one: Membership.objects.select_related("area").get(pk=one.pk),
    )


@writes(TAG, "/persons/{int:person_id}/roles/{int:role_id}", name="role", scope="people.write", gives=None,
        status=204, verb="DELETE", summary="Take a role")  # fmt: skip
def take_role(request: HttpRequest, person_id: int, role_id: int) -> Any:
    """What it opened is closed at once."""
    person = managed(request, person_id)
    if not Membership.objects.filter(pk=role_id, person=person).exists():
        raise LookupError("no such role")
    return Deed(do=lambda: commands.withdraw_role(sight(request), role_id, by=who(request), at=now()))


@reads(TAG, "/skills", name="skills", scope="people.read", gives=list[SkillOut], summary="List skills")
def skills(request: HttpRequest) -> Any:
    """Everything that people can be able to do."""
    staff(request)
    return list(Skill.objects.order_by("-is_active", "name"))


@writes(TAG, "/skills", name="skills", scope="people.write", gives=SkillOut, status=201, summary="Add a skill")
def add_skill(request: HttpRequest, body: SkillIn) -> Any:
    """For whoever sets the house up."""
    demand(bool(sight(request).roles & SETS_UP))
    return Deed(do=lambda: commands.add_skill(name=body.name, by=who(request), at=now()))


@writes(TAG, "/skills/{int:skill_id}", name="skill", scope="people.write", gives=SkillOut, verb="PUT",
        summary="Change a skill")  # fmt: skip
def change_skill(request: HttpRequest, skill_id: int, body: SkillIn) -> Any:
    """Another name, or asked for no longer."""
    demand(bool(sight(request).roles & SETS_UP))
    _skill(skill_id)
    return Deed(do=lambda: commands.change_skill(skill_id, **body.dict(), by=who(request), at=now()))


@reads(TAG, "/persons/{int:person_id}/skills", name="person-skills", scope="people.read", gives=list[HeldSkill],
       summary="List what somebody can do")  # fmt: skip
def held(request: HttpRequest, person_id: int) -> Any:
    """What a person is able to do, and how well. For whoever manages them."""
    person = managed(request, person_id)
    return list(PersonSkill.objects.select_related("skill").filter(person=person).order_by("skill__name"))


@writes(TAG, "/persons/{int:person_id}/skills/{int:skill_id}", name="person-skill", scope="people.write",
        gives=HeldSkill, verb="PUT", summary="Say what somebody can do")  # fmt: skip
def give_skill(request: HttpRequest, person_id: int, skill_id: int, body: LevelIn) -> Any:
    """From today on they can do it this well. Said again, it is the newer word."""
    person, skill = managed(request, person_id), _skill(skill_id)
    given: dict[str, Any] = {
        "skill_id": skill.pk,
        "level": body.level,
        "since": timezone.localdate(),
        "until": _day(body.valid_to),
    }
    return Deed(
        do=lambda: commands.give_skill(person.pk, **given, by=who(request), at=now()),
        tell=lambda one: PersonSkill.objects.select_related("skill").get(pk=one.pk),
    )


@writes(TAG, "/persons/{int:person_id}/skills/{int:skill_id}", name="person-skill", scope="people.write",
        gives=None, status=204, verb="DELETE", summary="Ask somebody no longer")  # fmt: skip
def take_skill(request: HttpRequest, person_id: int, skill_id: int) -> Any:
    """They are not asked for this any more."""
    person, skill = managed(request, person_id), _skill(skill_id)
    return Deed(do=lambda: commands.take_skill(person.pk, skill_id=skill.pk, by=who(request), at=now()))


@reads(TAG, "/absences", name="absences", scope="people.read", gives=Page[AbsenceOut], summary="List absences")
def absences(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Who is or will be away, of those whom whoever asks manages, and oneself; what ends first on top."""
    seen = staff(request)
    people = _managed(seen) | Person.objects.filter(pk=seen.person_id or 0)
    away = Absence.objects.filter(person__in=people.values("pk"), ends_at__gt=now())
    ordered = away.select_related("person", "cover").order_by("pk")

    def rows(after: Any, limit: int) -> Any:
        return (ordered.filter(pk__gt=after[0]) if after else ordered)[:limit]

    return page_of(request, asked, rows=rows, place=lambda one: [one.pk], shown=lambda page: page)


@writes(TAG, "/persons/{int:person_id}/absences", name="person-absences", scope="people.write", gives=AbsenceOut,
        status=201, summary="Plan an absence")  # fmt: skip
def plan(request: HttpRequest, person_id: int, body: AbsenceIn) -> Any:
    """A person is away, and somebody may stand in."""
    person = managed(request, person_id)
    if body.cover is not None and not _managed(sight(request)).filter(pk=body.cover).exists():
        raise Refused(_("Whoever stands in has to work here."))
    given: dict[str, Any] = {
        "first": _day(body.first),
        "last": _day(body.last),
        "cover_id": body.cover,
        "why": body.why,
    }
    return Deed(
        do=lambda: commands.plan_absence(person.pk, **given, by=who(request), at=now()),
        tell=lambda one: Absence.objects.select_related("person", "cover").get(pk=one.pk),
    )


@writes(TAG, "/absences/{int:absence_id}", name="absence", scope="people.write", gives=None, status=204,
        verb="DELETE", summary="End an absence")  # fmt: skip
def end(request: HttpRequest, absence_id: int) -> Any:
    """They are here again from now on, or will not go."""
    absence = Absence.objects.filter(pk=absence_id, person__in=_managed(sight(request)).values("pk")).first()
    if absence is None or not gives_roles(sight(request)):
        raise LookupError("no such absence")
    return Deed(do=lambda: commands.come_back_early(absence.pk, by=who(request), at=now()))


def managed(request: HttpRequest, person_id: int) -> Person:
    """The person, if whoever asks manages them; else there is none."""
    seen = sight(request)
    found = _managed(seen).filter(pk=person_id).first() if gives_roles(seen) else None
    if found is None:
        raise LookupError("no such person")
    return found


def _managed(seen: Sight) -> QuerySet[Person]:
    """Everybody for who sets the house up; for a manager those who serve in their areas."""
    if seen.roles & SETS_UP:
        return Person.objects.all()
    return Person.objects.filter(pk__in=Membership.objects.filter(area__in=seen.managed_ids).values("person_id"))


def _skill(skill_id: int) -> Skill:
    skill = Skill.objects.filter(pk=skill_id).first()
    if skill is None:
        raise LookupError("no such skill")
    return skill


def _day(day: date | None) -> date | None:
    if day is not None and day.year not in YEARS:
        raise Refused(_("A day lies between 1970 and 2200."))
    return day
