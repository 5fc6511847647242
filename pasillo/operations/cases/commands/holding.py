"""Who answers for a case: the area, and the person in it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import known
from pasillo.ground.people.models import Area, Membership, Role
from pasillo.operations.cases.commands.step import end_snooze, enter, locked_for, person_in, save, say
from pasillo.operations.cases.facts import CaseAssigned, CaseTransferred
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import Words


@transaction.atomic
def take(case_id: int, *, by: str, at: datetime) -> Case:
    """Whoever asks holds the case now."""
    person_id = person_in(by)
    if person_id is None:
        raise Refused(_("Only a person can take a case."))
    return assign(case_id, assignee_id=person_id, verb="take", by=by, at=at)


@transaction.atomic
def assign(case_id: int, *, assignee_id: int | None, verb: str = "assign", by: str, at: datetime) -> Case:
    """Give the case to a person of its area, or to nobody."""
    case = locked_for(case_id, verb)
    if assignee_id is not None and not known(
        ("serves", assignee_id, case.area_id), lambda: _serves_in(assignee_id, case.area_id)
    ):
        raise Refused(_("This person does not serve in the area of the case. Transfer it first."))
    return hold(case, assignee_id=assignee_id, by=by, at=at)


def _serves_in(person_id: int, area_id: int) -> bool:
    serving = Membership.objects.filter(person_id=person_id, person__is_active=True)
    in_area = serving.filter(area_id=area_id, role__in=[Role.AGENT, Role.MANAGER])
    return in_area.exists() or serving.filter(role=Role.HEAD).exists()


def hold(case: Case, *, assignee_id: int | None, by: str, at: datetime) -> Case:
    """Change who holds a locked case; holding it already changes and tells nothing."""
    if case.assignee_id == assignee_id:
        return case
    previous = case.assignee_id
    case.assignee_id = assignee_id
    save(case, "assignee", at=at)
    fact = CaseAssigned(case_id=case.pk, assignee_id=assignee_id, area_id=case.area_id, previous_id=previous)
    say(case, fact, by=by, at=at)
    if assignee_id is not None and case.state == State.NEW:
        return enter(case, State.ASSIGNED, by=by, at=at)
    if assignee_id is None and case.state == State.ASSIGNED:
        return enter(case, State.NEW, by=by, at=at)
    return case


@transaction.atomic
def transfer(case_id: int, *, area_id: int, reason: str, by: str, at: datetime) -> Case:
    """Another area answers for the case now; the reason stays as a note. The customer's promise does not move."""
    if not reason.strip():
        raise Refused(_("Tell the other area why it gets this case."))
    case = locked_for(case_id, "transfer")
    if case.area_id == area_id:
        raise Refused(_("The case is in this area already."))
    if not known(("area", area_id), Area.objects.filter(pk=area_id, is_active=True).exists):
        raise Refused(_("There is no such area."))
    hold(case, assignee_id=None, by=by, at=at)
    end_snooze(case, why="transferred", by=by, at=at)
    fact = CaseTransferred(case_id=case.pk, from_area_id=case.area_id, to_area_id=area_id)
    case.area_id = area_id
    save(case, "area", at=at)
    words = Words(text=reason, channel="note")
    conversations.say(case.conversation_id, direction="note", author_id=person_in(by), words=words, at=at)
    say(case, fact, by=by, at=at)
    return case
