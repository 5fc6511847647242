"""A merge is undone: two needs had been taken for one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import forget, settle
from pasillo.operations.cases.commands.merging import unanswered_since
from pasillo.operations.cases.commands.reaching import tell_seen_again, tell_unseen_again
from pasillo.operations.cases.commands.step import enter, locked, save, say
from pasillo.operations.cases.facts import CaseOpened, CaseResolved, PersonLeft
from pasillo.operations.cases.facts_of_holding import AnswerSeen, AnswerUnseen
from pasillo.operations.cases.facts_of_merging import CaseCameBack, CaseGaveBack, CaseTookIn
from pasillo.operations.cases.merging import NOT_UNDONE, why_not_undone
from pasillo.operations.cases.models import Case, Merging, Participant, Pause, Task
from pasillo.operations.cases.phases import OPEN, WAITING, State
from pasillo.operations.cases.undone import standing
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import MESSAGES
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.queries import about_to_be_said


@transaction.atomic
def unmerge(case_id: int, *, by: str, at: datetime) -> Case:
    """The case that was merged stands on its own again, as it stood; what was said after the merge stays where it is.

    Its messages, its tasks, what was begun to be written in it and who took part by it go back, and every clock is what
    it would have been.
    """
    merging = Merging.objects.filter(case=case_id, undone_at=None).first()
    into_id = merging.into_id if merging else case_id
    by_id = {number: locked(number) for number in sorted({case_id, into_id})}
    case, kept = by_id[case_id], by_id[into_id]
    merging = _checked(case, kept)
    settle(MESSAGES)
    earlier = list(Merging.objects.filter(into=case, undone_at=None).values_list("case_id", "case__conversation_id"))
    conversations.carry_back(
        case.conversation_id,
        from_id=kept.conversation_id,
        with_those_of=[conversation_id for _pk, conversation_id in earlier],
        drafts=merging.before.get("drafts", []),
    )
    Case.objects.filter(pk__in=[pk for pk, _conversation in earlier]).update(merged_into=case)
    _let_go(merging, kept, by=by, at=at)
    letters = _letters(merging, case, kept)
    tell_seen_again(case, letters, by=by)
    _stand_again(merging, case, kept, letters, by=by, at=at)
    tell_unseen_again(case, letters, by=by, at=at)
    _go_on_without(merging, kept, case, letters, by=by, at=at)
    return case


def _letters(merging: Merging, case: Case, kept: Case) -> list[Entry]:
    """What was told there meanwhile of answers that went back: nobody could see them, or somebody has after all."""
    written_so_far()
    back = Message.objects.filter(conversation=case.conversation_id, direction="out").values_list("pk", flat=True)
    told = Entry.objects.filter(about=kept.ref, name__in=(AnswerUnseen.name, AnswerSeen.name))
    since = told.filter(happened_at__gte=merging.merged_at, data__message_id__in=list(back))
    return list(since.order_by("id"))


def _checked(case: Case, kept: Case) -> Merging:
    """Read again under the lock: of two who undo at once the second finds nothing to undo."""
    merging = Merging.objects.filter(case=case, undone_at=None).select_for_update(of=("self",)).first()
    refusal = why_not_undone(
        merged=case.merged_into_id is not None,
        known=merging is not None,
        is_direct=merging is not None and merging.into_id == case.merged_into_id,
        kept_state=kept.state,
    )
    if refusal or merging is None:
        raise Refused(refusal or str(NOT_UNDONE["alone"]))
    if about_to_be_said(kept.conversation_id):
        raise Refused(_("A reply is just going out from the other case. Please wait ten seconds."))
    return merging


def _let_go(merging: Merging, kept: Case, *, by: str, at: datetime) -> None:
    """Who took part only by the merge, and what other areas were asked for here."""
    theirs = Participant.objects.filter(case=kept, person__in=merging.before.get("people", []))
    for person_id in list(theirs.values_list("person_id", flat=True)):
        say(kept, PersonLeft(case_id=kept.pk, person_id=person_id), by=by, at=at)
    theirs.delete()
    forget(("others", kept.pk))
    Task.objects.filter(pk__in=merging.before["tasks"], case=kept).update(case=merging.case_id)
    merging.undone_by, merging.undone_at = by, at
    merging.save(update_fields=["undone_by", "undone_at"])


def _stand_again(merging: Merging, case: Case, kept: Case, letters: Sequence[Entry], *, by: str, at: datetime) -> None:
    before = merging.before
    state, waits = _state_now(merging.before, case, _wrote_since(kept, case.customer_id, merging), at=at)
    since = before["waiting_since"]
    case.waiting_since = parse_datetime(since) if since else None
    case.merged_into, case.closed_at = None, None
    enter(case, state, "merged_into", "closed_at", "waiting_since", by=by, at=at)
    fact = CaseCameBack(
        case_id=case.pk,
        from_id=kept.pk,
        number=kept.number,
        waits=waits,
        answered_at=_answered_at(case, letters),
        solved_at=_solved_at(case) if state == State.RESOLVED or case.cycle > 1 else [],
    )
    say(case, fact, by=by, at=at)


def _state_now(before: dict[str, Any], case: Case, wrote: bool, *, at: datetime) -> tuple[State, bool]:
    """As it stood; a wait goes on unless its day has come, or the customer has written since."""
    state = State(before["state"])
    if state not in WAITING:
        return state, False
    pause = Pause.objects.filter(pk=before["pause"] or 0).first()
    if pause is None or wrote or (pause.until is not None and pause.until <= at):
        return (State.IN_PROGRESS if case.assignee_id else State.NEW), False
    pause.ended_at = None
    pause.save(update_fields=["ended_at"])
    return state, True


def _wrote_since(kept: Case, person_id: int, merging: Merging) -> bool:
    said = Message.objects.filter(conversation=kept.conversation_id, direction="in", said_at__gte=merging.merged_at)
    return said.filter(author=person_id, held=False, by_machine=False).exists()


def _go_on_without(
    merging: Merging, kept: Case, case: Case, letters: Sequence[Entry], *, by: str, at: datetime
) -> None:
    """The kept case counts from its own start again, or from that of another one which it still holds."""
    kept.opened_at = _begins(kept, without=case.pk)
    if kept.state in OPEN:
        kept.waiting_since = unanswered_since(kept)
    waits = _waits_on(merging, kept, by=by, at=at)
    save(kept, "opened_at", "waiting_since", at=at)
    helpers = Task.objects.filter(case=kept).order_by("id").values_list("area_id", flat=True)
    fact = CaseGaveBack(
        case_id=kept.pk,
        to_id=case.pk,
        number=case.number,
        opened_at=kept.opened_at.isoformat(),
        answered_at=_answered_at(kept),
        helpers=list(dict.fromkeys(helpers)),
        waits=waits,
        unseen=[one.data["message_id"] for one in letters if one.name == AnswerUnseen.name],
        seen=[one.data["message_id"] for one in letters if one.name == AnswerSeen.name],
    )
    say(kept, fact, by=by, at=at)


def _waits_on(merging: Merging, kept: Case, *, by: str, at: datetime) -> bool:
    """It had waited, words of the other case ended that, and nothing has been said or done here since."""
    before = merging.before.get("kept", {"state": ""})
    if before["state"] not in WAITING or kept.state not in (State.NEW, State.ASSIGNED, State.IN_PROGRESS):
        return False
    since = Message.objects.filter(conversation=kept.conversation_id, said_at__gte=merging.merged_at, by_machine=False)
    state, waits = _state_now(before, kept, since.exclude(direction="note").exists(), at=at)
    if waits:
        enter(kept, state, by=by, at=at)
    return waits


def _begins(kept: Case, *, without: int) -> datetime:
    written_so_far()
    told = Entry.objects.filter(about=kept.ref, name__in=(CaseOpened.name, CaseTookIn.name, CaseGaveBack.name))
    facts, _given_back = standing(told.order_by("id"))
    own = next(fact.happened_at for fact in facts if fact.name == CaseOpened.name)
    taken = [one.data for one in facts if one.name == CaseTookIn.name and one.data["from_id"] != without]
    return min([own, *(datetime.fromisoformat(one["opened_at"]) for one in taken)])


def _answered_at(case: Case, letters: Iterable[Entry] = ()) -> str:
    """When it was answered first, by words that could be seen; what was seen late counts from then on."""
    said = Message.objects.filter(conversation=case.conversation_id, direction="out", by_machine=False)
    told = Entry.objects.filter(about=case.ref, name=AnswerSeen.name).order_by("id")
    late = {one.data["message_id"]: one.happened_at for one in [*told, *letters] if one.name == AnswerSeen.name}
    seen = said.filter(is_unseen=False).values_list("pk", "said_at")
    first = min((late.get(message_id, moment) for message_id, moment in seen), default=None)
    return first.isoformat() if first else ""


def _solved_at(case: Case) -> list[str]:
    """When it was solved first, and last where that still holds."""
    told = Entry.objects.filter(about=case.ref, name=CaseResolved.name).order_by("id")
    moments = [moment.isoformat() for moment in told.values_list("happened_at", flat=True)]
    return [*moments[:1], *(moments[-1:] if case.state == State.RESOLVED else [])]
