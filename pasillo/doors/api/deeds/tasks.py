"""What areas ask of each other, and what we ask of others outside."""

from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query

from pasillo.doors.api.auth import pass_of
from pasillo.doors.api.cases.showing import message_out
from pasillo.doors.api.deeds.shapes import AsideIn, AsideOut, DueIn, OutcomeIn, TaskIn, TaskOut
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.pages import Page, moment, page_of
from pasillo.doors.api.manner.reach import read_case, serve_case, staff
from pasillo.doors.api.manner.shapes import Paging
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.operations.cases import commands
from pasillo.operations.cases.asides import AsideTold, told_asides, waits_for_us
from pasillo.operations.cases.models import Task
from pasillo.operations.cases.queries import reads_everything, task_for, tasks_for

TAG = "tasks"
JOINED = ("case", "area", "asked_by")


class TaskQuery(Paging):
    """Which tasks."""

    state: Literal["open", "done"] = "open"


@reads(TAG, "/tasks", name="tasks", scope="work.read", gives=Page[TaskOut], summary="List tasks of my areas")
def mine(request: HttpRequest, asked: Query[TaskQuery]) -> Any:
    """Open ones by when they are due; done ones, the last first."""
    is_done = asked.state == "done"
    wanted = tasks_for(staff(request), done=is_done).select_related(*JOINED)
    areas = pass_of(request).areas
    wanted = wanted.filter(area_id__in=areas) if areas else wanted
    at = "done_at" if is_done else "due_at"

    def rows(after: Any, limit: int) -> Any:
        if not after:
            return wanted[:limit]
        when, last = moment(after[0]), after[1]
        further = {f"{at}__lt": when} if is_done else {f"{at}__gt": when}
        beside = {"id__lt": last} if is_done else {"id__gt": last}
        return wanted.filter(Q(**further) | Q(**{at: when}, **beside))[:limit]

    return page_of(
        request, asked, rows=rows, place=lambda task: [getattr(task, at).isoformat(), task.pk],
        shown=lambda page: [_out(task) for task in page],
    )  # fmt: skip


@reads(TAG, "/cases/{int:number}/tasks", name="case-tasks", scope="cases.read", gives=list[TaskOut],
       summary="List the tasks of a case")  # fmt: skip
def of_case(request: HttpRequest, number: int) -> Any:
    """What other areas were asked to do for it. For whoever reads it from our side."""
    case = read_case(request, number)
    if not reads_everything(sight(request), case):
        raise LookupError("no tasks")
    return [_out(task) for task in Task.objects.filter(case=case).select_related(*JOINED).order_by("due_at", "id")]


@writes(TAG, "/cases/{int:number}/tasks", name="case-tasks", scope="cases.write", gives=TaskOut, status=201,
        summary="Ask another area")  # fmt: skip
def ask(request: HttpRequest, number: int, body: TaskIn) -> Any:
    """Another area is asked to do its part by a moment. Its people see the case from then on."""
    case = serve_case(request, number)
    given: dict[str, Any] = {"area_id": body.area, "title": body.title, "due_at": body.due_at}
    return Deed(do=lambda: commands.ask_area(case.pk, **given, by=who(request), at=now()), tell=_anew)


@writes(TAG, "/tasks/{int:task_id}/finish", name="task-finish", scope="work.write", gives=TaskOut,
        summary="Finish a task")  # fmt: skip
def finish(request: HttpRequest, task_id: int, body: OutcomeIn) -> Any:
    """The area has done its part. Done twice is done once."""
    task = _mine(request, task_id)
    return Deed(
        do=lambda: commands.finish_task(task.pk, outcome=body.outcome, by=who(request), at=now()),
        tell=lambda _done: _anew(task),
    )


@writes(TAG, "/tasks/{int:task_id}/due", name="task-due", scope="work.write", gives=TaskOut, verb="PUT",
        summary="Name another time")  # fmt: skip
def move(request: HttpRequest, task_id: int, body: DueIn) -> Any:
    """The area needs longer, and says until when. Whoever asked sees it at once."""
    task = _mine(request, task_id)
    return Deed(
        do=lambda: commands.move_task(task.pk, due_at=body.due_at, by=who(request), at=now()),
        tell=lambda _done: _anew(task),
    )


@reads(TAG, "/cases/{int:number}/asides", name="asides", scope="cases.read", gives=list[AsideOut],
       summary="List what others were asked")  # fmt: skip
def beside(request: HttpRequest, number: int) -> Any:
    """Conversations with suppliers and others about a case; its customer never sees them."""
    case = read_case(request, number)
    if not reads_everything(sight(request), case):
        raise LookupError("no asides")
    return [_aside(one) for one in told_asides(sight(request), case)]


@writes(TAG, "/cases/{int:number}/asides", name="asides", scope="cases.write", gives=AsideOut, status=201,
        summary="Ask somebody outside")  # fmt: skip
def ask_outside(request: HttpRequest, number: int, body: AsideIn) -> Any:
    """Writes to somebody who is not the customer; asked again, it is the same conversation."""
    case = serve_case(request, number)
    seen = sight(request)

    def tell(aside: Any) -> dict[str, Any]:
        return next(_aside(one) for one in told_asides(seen, case) if one.aside.pk == aside.pk)

    return Deed(do=lambda: commands.write_aside(case.pk, **body.dict(), by=who(request), at=now()), tell=tell)


def _mine(request: HttpRequest, task_id: int) -> Task:
    task = task_for(sight(request), task_id)
    areas = pass_of(request).areas
    if areas and task.area_id not in areas and task.case.area_id not in areas:
        raise LookupError("no such task")
    return task


def _anew(task: Task) -> dict[str, Any]:
    return _out(Task.objects.select_related(*JOINED).get(pk=task.pk))


def _out(task: Task) -> dict[str, Any]:
    told = {name: getattr(task, name) for name in ("id", "title", "state", "asked_at", "due_at", "done_at", "outcome")}
    asked_by = {"id": task.asked_by.pk, "name": task.asked_by.name} if task.asked_by else None
    area = {"id": task.area.pk, "name": task.area.name}
    return told | {"case": task.case.number, "area": area, "asked_by": asked_by}


def _aside(told: AsideTold) -> dict[str, Any]:
    person = told.aside.person
    return {
        "id": told.aside.pk,
        "person": {"id": person.pk, "name": person.name},
        "email": person.email,
        "waits_for_us": waits_for_us(told.aside),
        "messages": [message_out(one) for one in told.said],
    }
