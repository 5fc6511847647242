"""An alarm is closed by what somebody does, or by saying that it was seen, and why nothing is done."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.journal.telling import tell_all
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import are_together, settle
from pasillo.operations.alarms.commands.noting import NOTED, ringing, rings_no_more
from pasillo.operations.alarms.facts import AlarmAnswered
from pasillo.operations.alarms.ladder import Deed, How, is_answered
from pasillo.operations.alarms.models import Alarm


def answer_by_deed(case_id: int, how: How, *, by: str, at: datetime) -> int:
    """Close the alarms of a case that asked for what was just done. Returns how many."""
    if are_together():
        if case_id not in ringing():
            return 0
        settle(NOTED)
    found = asked(_open_now, case_id)
    answered = [alarm for alarm in found if is_answered(how, _asked(alarm), alarm.metric)]
    if answered:
        _close(case_id, answered, how, by=by, at=at)
    if len(answered) == len(found):
        rings_no_more(case_id)
    return len(answered)


def _open_now(case_id: int) -> QuerySet[Alarm]:
    return Alarm.objects.filter(case_id=case_id, closed_at=None).only("id", "deed", "metric", "told_at")


def _asked(alarm: Alarm) -> Deed:
    """What it asks for; one that was not told yet asks for whatever its metric waits for."""
    return Deed(alarm.deed) if alarm.deed else Deed.SOLVE


@transaction.atomic
def say_seen(alarm_id: int, *, reason: str, by: str, at: datetime) -> Alarm:
    """Somebody has seen the alarm, and says why nothing more is done now."""
    if not reason.strip():
        raise Refused(_("Please say in a few words why nothing more is needed now."))
    alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
    if alarm.closed_at is not None:
        raise Refused(_("This alarm was answered already."))
    _close(alarm.case_id, [alarm], How.SEEN, by=by, at=at, reason=reason.strip()[:2000])
    return alarm


def end_alarms(alarms: Iterable[Alarm], how: How, *, by: str, at: datetime) -> None:
    """These alarms, which are locked and open, call nobody any more."""
    for alarm in alarms:
        _close(alarm.case_id, [alarm], how, by=by, at=at)


def _close(case_id: int, alarms: list[Alarm], how: How, *, by: str, at: datetime, reason: str = "") -> None:
    rows = Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms])
    rows.update(closed_at=at, closed_by=by, how=how, reason=reason, climbs_at=None)
    told = [AlarmAnswered(case_id=case_id, alarm_id=alarm.pk, how=how) for alarm in alarms if alarm.told_at]
    tell_all(told, about=f"case:{case_id}", by=by, at=at)
