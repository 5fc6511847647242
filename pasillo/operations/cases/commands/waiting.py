"""We wait: for the customer, for a supplier, for an agreed day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import settle
from pasillo.operations.cases.commands.step import end_pause, enter, locked, locked_for, person_in, say
from pasillo.operations.cases.facts import CasePaused, CaseResumed
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import WAITS, State
from pasillo.operations.cases.questions import asks_something, names_the_day
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import MESSAGES, Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.queries import going_out

SYSTEM, MOST = "system", 20
LONGEST = timedelta(days=366)


@transaction.atomic
def wait(
    case_id: int, *, why: str, until: datetime | None = None, asks: bool = False, said: str = "", by: str, at: datetime
) -> Case:
    """Wait for "customer", "supplier" or a "scheduled" day.

    A wait stops what the customer was promised only when it is proven. Waiting for them: we asked them something after
    their last words, by a question mark or because whoever waits says that it `asks`. A day: words of ours name it, or
    it is `said` in which conversation it was agreed, which stays as a note. A supplier's delay never stops it. What was
    sent a moment ago and is just going out counts: taken back, it proves nothing (`rests_on_nothing`).
    """
    case = locked_for(case_id, "wait")
    if why not in WAITS:
        raise Refused(_("Say what the case waits for: the customer, a supplier or an agreed day."))
    agreed = _agreed_day(until, at) if why == "scheduled" else None
    end_pause(case, by=by, at=at)
    rests_on = None
    proven = bool(agreed and said.strip()) or _is_proven(case, why, asks=asks, until=agreed)
    if not proven:
        rests_on = _just_going_out(case, why, asks=asks, until=agreed)
        proven = rests_on is not None
    if agreed and said.strip():
        words = Words(text=_("Agreed: %(words)s") % {"words": said.strip()[:500]}, channel="note")
        conversations.say(case.conversation_id, direction="note", author_id=person_in(by), words=words, at=at)
    Pause.objects.create(case=case, why=why, proven=proven, began_at=at, until=agreed)
    enter(case, WAITS[why], by=by, at=at)
    told = agreed.isoformat() if agreed else None
    fact = CasePaused(case_id=case.pk, why=why, proven=proven, until=told, rests_on=rests_on)
    say(case, fact, by=by, at=at)
    return case


def prove(case: Case, *, asks: bool, by: str, at: datetime) -> bool:
    """We waited without having asked, or for a day that we had not told them, and have now: from here on it counts."""
    if case.state not in {State.WAITING_CUSTOMER, State.SCHEDULED}:
        return False
    open_one = Pause.objects.filter(case=case, ended_at=None, proven=False).exclude(why="supplier").first()
    if open_one is None or (open_one.until and open_one.until <= at):
        return False
    if not _is_proven(case, open_one.why, asks=asks, until=open_one.until):
        return False
    wait(case.pk, why=open_one.why, until=open_one.until, asks=asks, by=by, at=at)
    return True


def rests_on_nothing(case_id: int, draft_id: int, *, by: str) -> None:
    """The reply on which a wait rested is not said: it never was proven, and no clock has stood still."""
    case = locked(case_id)
    pause = Pause.objects.filter(case=case, ended_at=None, proven=True).first()
    if pause is None or not _rests_on(case, pause, draft_id):
        return
    _void(case, pause, by=by)


def proves_nothing(case: Case, *, by: str) -> None:
    """Words of ours could not be seen: a wait that goes on and has no other proof never was one of the customer's."""
    pause = Pause.objects.filter(case=case, ended_at=None, proven=True).exclude(why="supplier").first()
    if pause is None or _was_agreed(case, pause) or _is_proven(case, pause.why, asks=True, until=pause.until):
        return
    _void(case, pause, by=by)


def _was_agreed(case: Case, pause: Pause) -> bool:
    """Whether it was said in which conversation the day was agreed: that stays as a note of the same moment."""
    notes = Message.objects.filter(conversation=case.conversation_id, direction="note", said_at=pause.began_at)
    return pause.why == "scheduled" and notes.exists()


def _void(case: Case, pause: Pause, *, by: str) -> None:
    at = pause.ended_at = pause.began_at
    pause.save(update_fields=["ended_at"])
    say(case, CaseResumed(case_id=case.pk, why=pause.why, proven=True, void=True), by=by, at=at)
    Pause.objects.create(case=case, why=pause.why, proven=False, began_at=at, until=pause.until)
    until = pause.until.isoformat() if pause.until else None
    say(case, CasePaused(case_id=case.pk, why=pause.why, proven=False, until=until), by=by, at=at)


def _rests_on(case: Case, pause: Pause, draft_id: int) -> bool:
    """Whether the wait that goes on began with this reply as its only proof."""
    written_so_far()
    told = Entry.objects.filter(about=case.ref, name=CasePaused.name, happened_at__gte=pause.began_at)
    last = told.order_by("-id").first()
    return last is not None and last.data.get("rests_on") == draft_id


def _agreed_day(until: datetime | None, at: datetime) -> datetime:
    if until is None or until <= at:
        raise Refused(_("Say for which day it is agreed; it must lie ahead."))
    if until - at > LONGEST:
        raise Refused(_("A day can be agreed for a year ahead at most."))
    return until


def _is_proven(case: Case, why: str, *, asks: bool, until: datetime | None) -> bool:
    """Whether the customer was told of the day, or is the one whom we wait for."""
    if why == "supplier":
        return False
    settle(MESSAGES)
    spoken = [(direction, text) for direction, text in asked(_last_said, case.conversation_id)]
    if why == "scheduled":
        return any(direction == "out" and _names(text, until) for direction, text in spoken)
    ours = [text for _direction, text in takewhile(lambda one: one[0] == "out", spoken)]
    return _asks(ours, asks)


def _asks(ours: Sequence[str], asks: bool) -> bool:
    return bool(ours) and (asks or any(asks_something(text) for text in ours))


def _names(text: str, until: datetime | None) -> bool:
    return until is not None and names_the_day(text, {until.date(), timezone.localtime(until).date()})


def _just_going_out(case: Case, why: str, *, asks: bool, until: datetime | None) -> int | None:
    """The reply that was sent a moment ago, after the last words of the customer, and proves this wait."""
    if why == "supplier":
        return None
    pressed = going_out(case.conversation_id).select_for_update(skip_locked=True)
    heard = Message.objects.filter(conversation=case.conversation_id, direction="in", by_machine=False, held=False)
    last = heard.order_by("-said_at").values_list("said_at", flat=True).first()
    proves = (one for one in pressed if (_names(one.text, until) if until else _asks([one.text], asks)))
    return next((one.pk for one in proves if last is None or (one.pressed_at and one.pressed_at >= last)), None)


def _last_said(conversation_id: int) -> QuerySet[Any]:
    said = Message.objects.filter(conversation=conversation_id, by_machine=False, held=False, is_unseen=False)
    return said.exclude(direction="note").order_by("-said_at", "-id").values_list("direction", "text")[:MOST]


def wake_agreed(*, at: datetime, limit: int = 500) -> int:
    """Whose agreed day has come is back in the queue, by itself, as of that moment."""
    due = Pause.objects.filter(why="scheduled", ended_at=None, until__lte=at).order_by("until", "id")
    return sum(_woken(case_id, at) for case_id in list(due.values_list("case_id", flat=True)[:limit]))


@transaction.atomic
def _woken(case_id: int, at: datetime) -> bool:
    """Whether its day had still come once it was ours: somebody may have agreed on another in this very moment."""
    case = locked(case_id)
    come = Pause.objects.filter(case=case_id, why="scheduled", ended_at=None, until__lte=at)
    until = come.values_list("until", flat=True).first()
    if until is None or case.state != State.SCHEDULED:
        return False
    end_pause(case, by=SYSTEM, at=at)
    enter(case, State.IN_PROGRESS if case.assignee_id else State.NEW, by=SYSTEM, at=max(until, case.changed_at))
    if case.assignee_id:
        whisper(f"person:{case.assignee_id}")
    return True


@transaction.atomic
def resume(case_id: int, *, by: str, at: datetime) -> Case:
    """We go on: what we waited for came, or we do not wait for it any more."""
    case = locked_for(case_id, "resume")
    end_pause(case, by=by, at=at)
    return enter(case, State.IN_PROGRESS if case.assignee_id else State.NEW, by=by, at=at)
