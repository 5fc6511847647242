"""Other areas are asked to do their part."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import known
from pasillo.ground.people.models import Area
from pasillo.operations.cases.commands.step import locked, locked_for, person_in, say
from pasillo.operations.cases.facts import TaskAsked, TaskDone
from pasillo.operations.cases.models import Task


@transaction.atomic
def ask_area(case_id: int, *, area_id: int, title: str, due_at: datetime, by: str, at: datetime) -> Task:
    """Ask another area to do its part by a moment. The people of that area see the case from then on."""
    title = " ".join(safe(title).split())[:300]
    if not title:
        raise Refused(_("Say in a few words what the other area should do."))
    if due_at <= at:
        raise Refused(_("The time by which you need it must lie ahead."))
    case = locked_for(case_id, "ask")
    if not known(("area", area_id), Area.objects.filter(pk=area_id).exists):
        raise Refused(_("There is no such area."))
    task = Task.objects.create(
        case=case, area_id=area_id, title=title, due_at=due_at, asked_by_id=person_in(by), asked_at=at
    )
    fact = TaskAsked(case_id=case.pk, task_id=task.pk, area_id=area_id, due_at=due_at.isoformat())
    say(case, fact, by=by, at=at)
    return task


@transaction.atomic
def finish_task(task_id: int, *, outcome: str = "", by: str, at: datetime) -> Task:
    """The other area has done its part. Done twice is done once."""
    task = _locked(task_id)
    if task.state == Task.State.DONE:
        return task
    task.state = Task.State.DONE
    task.done_at = at
    task.done_by_id = person_in(by)
    task.outcome = safe(outcome)
    task.save(update_fields=["state", "done_at", "done_by", "outcome"])
    say(task.case, TaskDone(case_id=task.case_id, task_id=task.pk, area_id=task.area_id), by=by, at=at)
    return task


@transaction.atomic
def move_task(task_id: int, *, due_at: datetime, by: str, at: datetime) -> Task:
    """The other area names another time. Whoever asked sees it at once."""
    task = _locked(task_id)
    if task.state == Task.State.DONE:
        raise Refused(_("This task is done already."))
    if due_at <= at:
        raise Refused(_("The new time must lie ahead."))
    task.due_at = due_at
    task.save(update_fields=["due_at"])
    fact = TaskAsked(case_id=task.case_id, task_id=task.pk, area_id=task.area_id, due_at=due_at.isoformat())
    say(task.case, fact, by=by, at=at)
    return task


def _locked(task_id: int) -> Task:
    locked(Task.objects.values_list("case_id", flat=True).get(pk=task_id))
    return Task.objects.select_related("case").get(pk=task_id)
