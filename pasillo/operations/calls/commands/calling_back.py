"""A call that is promised for half an hour: agreed, made, tried in vain, given up, or missed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.hours.dates import dated
from pasillo.ground.hours.queries import timetable
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.operations.calls.calling_back import free_times
from pasillo.operations.calls.facts import (
    CallBackAgreed,
    CallBackGivenUp,
    CallBackMade,
    CallBackMissed,
    CallBackTried,
)
from pasillo.operations.calls.models import CallBack
from pasillo.operations.calls.slots import LENGTH
from pasillo.operations.calls.telling_numbers import ending
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State, may

ENOUGH = 2


@transaction.atomic
def agree(case_id: int, *, starts_at: datetime, number: str, by: str, at: datetime) -> CallBack:
    """Promise to call in this half hour. Of two who want the last one, one has it; the other hears that it is gone."""
    case = Case.objects.select_for_update(of=("self",)).select_related("area", "customer").get(pk=case_id)
    if not may(case.state, "wait"):
        raise Refused(_("Only an open case can wait."))
    if not ending(number):
        raise Refused(_("Please give us the number at which we reach you."))
    Area.objects.select_for_update().get(pk=case.area_id)
    before = _agreed(case_id)
    if before is not None:
        _settle(before, CallBack.State.GIVEN_UP, CallBackGivenUp(case_id=case.pk, call_back_id=before.pk), by=by, at=at)
    if starts_at not in free_times(case, at=at):
        raise Refused(_("This time is not free any more. Please choose another one."))
    made = CallBack.objects.create(
        case=case, area=case.area, number=safe(number).strip()[:40], starts_at=starts_at, ends_at=starts_at + LENGTH,
        made_at=at,
    )  # fmt: skip
    words = _("A call to %(number)s: %(when)s.") % {"number": made.number, "when": when_words(made, case)}
    cases.wait(case.pk, why="scheduled", until=starts_at, said=words, by=by, at=at)
    fact = CallBackAgreed(
        case_id=case.pk, call_back_id=made.pk, starts_at=starts_at.isoformat(), ends_at=made.ends_at.isoformat()
    )
    tell(fact, about=case.ref, by=by, at=at)
    return made


@transaction.atomic
def give_up(case_id: int, *, by: str, at: datetime) -> None:
    """The call is not needed any more; the case is ours again."""
    promised = _its(case_id)
    fact = CallBackGivenUp(case_id=case_id, call_back_id=promised.pk)
    _settle(promised, CallBack.State.GIVEN_UP, fact, by=by, at=at)
    if Case.objects.get(pk=case_id).state == State.SCHEDULED:
        cases.resume(case_id, by=by, at=at)


@transaction.atomic
def reached(case_id: int, *, by: str, at: datetime) -> None:
    """We called, and talked."""
    promised = _its(case_id)
    fact = CallBackMade(case_id=case_id, call_back_id=promised.pk, in_time=at <= promised.ends_at)
    _settle(promised, CallBack.State.MADE, fact, by=by, at=at)
    if Case.objects.get(pk=case_id).state == State.SCHEDULED:
        cases.resume(case_id, by=by, at=at)


@transaction.atomic
def tried(case_id: int, *, by: str, at: datetime) -> CallBack:
    """We called, and nobody answered. After the second time the customer is told so, and how it goes on."""
    promised = _its(case_id)
    promised.tries += 1
    promised.save(update_fields=["tries"])
    fact = CallBackTried(
        case_id=case_id, call_back_id=promised.pk, tries=promised.tries, in_time=at <= promised.ends_at
    )
    if promised.tries < ENOUGH:
        tell(fact, about=f"case:{case_id}", by=by, at=at)
        return promised
    _settle(promised, CallBack.State.UNREACHED, fact, by=by, at=at)
    case = Case.objects.get(pk=case_id)
    if may(case.state, "reply"):
        with translation.override(case.language):
            words = _(
                "We tried to reach you at %(number)s twice, and nobody answered. Write to us here, or choose another "
                "time for a call: when does it suit you?"
            ) % {"number": promised.number}
        cases.reply(case.pk, text=words, by_machine=True, by=by, at=at)
    return promised


def miss_what_is_over(*, at: datetime, limit: int = 500) -> int:
    """Whose half hour passed and was not called: the promise is broken, and whoever holds the case learns it."""
    over = CallBack.objects.filter(state=CallBack.State.AGREED, missed_at=None, tries=0, ends_at__lt=at)
    return sum(_miss(pk, at=at) for pk in list(over.order_by("ends_at").values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _miss(call_back_id: int, *, at: datetime) -> bool:
    late = CallBack.objects.select_for_update(of=("self",)).select_related("case").filter(
        pk=call_back_id, state=CallBack.State.AGREED, missed_at=None, tries=0
    ).first()  # fmt: skip
    if late is None:
        return False
    late.missed_at = late.ends_at
    late.save(update_fields=["missed_at"])
    fact = CallBackMissed(case_id=late.case_id, call_back_id=late.pk, ends_at=late.ends_at.isoformat())
    tell(fact, about=f"case:{late.case_id}", by="system", at=late.ends_at)
    if late.case.assignee_id:
        whisper(f"person:{late.case.assignee_id}")
    return True


def when_words(promised: CallBack, case: Case) -> str:
    """The half hour as people say it, in the zone of who serves."""
    zone = ZoneInfo(timetable(case.area.calendar_id, at=promised.starts_at).rule.zone)
    begin, end = promised.starts_at.astimezone(zone), promised.ends_at.astimezone(zone)
    told = {"day": dated(begin, _("l j F")), "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}"}
    return _("%(day)s, %(from)s to %(to)s") % told


def _agreed(case_id: int) -> CallBack | None:
    held = CallBack.objects.select_for_update().filter(case=case_id, state=CallBack.State.AGREED)
    return held.first()


def _its(case_id: int) -> CallBack:
    promised = _agreed(case_id)
    if promised is None:
        raise Refused(_("No call is promised here."))
    return promised


def _settle(promised: CallBack, state: str, fact: Fact, *, by: str, at: datetime) -> None:
    promised.state, promised.settled_at = state, at
    promised.save(update_fields=["state", "settled_at", "tries"])
    tell(fact, about=f"case:{promised.case_id}", by=by, at=at)
