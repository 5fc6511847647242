"""What may be asked about call-backs: which times are free, and what is promised for a case."""

from datetime import datetime, timedelta

from pasillo.ground.hours.business_time import stretches
from pasillo.ground.hours.queries import timetable
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.models import Absence
from pasillo.ground.people.queries import people_of
from pasillo.operations.calls.models import CallBack
from pasillo.operations.calls.slots import DAYS, free_slots
from pasillo.operations.cases.models import Case

WHY = "which times are free is no secret; whose the others are is not told"


def free_times(case: Case, *, at: datetime) -> list[datetime]:
    """When we can promise to call: hours of the area, less who is away, less what is promised already."""
    until = at + timedelta(days=DAYS)
    with for_the_house(WHY):
        people = people_of([case.area_id])
        away = list(
            Absence.objects.filter(person__in=people, starts_at__lt=until, ends_at__gt=at).values_list(
                "person_id", "starts_at", "ends_at"
            )
        )
        agreed = CallBack.objects.filter(area=case.area_id, state=CallBack.State.AGREED, starts_at__gte=at)
        taken = list(agreed.values_list("starts_at", flat=True))
    hours = stretches(timetable(case.area.calendar_id, at=at), at, until)

    def people_at(moment: datetime) -> int:
        return len(people - {one for one, first, last in away if first <= moment < last})

    return free_slots(hours, taken=taken, people_at=people_at, at=at)


def agreed_for(case_id: int) -> CallBack | None:
    """The call that is promised for a case."""
    return CallBack.objects.filter(case=case_id, state=CallBack.State.AGREED).first()


def calls_due(person_id: int, *, at: datetime, since: timedelta) -> list[CallBack]:
    """The calls that somebody who holds their cases has to make, begun in the last moments."""
    due = CallBack.objects.filter(state=CallBack.State.AGREED, starts_at__lte=at, starts_at__gte=at - since)
    return list(due.filter(case__assignee=person_id).select_related("case__customer").order_by("starts_at"))


def last_for(case_id: int) -> CallBack | None:
    """The last call that was promised for a case, whatever became of it."""
    return CallBack.objects.filter(case=case_id).order_by("-made_at", "-pk").first()
