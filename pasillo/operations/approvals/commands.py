"""Every way in which approvals change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import due
from pasillo.ground.hours.queries import timetable
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import are_together, forget, known
from pasillo.operations.approvals.deciding import State, Step
from pasillo.operations.approvals.facts import ApprovalAsked, ApprovalDeclined, ApprovalGiven, ApprovalsPlanned
from pasillo.operations.approvals.models import Approval, Plan
from pasillo.operations.approvals.notes import note_to_customer, write_to_deciders
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may

LONGEST = 5_000
ANY = "any approval"
Lines = Sequence[tuple[str, str]]


@transaction.atomic
def plan(request_type_id: int, *, steps: Sequence[Step], by: str, at: datetime) -> Plan:
    """From now on these are asked, one after the other, when this is requested. Nobody asked: no approval needed."""
    if not all(step.is_clear for step in steps):
        raise Refused(_("Say for each step who decides: a person, an area or the head of operations."))
    written = [
        {"role": one.role, "person_id": one.person_id, "area_id": one.area_id, "hours": one.hours} for one in steps
    ]
    made, _is_new = Plan.objects.update_or_create(request_type_id=request_type_id, defaults={"steps": written})
    fact = ApprovalsPlanned(request_type_id=request_type_id, steps=len(written))
    tell(fact, about=f"request_type:{request_type_id}", by=by, at=at)
    return made


@transaction.atomic
def ask(case_id: int, *, steps: Sequence[Step], lines: Lines = (), by: str, at: datetime) -> list[Approval]:
    """Ask for a yes in these steps. The first is asked now; the promise to the customer runs on meanwhile."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if Approval.objects.filter(case=case).exists():
        raise Refused(_("This case has been put to approval already."))
    asked = [_step(case, place, step, lines) for place, step in enumerate(steps, start=1)]
    if asked:
        _ask_now(asked[0], by=by, at=at)
    return asked


def _step(case: Case, place: int, step: Step, lines: Lines) -> Approval:
    forget(ANY)
    return Approval.objects.create(
        case=case,
        place=place,
        role=step.role,
        person_id=step.person_id,
        area_id=step.area_id,
        hours=step.hours,
        subject=case.subject,
        asks_id=case.customer_id,
        lines=[[str(question), str(answer)] for question, answer in lines],
    )


def _ask_now(approval: Approval, *, by: str, at: datetime) -> None:
    area = approval.area or approval.case.area
    approval.state, approval.asked_at = State.ASKED, at
    approval.due_at = due(timetable(area.calendar_id, at=at), at, timedelta(hours=approval.hours))
    approval.save(update_fields=["state", "asked_at", "due_at"])
    fact = ApprovalAsked(
        case_id=approval.case_id,
        approval_id=approval.pk,
        place=approval.place,
        person_id=approval.person_id,
        area_id=approval.area_id,
        role=approval.role,
        due_at=approval.due_at.isoformat(),
    )
    _say(approval, fact, by=by, at=at)
    write_to_deciders(approval, at=at)


@transaction.atomic
def give(approval_id: int, *, words: str = "", by: str, at: datetime) -> Approval:
    """Somebody says yes. The next one is asked; after the last the case goes on."""
    approval = _locked(approval_id)
    _decide(approval, State.GIVEN, words, by=by, at=at)
    following = Approval.objects.filter(case=approval.case_id, state=State.WAITING).order_by("place").first()
    fact = ApprovalGiven(
        case_id=approval.case_id, approval_id=approval.pk, place=approval.place, is_last=following is None
    )
    _say(approval, fact, by=by, at=at)
    if following is not None:
        _ask_now(following, by=by, at=at)
    else:
        note_to_customer(approval, at=at)
    return approval


@transaction.atomic
def decline(approval_id: int, *, words: str, by: str, at: datetime) -> Approval:
    """Somebody says no, and why. The customer reads it, and may say that it is not solved."""
    said = safe(words).strip()
    if not said:
        raise Refused(_("Please say why: whoever asked reads it."))
    approval = _locked(approval_id)
    _decide(approval, State.DECLINED, said, by=by, at=at)
    Approval.objects.filter(case=approval.case_id, state=State.WAITING).update(state=State.VOID)
    fact = ApprovalDeclined(case_id=approval.case_id, approval_id=approval.pk, place=approval.place)
    _say(approval, fact, by=by, at=at)
    case = approval.case
    if may(case.state, "resolve"):
        cases.reply(case.pk, text=said, then="resolve", by=by, at=at)
    return approval


def _decide(approval: Approval, state: State, words: str, *, by: str, at: datetime) -> None:
    said = safe(words).strip()
    if len(said) > LONGEST:
        raise Refused(_("This is longer than %(count)s characters.") % {"count": LONGEST})
    if approval.state != State.ASKED:
        raise Refused(_("This was decided already, or is no longer asked."))
    sort, _colon, number = by.partition(":")
    if sort != "person" or not number.isdigit():
        raise Refused(_("Only a person can approve or decline."))
    if int(number) == approval.asks_id:
        raise Refused(_("Nobody decides about their own request."))
    approval.state, approval.words, approval.decided_at, approval.decided_by_id = state, said, at, int(number)
    approval.save(update_fields=["state", "words", "decided_at", "decided_by"])


def let_go(case_id: int) -> None:
    """The need is gone: nobody has to decide any more."""
    if are_together() and not known(ANY, Approval.objects.exists):
        return
    Approval.objects.filter(case=case_id, state__in=[State.WAITING, State.ASKED]).update(state=State.VOID)


def _locked(approval_id: int) -> Approval:
    case_id = Approval.objects.values_list("case_id", flat=True).get(pk=approval_id)
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    return Approval.objects.select_related("case", "case__area", "area", "asks").get(pk=approval_id)


def _say(approval: Approval, fact: Fact, *, by: str, at: datetime) -> None:
    tell(fact, about=f"case:{approval.case_id}", by=by, at=at)
