"""What people can do, and how well."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.facts import SkillGiven, SkillTaken
from pasillo.ground.people.models import PersonSkill, Skill


@transaction.atomic
def add_skill(*, name: str, by: str, at: datetime) -> Skill:
    """Something that a person can be able to do."""
    return Skill.objects.create(name=_free_name(name))


@transaction.atomic
def change_skill(skill_id: int, *, name: str, is_active: bool, by: str, at: datetime) -> Skill:
    """A skill by another name, or one that is asked for no longer."""
    skill = Skill.objects.select_for_update().get(pk=skill_id)
    skill.name, skill.is_active = _free_name(name, besides=skill_id), is_active
    skill.save()
    return skill


@transaction.atomic
def give_skill(
    person_id: int, *, skill_id: int, level: int, since: date, until: date | None = None, by: str, at: datetime
) -> PersonSkill:
    """A person is able to do this from a day on. Said again, it is the newer word."""
    if level not in PersonSkill.Level.values:
        raise Refused(_("A level is learning, able or expert."))
    if until is not None and until < since:
        raise Refused(_("The last day comes before the first."))
    given = {"level": level, "valid_from": since, "valid_to": until}
    kept, _new = PersonSkill.objects.update_or_create(person_id=person_id, skill_id=skill_id, defaults=given)
    fact = SkillGiven(person_id=person_id, skill_id=skill_id, level=level)
    tell(fact, about=f"person:{person_id}", by=by, at=at)
    return kept


@transaction.atomic
def take_skill(person_id: int, *, skill_id: int, by: str, at: datetime) -> None:
    """A person is not asked for this any more."""
    gone, _rows = PersonSkill.objects.filter(person_id=person_id, skill_id=skill_id).delete()
    if gone:
        tell(SkillTaken(person_id=person_id, skill_id=skill_id), about=f"person:{person_id}", by=by, at=at)


def _free_name(name: str, besides: int = 0) -> str:
    name = safe(name).strip()[:80]
    if not name:
        raise Refused(_("A skill needs a name."))
    if Skill.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is a skill with this name already."))
    return name
