"""What others may ask about work that was done elsewhere."""

from collections.abc import Collection

from django.db.models import Count, F, Q, QuerySet, Sum

from pasillo.operations.cases.models import Case
from pasillo.operations.history.models import Log, Origin, Run, StandIn


def marks_of(log_id: int, known_as: Collection[str]) -> dict[str, str]:
    """Which of these are here already, and by what their lines are recognised."""
    here = Origin.objects.filter(log_id=log_id, known_as__in=known_as)
    return dict(here.values_list("known_as", "mark"))


def cases_of(log_id: int) -> list[int]:
    """The cases that came from a log. What went on in another one comes before it: none is left without its end."""
    first = F("case__merged_into").asc(nulls_last=True)
    return list(Origin.objects.filter(log_id=log_id).order_by(first, "case_id").values_list("case_id", flat=True))


def of_log(case_ids: Collection[int]) -> list[int]:
    """In which conversations these cases speak. Whoever works in one of them waits, or we wait for them."""
    locked = Case.objects.filter(pk__in=case_ids).order_by("pk").select_for_update()
    return list(locked.values_list("conversation_id", flat=True))


def cases_known_as(names: Collection[str], *, conversation_ids: Collection[int] = ()) -> list[Case]:
    """Cases that came from elsewhere, by what they were called there or by what was said in them; each knows how."""
    meant = Q(known_as__in=names) | Q(case__conversation_id__in=conversation_ids)
    found = []
    for origin in Origin.objects.filter(meant).select_related("case", "case__customer")[:20]:
        origin.case.known_as = origin.known_as  # type: ignore[attr-defined]
        found.append(origin.case)
    return found


def stand_ins_of(log_id: int) -> dict[str, int]:
    """Whoever stands for the people of a log, by their marks."""
    return dict(StandIn.objects.filter(log_id=log_id).values_list("mark", "person_id"))


def logs() -> QuerySet[Log]:
    """The logs that were read, with how many cases came from each, and of how many lines."""
    return Log.objects.annotate(cases=Count("origins"), lines=Sum("origins__lines")).order_by("name")


def on_call(log_id: int) -> set[int]:
    """Which stand-ins can be given work just now."""
    active = StandIn.objects.filter(log_id=log_id, person__is_active=True)
    return set(active.values_list("person_id", flat=True))


def runs() -> QuerySet[Run]:
    """The imports that were asked for, the latest first."""
    return Run.objects.select_related("wished_by").order_by("-id")
