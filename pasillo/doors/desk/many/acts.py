"""What can be done to many cases at once: the command behind each, and the way back where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.hours import moment_of
from pasillo.doors.desk.words import priority_word
from pasillo.doors.shell.moments import when
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_by
from pasillo.operations.conversations.queries import drafts_of


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for, by whom: the act, its value and its reason."""

    act: str
    value: str = ""
    reason: str = ""
    person_id: int
    at: datetime

    @property
    def by(self) -> str:
        """The name the journal writes down."""
        return f"person:{self.person_id}"


Before = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One command for each case. `before` notes what was so and `back` brings it back, where there is a way back."""

    do: Callable[[Case, Order], object]
    told: Callable[[int, str], str]
    before: Callable[[Case], Before] | None = None
    back: Callable[[int, Before, Order], object] | None = None


MERGE = "merge"
WANTS_A_NUMBER = ("assign", "transfer", "priority")


def prepared(act: str, value: str, reason: str, *, person_id: int, at: datetime) -> Order:
    """An order that makes sense, or the refusal that says why it does not."""
    if act not in ACTS:
        raise Refused(_("This cannot be done to several cases at once."))
    if act == "assign":
        value = str(person_id) if value == "me" else value
    if act == "snooze":
        value = moment_of(value, at).isoformat()
    if not (is_number(value) or act not in WANTS_A_NUMBER or (act == "assign" and not value)):
        raise Refused(_("Something is missing: choose one of the list."))
    if act == "transfer" and not (value and reason.strip()):
        raise Refused(_("Choose the area, and tell it why it gets these cases."))
    return Order(act=act, value=value, reason=reason.strip(), person_id=person_id, at=at)


def _assign(case: Case, order: Order) -> None:
    holder = int(order.value) if order.value else None
    if holder == order.person_id:
        commands.take(case.pk, by=order.by, at=order.at)
    else:
        commands.assign(case.pk, assignee_id=holder, by=order.by, at=order.at)


def _give_back(case_id: int, before: Before, order: Order) -> None:
    _unchanged(case_id, "assignee_id", int(order.value) if order.value else None)
    commands.assign(case_id, assignee_id=before["assignee_id"], by=order.by, at=order.at)


def _press(case: Case, order: Order) -> None:
    commands.set_priority(case.pk, priority=int(order.value), reason=order.reason, by=order.by, at=order.at)


def _press_as_before(case_id: int, before: Before, order: Order) -> None:
    _unchanged(case_id, "priority", int(order.value))
    commands.set_priority(case_id, priority=before["priority"], undoes=True, by=order.by, at=order.at)


def _snooze(case: Case, order: Order) -> None:
    commands.snooze(case.pk, until=datetime.fromisoformat(order.value), by=order.by, at=order.at)


def _wake(case: Case, order: Order) -> None:
    if case.snoozed_until is None:
        raise Refused(_("not put off"))
    commands.wake(case.pk, by=order.by, at=order.at)


def _sleep_as_before(case_id: int, before: Before, order: Order) -> None:
    until = datetime.fromisoformat(before["until"]) if before["until"] else None
    if until is None:
        commands.wake(case_id, by=order.by, at=order.at)
    else:
        commands.snooze(case_id, until=until, by=order.by, at=order.at)


def _pass_on(case: Case, order: Order) -> None:
    commands.transfer(case.pk, area_id=int(order.value), reason=order.reason, by=order.by, at=order.at)


def _pass_back(case_id: int, before: Before, order: Order) -> None:
    _unchanged(case_id, "area_id", int(order.value))
    commands.transfer(case_id, area_id=before["area_id"], reason=_("Taken back at once."), by=order.by, at=order.at)
    if before["assignee_id"]:
        commands.assign(case_id, assignee_id=before["assignee_id"], by=order.by, at=order.at)


def _resolve(case: Case, order: Order) -> None:
    if "reply" in drafts_of(case.conversation_id, person_id=order.person_id):
        raise Refused(_("Your reply to it is not sent yet."))
    commands.resolve(case.pk, by=order.by, at=order.at)


def _merge(case: Case, order: Order) -> None:
    """Both are asked again in this moment: whether they are theirs, and whether they may become one."""
    seen = sight_of(Person.objects.get(pk=order.person_id))
    if not served_by(seen).filter(pk=int(order.value), customer=case.customer_id).exists():
        raise Refused(_("The case that is kept is not yours any more."))
    commands.merge(case.pk, into_id=int(order.value), by=order.by, at=order.at)


def _wait(case: Case, order: Order) -> None:
    commands.wait(case.pk, why=order.value, by=order.by, at=order.at)


def _resume(case: Case, order: Order) -> None:
    commands.resume(case.pk, by=order.by, at=order.at)


def _unchanged(case_id: int, field: str, value: object) -> None:
    if Case.objects.values_list(field, flat=True).get(pk=case_id) != value:
        raise Refused(_("Somebody has changed it since."))


def _assigned(n: int, value: str) -> str:
    if not value:
        return ngettext("%(n)s case given back to its area", "%(n)s cases given back to their area", n) % {"n": n}
    name = Person.objects.values_list("name", flat=True).get(pk=int(value))
    return ngettext("%(n)s case given to %(who)s", "%(n)s cases given to %(who)s", n) % {"n": n, "who": name}


def _passed(n: int, value: str) -> str:
    name = Area.objects.values_list("name", flat=True).get(pk=int(value))
    return ngettext("%(n)s case passed to %(area)s", "%(n)s cases passed to %(area)s", n) % {"n": n, "area": name}


def _pressing(n: int, value: str) -> str:
    words = {"n": n, "priority": priority_word(int(value))}
    return ngettext("%(n)s case: priority %(priority)s", "%(n)s cases: priority %(priority)s", n) % words


def _put_off(n: int, value: str) -> str:
    words = {"n": n, "until": when(datetime.fromisoformat(value))}
    return ngettext("%(n)s case put off until %(until)s", "%(n)s cases put off until %(until)s", n) % words


def _resolved(n: int, value: str) -> str:
    return ngettext("%(n)s case resolved", "%(n)s cases resolved", n) % {"n": n}


def _merged(n: int, value: str) -> str:
    words = {"n": n, "number": Case.objects.values_list("number", flat=True).get(pk=int(value))}
    return ngettext("%(n)s case merged into #%(number)s", "%(n)s cases merged into #%(number)s", n) % words


def _waiting(n: int, value: str) -> str:
    return ngettext("%(n)s case waits now", "%(n)s cases wait now", n) % {"n": n}


def _back(n: int, value: str) -> str:
    return ngettext("%(n)s case is back", "%(n)s cases are back", n) % {"n": n}


def _holder(case: Case) -> Before:
    return {"assignee_id": case.assignee_id}


def _priority(case: Case) -> Before:
    return {"priority": case.priority}


def _sleep(case: Case) -> Before:
    return {"until": case.snoozed_until.isoformat() if case.snoozed_until else ""}


def _place(case: Case) -> Before:
    return {"area_id": case.area_id, "assignee_id": case.assignee_id}


ACTS: dict[str, Act] = {
    "assign": Act(do=_assign, told=_assigned, before=_holder, back=_give_back),
    "priority": Act(do=_press, told=_pressing, before=_priority, back=_press_as_before),
    "snooze": Act(do=_snooze, told=_put_off, before=_sleep, back=_sleep_as_before),
    "wake": Act(do=_wake, told=_back, before=_sleep, back=_sleep_as_before),
    "transfer": Act(do=_pass_on, told=_passed, before=_place, back=_pass_back),
    "resolve": Act(do=_resolve, told=_resolved),
    MERGE: Act(do=_merge, told=_merged),
    "wait": Act(do=_wait, told=_waiting),
    "resume": Act(do=_resume, told=_back),
}
