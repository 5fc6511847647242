"""The words of alarms: why one rings, what it asks for, what became of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.desk.sentences import Data, Names, Told, says
from pasillo.doors.desk.words import metric_word
from pasillo.doors.shell.moments import minutes, number, per_cent
from pasillo.operations.alarms.ladder import HOLDER_IS_AWAY, Deed, How, Sort

ICONS: dict[str, tuple[str, str]] = {
    Sort.THRESHOLD: ("timer", "risk"),
    Sort.LEAD: ("timer", "risk"),
    Sort.SILENCE: ("message-circle", "risk"),
    Sort.BREACH: ("flag", "late"),
    Sort.PREDICTED: ("circle-alert", "risk"),
    Sort.ROSTER: ("users", "risk"),
    Sort.NOBODY: ("user-x", "late"),
    Sort.AGREED: ("calendar-clock", "risk"),
    Sort.CALL_BACK: ("phone", "late"),
}


def why_word(sort: str, mark: int, metric: str) -> str:
    """Why it rings, in a few words."""
    if sort == Sort.NOBODY and mark == HOLDER_IS_AWAY:
        return _("It presses, and who held it is away")
    words: Mapping[str, Any] = {
        "n": mark,
        "share": per_cent(number(mark)),
        "time": minutes(mark),
        "promise": metric_word(metric) if metric else "",
    }
    return {
        Sort.THRESHOLD: _("%(promise)s: %(share)s of the time is gone"),
        Sort.LEAD: _("%(promise)s: %(time)s are left"),
        Sort.SILENCE: _("The customer has heard nothing for %(time)s"),
        Sort.BREACH: _("%(promise)s: the promise is broken"),
        Sort.PREDICTED: _("%(promise)s: %(n)s of 100 cases like this one break it"),
        Sort.ROSTER: _("More is promised than the people on shift can do"),
        Sort.AGREED: _("The day that was agreed with the customer has come"),
        Sort.CALL_BACK: _("A call was promised, and its time is over"),
        Sort.NOBODY: _("It presses, and nobody of the area can take it now"),
    }[Sort(sort)] % words


def deed_word(deed: str) -> str:
    """What somebody must do."""
    return {
        Deed.TAKE: _("Take it, or find who does"),
        Deed.ANSWER: _("Write to the customer"),
        Deed.SOLVE: _("Solve it, or agree on a new day"),
        Deed.CALL: _("Call the customer, or agree on another time"),
        Deed.DECIDE: _("Decide: help, hand it over, or agree on a new day"),
    }[Deed(deed)]


def how_word(how: str) -> str:
    """What closed it."""
    return {
        How.ANSWERED: _("the customer was answered"),
        How.TAKEN: _("somebody took the case"),
        How.HANDED_OVER: _("the case was handed over"),
        How.NEW_DATE: _("a new day was agreed"),
        How.SOLVED: _("it was solved"),
        How.OVER: _("nothing is owed any more"),
        How.SEEN: _("it was seen, with a reason"),
        How.CALLED: _("the customer was called"),
        How.CALLED_OFF: _("this call is not needed any more"),
        How.OVERTAKEN: _("a newer alarm took its place"),
    }.get(How(how) if how in set(How) else How.OVER, "")


def mark_of_sort(sort: str) -> tuple[str, str]:
    """Icon and tone of an alarm."""
    return ICONS.get(sort, ICONS[Sort.THRESHOLD])


@says("alarm.rang")
def _rang(data: Data, by: str, names: Names) -> Told:
    icon, tone = mark_of_sort(data["sort"])
    person = data.get("person_id")
    who = names.person(person) if person else names.area(data.get("area_id"))
    late = data.get("late_seconds", 0)
    words = {"who": who, "late": minutes(late / 60)}
    text = _("An alarm called %(who)s; the house had been away for %(late)s") if late else _("An alarm called %(who)s")
    return Told(icon=icon, tone=tone, text=text % words)


@says("alarm.answered")
def _answered(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-check", text=_("Alarm closed: %(how)s") % {"how": how_word(data["how"])})


@says("alarm.plan_set")
def _planned(data: Data, by: str, names: Names) -> Told:
    return Told(icon="timer", text=_("%(who)s changed when alarms ring") % {"who": names.who(by)})
