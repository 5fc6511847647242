"""What others may ask about macros. Who may use and who may change one is decided here."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.macros.models import Macro
from pasillo.operations.macros.placeholders import filled


def macros_for(sight: Sight) -> QuerySet[Macro]:
    """The macros that this person may use: their own, those of their areas, and everybody's; the most used first."""
    if not sight.serves or sight.person_id is None:
        return Macro.objects.none()
    everybodys = Q(person=None, area=None)
    theirs = Q(person_id=sight.person_id) | Q(area_id__in=sight.area_ids)
    found = Macro.objects.filter(everybodys | theirs | _of_all_areas(sight), retired_at=None)
    return found.order_by("-used", "name", "id")


def _of_all_areas(sight: Sight) -> Q:
    return Q(area__isnull=False) if Role.HEAD in sight.roles else Q(pk__in=[])


def macro_for(sight: Sight, macro_id: int) -> Macro:
    """A macro that this person may use. LookupError otherwise."""
    found = macros_for(sight).filter(pk=macro_id).first()
    if found is None:
        raise LookupError("no such macro")
    return found


def may_change(sight: Sight, *, person_id: int | None, area_id: int | None) -> bool:
    """One's own always; an area's, who manages it; everybody's, who steers operations."""
    if Role.HEAD in sight.roles:
        return person_id in (None, sight.person_id)
    if area_id is not None:
        return area_id in sight.managed_ids
    return sight.serves and person_id is not None and person_id == sight.person_id


def text_for(macro: Macro, case: Case, values: Mapping[str, str]) -> str:
    """The words of a macro in the language of the customer, with what it asks for filled in."""
    return filled(in_language(macro.texts, case.language), values)
