"""Two cases about the same need become one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import forget, settle
from pasillo.operations.cases.commands.sharing import MOST
from pasillo.operations.cases.commands.step import end_pause, end_snooze, enter, locked, person_in, save, say
from pasillo.operations.cases.facts import CaseOpened, PersonAdded, TaskAsked
from pasillo.operations.cases.facts_of_merging import CaseGaveBack, CaseMerged, CaseTookIn
from pasillo.operations.cases.merging import Side, why_not
from pasillo.operations.cases.models import Case, FormalComplaint, Merging, Participant, Pause, Task
from pasillo.operations.cases.phases import State, after_customer_wrote
from pasillo.operations.cases.undone import standing
from pasillo.operations.cases.waited import waits_before
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import MESSAGES
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.queries import about_to_be_said
from pasillo.strategy.catalogue.commands import release_slots


@transaction.atomic
def merge(case_id: int, *, into_id: int, shares: bool = False, by: str, at: datetime) -> Case:
    """This case goes on in another one about the same need, which is kept; `unmerge` takes it back.

    What was said, asked of others and begun to be written goes along. The kept case counts from the earlier start;
    what had been promised on this one leaves the figures. Returns the case that is kept.
    """
    by_id = {number: locked(number) for number in sorted({case_id, into_id})}
    duplicate, kept = by_id[case_id], by_id[into_id]
    _check(duplicate, kept, shares)
    settle(MESSAGES)
    fact = _told_of(duplicate, kept, at=at)
    before = _stands(duplicate) | {"kept": _stands(kept)}
    _end(duplicate, kept, by=by, at=at)
    before |= _bring(duplicate, kept, by=by, at=at)
    Merging.objects.create(case=duplicate, into=kept, before=before, merged_by=by, merged_at=at)
    _wait_no_more(kept, by=by, at=at)
    kept.opened_at = min(kept.opened_at, duplicate.opened_at)
    save(kept, "opened_at", at=at)
    say(kept, fact, by=by, at=at)
    return kept


def _check(duplicate: Case, kept: Case, shares: bool) -> None:
    if refusal := why_not(_side(duplicate), _side(kept), shares=shares):
        raise Refused(refusal)
    if about_to_be_said(duplicate.conversation_id):
        raise Refused(_("A reply is just going out from the other case. Please wait ten seconds."))
    if len((_side(kept).people | _side(duplicate).people) - {kept.customer_id}) > MOST:
        raise Refused(_("No more than %(count)s people can take part in one request.") % {"count": MOST})


def _side(case: Case) -> Side:
    return Side(
        case_id=case.pk,
        state=case.state,
        kind=case.kind,
        unverified=case.unverified,
        is_formal=case.kind == "complaint" and FormalComplaint.objects.filter(case=case).exists(),
        people=frozenset({case.customer_id, *_guests(case)}),
    )


def _guests(case: Case) -> Iterable[int]:
    return Participant.objects.filter(case=case).order_by("id").values_list("person_id", flat=True)


def _told_of(duplicate: Case, kept: Case, *, at: datetime) -> CaseTookIn:
    """What the clocks of the kept case have to know: ids and moments, no words."""
    said = Message.objects.filter(conversation=duplicate.conversation_id, by_machine=False, held=False, is_unseen=False)
    spoken = said.exclude(direction="note").order_by("said_at", "id").values_list("said_at", "direction", "id")
    waits = Pause.objects.filter(case=duplicate, proven=True).order_by("began_at", "id")
    return CaseTookIn(
        case_id=kept.pk,
        from_id=duplicate.pk,
        number=duplicate.number,
        opened_at=duplicate.opened_at.isoformat(),
        spoken=[[moment.isoformat(), direction, str(message_id)] for moment, direction, message_id in spoken],
        waits=[
            *_waited_before(duplicate),
            *([wait.began_at.isoformat(), (wait.ended_at or at).isoformat(), wait.why] for wait in waits),
        ],
    )


def _stands(duplicate: Case) -> dict[str, Any]:
    """What has to be known to take it back."""
    pause = Pause.objects.filter(case=duplicate, ended_at=None).first()
    return {
        "state": str(duplicate.state),
        "waiting_since": duplicate.waiting_since.isoformat() if duplicate.waiting_since else None,
        "pause": pause.pk if pause else None,
        "tasks": list(Task.objects.filter(case=duplicate).order_by("id").values_list("id", flat=True)),
    }


def _waited_before(duplicate: Case) -> list[list[str]]:
    """The waits of the cases that it had taken in itself, as they counted in it."""
    written_so_far()
    names = (CaseOpened.name, CaseTookIn.name, CaseGaveBack.name)
    told, _ = standing(Entry.objects.filter(about=duplicate.ref, name__in=names).order_by("id"))
    return [[began.isoformat(), ended.isoformat(), why] for began, ended, why in waits_before(told)]


def _end(duplicate: Case, kept: Case, *, by: str, at: datetime) -> None:
    """It is over where it was, and whatever was merged into it before goes on in the kept case, too."""
    end_pause(duplicate, by=by, at=at)
    end_snooze(duplicate, why="merged", by=by, at=at)
    Case.objects.filter(merged_into=duplicate).update(merged_into=kept)
    duplicate.merged_into = kept
    duplicate.closed_at = at
    duplicate.waiting_since = None
    enter(duplicate, State.MERGED, "merged_into", "closed_at", "waiting_since", by=by, at=at)
    say(duplicate, CaseMerged(case_id=duplicate.pk, into_id=kept.pk, number=kept.number), by=by, at=at)
    release_slots(duplicate.ref, by=by, at=at)


def _bring(duplicate: Case, kept: Case, *, by: str, at: datetime) -> dict[str, list[int]]:
    """What was said and begun, who takes part, and what other areas were asked for. Returns what would go back."""
    drafts = conversations.carry_over(duplicate.conversation_id, into_id=kept.conversation_id)
    known = {kept.customer_id, *_guests(kept)}
    new = [one for one in [duplicate.customer_id, *_guests(duplicate)] if one not in known]
    for person_id in new:
        Participant.objects.create(case=kept, person_id=person_id, added_by_id=person_in(by), added_at=at)
        say(kept, PersonAdded(case_id=kept.pk, person_id=person_id), by=by, at=at)
    forget(("others", kept.pk))
    for task in Task.objects.filter(case=duplicate).order_by("id"):
        task.case = kept
        task.save(update_fields=["case"])
        if task.state == Task.State.OPEN:
            due = task.due_at.isoformat()
            fact = TaskAsked(case_id=kept.pk, task_id=task.pk, area_id=task.area_id, due_at=due)
            say(kept, fact, by=by, at=at)
    return {"people": new, "drafts": drafts}


def _wait_no_more(kept: Case, *, by: str, at: datetime) -> None:
    """The customer has written in the other case after we asked in this one: we wait no more, from that moment on."""
    since = unanswered_since(kept)
    kept.waiting_since = since
    save(kept, "waiting_since", at=at)
    pause = Pause.objects.filter(case=kept, ended_at=None, why="customer").first()
    if since is None or (pause and since < pause.began_at):
        return
    end_snooze(kept, why="customer", by=by, at=at)
    state = after_customer_wrote(kept.state, has_assignee=kept.assignee_id is not None)
    if state != kept.state:
        end_pause(kept, by=by, at=max(since, pause.began_at) if pause else at)
        enter(kept, state, by=by, at=at)


def unanswered_since(kept: Case) -> datetime | None:
    """Since when words of the customer stand there that no person has answered, in either case."""
    said = Message.objects.filter(conversation=kept.conversation_id, by_machine=False, held=False, is_unseen=False)
    last = said.filter(direction="out").order_by("-said_at", "-id").first()
    here = said.filter(direction="in", goes_on_in=None)
    asked = here.filter(**({"said_at__gt": last.said_at} if last else {}))
    first = asked.order_by("said_at", "id").first()
    return first.said_at if first else None
