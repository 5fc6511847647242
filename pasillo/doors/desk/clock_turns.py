"""Why a clock ran on, who changed its hours, and what the customer said of a solution that had been in time."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import full
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.journal.models import Entry
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.explaining import Why
from pasillo.operations.promises.queries import ClockView
from pasillo.operations.promises.rules.cycles import Still

SOLVED = ("resolution", "dispute")


def ran_on(still: Still, who: Mapping[int, str], *, is_answered: bool, otherwise: str) -> str:
    """Why and by whom it ran on; `otherwise` where nobody in particular did it."""
    fact = still.ended_by
    if fact is None:
        return otherwise
    if fact.name == "case.resolution_disputed":
        return _("The customer said that it was not solved: the clock ran on")
    if is_answered or fact.name == "case.reopened":
        return _("The customer wrote: the clock ran on")
    name = name_of(getattr(fact, "by", ""), who)
    return _("%(name)s took it up again: the clock ran on") % {"name": name} if name else otherwise


def hours_changed(fact: Entry, who: Mapping[int, str], calendars: Mapping[int, str]) -> str:
    """Which hours changed, since when they hold, by whom, and when it is due then."""
    name, since = name_of(fact.by, who), fact.data.get("effective_from")
    if not since:
        return _("The hours changed: it is due %(due)s") % {"due": _moment(fact.data["due_at"])}
    words = {
        "name": name or "Pasillo",
        "calendar": calendars.get(fact.data["calendar_id"], ""),
        "since": _moment(since),
        "due": _moment(fact.data["due_at"]),
    }
    return _("%(name)s changed the hours of %(calendar)s, from %(since)s on: it is due %(due)s") % words


def version_words(version: CalendarVersion, who: Mapping[int, str], calendars: Mapping[int, str]) -> str:
    """Since when these hours hold, who wrote them and why."""
    words = {"calendar": calendars.get(version.calendar_id, ""), "since": full(version.effective_from)}
    name = name_of(version.made_by, who)
    line = (
        _("The hours of %(calendar)s that hold since %(since)s, written by %(name)s") % {**words, "name": name}
        if name
        else _("The hours of %(calendar)s that hold since %(since)s") % words
    )
    return f"{line}: {version.note}" if version.note else line


def undone_words(undone: Entry) -> str:
    """What became of a solution that was in time."""
    if undone.name == "case.reopened":
        return _("The customer wrote again, it was not over: this solution does not count as kept")
    return _("The customer said that it was not solved: this solution does not count as kept")


def in_time_words(why: Why) -> tuple[str, str] | None:
    """How a solution ended that was in time and that the customer did not accept."""
    if why.undone is None or why.reading.state != Running.MET:
        return None
    return "circle-check", _("The case was resolved in time")


def is_undone(clock: ClockView, rounds: int) -> bool:
    """Whether the customer said of what was in time that it was not solved: the case has had another round since."""
    return clock.state == Running.MET and clock.metric in SOLVED and clock.cycle < rounds


def name_of(by: str, who: Mapping[int, str]) -> str:
    """The name of a person by their reference; nothing for the house itself."""
    kind, _colon, number = by.partition(":")
    return who.get(int(number), "") if kind == "person" and number.isdigit() else ""


def _moment(text: str) -> str:
    moment: datetime | None = parse_datetime(text)
    return full(moment) if moment else ""
