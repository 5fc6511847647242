"""What becomes of a promise, as one sentence each for whoever serves."""

from django.utils.translation import gettext as _

from pasillo.doors.desk.sentences import Data, Names, Told, says
from pasillo.doors.desk.words import metric_word
from pasillo.doors.shell.moments import number, per_cent, served


@says("promise.made")
def _made(data: Data, by: str, names: Names) -> Told:
    return Told(icon="timer", text=_promised(_("Promise made: %(metric)s"), data), shown=False)


@says("promise.moved")
def _moved(data: Data, by: str, names: Names) -> Told:
    return Told(icon="timer", text=_promised(_("The promise has a new hour: %(metric)s"), data), shown=False)


@says("promise.handed_on")
def _handed_on(data: Data, by: str, names: Names) -> Told:
    words = {"metric": metric_word(data.get("metric", "")), "area": names.area(data.get("area_id"))}
    text = _("%(metric)s counts in the hours of %(area)s from now on") % words
    return Told(icon="timer", text=text, shown=False)


@says("promise.retargeted")
def _retargeted(data: Data, by: str, names: Names) -> Told:
    words = {"metric": metric_word(data.get("metric", "")), "target": served(data.get("target_minutes", 0))}
    return Told(icon="timer", text=_("%(metric)s has another target now: %(target)s") % words)


@says("promise.eased")
def _eased(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "metric": metric_word(data.get("metric", "")), "share": ""}
    words["share"] = per_cent(number(data.get("share", 0)))
    text = _("%(who)s made the case less pressing when %(share)s of the time was used: %(metric)s")
    return Told(icon="flag", tone="risk", text=text % words)


@says("promise.repaired")
def _repaired(data: Data, by: str, names: Names) -> Told:
    words = {"metric": metric_word(data.get("metric", "")), "who": names.who(by)}
    return Told(icon="wrench", text=_("%(who)s put a clock right, with a reason: %(metric)s") % words)


@says("promise.warned")
def _warned(data: Data, by: str, names: Names) -> Told:
    used = round(float(data.get("share", 0)) * _scale(data))
    words = {"metric": metric_word(data.get("metric", "")), "share": per_cent(number(used))}
    text = _("%(share)s of the time is used: %(metric)s") % words
    return Told(icon="timer", tone="risk", text=text, shown=used in range(75, 100))


def _scale(data: Data) -> int:
    return 100 if float(data.get("share", 0)) <= 1 else 1


@says("promise.kept")
def _kept(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-check", tone="ok", text=_promised(_("Promise kept: %(metric)s"), data), shown=False)


@says("promise.broken")
def _broken(data: Data, by: str, names: Names) -> Told:
    return Told(icon="flag", tone="late", text=_promised(_("Promise broken: %(metric)s"), data))


@says("promise.stopped_late")
def _stopped_late(data: Data, by: str, names: Names) -> Told:
    return Told(icon="flag", text=_promised(_("Done, later than promised: %(metric)s"), data), shown=False)


@says("promise.cancelled")
def _uncounted(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-slash", text=_promised(_("The promise no longer counts: %(metric)s"), data), shown=False)


def _promised(text: str, data: Data) -> str:
    return text % {"metric": metric_word(data.get("metric", ""))}
