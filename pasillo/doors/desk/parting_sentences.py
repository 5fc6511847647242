"""What the thread says when a merge was undone, and when one case became two."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.sentences import Data, Names, Told, says
from pasillo.doors.desk.words import metric_word


@says("case.came_back")
def _came_back(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "number": data.get("number")}
    text = _("%(who)s undid the merge with #%(number)s: this case stands on its own again")
    return Told(icon="rotate-ccw", text=text % words)


@says("case.gave_back")
def _gave_back(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "number": data.get("number")}
    text = _("%(who)s undid the merge: #%(number)s goes on by itself, and what was said there went back")
    return Told(icon="rotate-ccw", text=text % words)


@says("case.split")
def _split(data: Data, by: str, names: Names) -> Told:
    n = int(data.get("messages") or 1)
    words = {"who": names.who(by), "number": data.get("number"), "n": n}
    text = ngettext(
        "%(who)s made a case of its own of %(n)s message: #%(number)s",
        "%(who)s made a case of its own of %(n)s messages: #%(number)s",
        n,
    )
    return Told(icon="split", text=text % words)


@says("case.split_off")
def _split_off(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "number": data.get("number")}
    return Told(icon="split", text=_("%(who)s made this case of words that were said in #%(number)s") % words)


@says("promise.parted")
def _parted(data: Data, by: str, names: Names) -> Told:
    text = _("The promise counts in the other case alone: %(metric)s")
    return Told(icon="circle-slash", text=text % {"metric": metric_word(data.get("metric", ""))}, shown=False)


@says("promise.restored")
def _restored(data: Data, by: str, names: Names) -> Told:
    text = _("The promise counts here again: %(metric)s")
    return Told(icon="timer", text=text % {"metric": metric_word(data.get("metric", ""))}, shown=False)
