"""The words in which a clock explains itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pasillo.doors.desk.words import channel_name, priority_word
from pasillo.doors.shell.moments import full, number, per_cent, served
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.explaining import Why
from pasillo.operations.promises.rules.cycles import Cycle, Still
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import LABELS, Policy

SYSTEM = "system"
TurnWords = tuple[str, str, str]


def start_words(ran: Cycle, case: Case) -> str:
    """Why it began."""
    words = {
        "case.opened": _("It began with the customer's first contact: %(channel)s")
        % {"channel": channel_name(case.channel)},
        "message.received": _("It began with the customer's words that were not answered yet"),
        "message.sent": _("It began with our last news"),
        "message.seen": _("It began with our last news"),
        "case.transferred": _("It began when this area took the case over"),
        "case.paused": _("It began when the customer was asked")
        if ran.metric == "customer_effort_time"
        else _("It began with the day that was agreed"),
        "case.resolution_disputed": _("It began when the customer said that it was not solved"),
        "case.reopened": _("It began when the customer wrote again after the end"),
    }
    return words.get(ran.began_by.name, _("It began"))


def still_words(still: Still) -> str:
    """Why it stood still; a day that was agreed is named."""
    why, until = still.why, still.began_by.data.get("until")
    if why == "scheduled" and until:
        words = _("The clock stood still: %(day)s was agreed with the customer")
        return words % {"day": _moment(until)}
    return {
        "customer": _("The clock stood still: we waited for the customer's answer"),
        "supplier": _("This area's clock stood still: a supplier had to do its part"),
        "scheduled": _("The clock stood still until the day that was agreed with the customer"),
        "believed": _("The clock stood still: we believed that it was solved"),
    }.get(why, _("The clock stood still"))


def on_words(still: Still) -> str:
    """Why it ran on."""
    if still.why == "scheduled" and still.ended_by and getattr(still.ended_by, "by", "") == SYSTEM:
        return _("The day that was agreed came: the clock ran on")
    return _("The clock ran on")


def end_words(why: Why) -> tuple[str, str]:
    """How it ended."""
    if why.ran and why.ran.ended_by and why.ran.ended_by.name == "case.merged":
        return "circle-slash", _("It ended without counting: the case goes on in another one about the same need")
    if why.reading.state == Running.CANCELLED:
        return "circle-slash", _("It ended without counting: the case was cancelled, or nothing was owed any more")
    what = {
        "message.sent": _("A person answered"),
        "message.seen": _("An answer reached the customer"),
        "case.resolved": _("The case was resolved"),
        "case.closed": _("The customer confirmed it, or said nothing more"),
        "case.assigned": _("A person took it"),
        "case.transferred": _("Another area took it over"),
        "case.resumed": _("The customer answered, or we went on"),
    }.get(why.ran.ended_by.name if why.ran and why.ran.ended_by else "", _("It ended"))
    if why.reading.is_broken:
        return "flag", _("%(what)s, later than promised") % {"what": what}
    return "circle-check", _("%(what)s: the promise is kept") % {"what": what}


def told_words(fact: Entry, why: Why, who: Mapping[int, str], areas: Mapping[int, str]) -> TurnWords | None:
    """What else happened on the way, as icon, words and tone."""
    data = fact.data
    if fact.name == "case.paused":
        return _waited(data)
    if fact.name == "case.transferred":
        return "arrow-right", _transferred(why, areas.get(data["to_area_id"], "")), ""
    if fact.name == "case.took_in":
        return "git-branch", _took_in(data), ""
    if fact.name == "promise.retargeted":
        return "target", _retargeted(data, is_broken=_had_broken(fact, why)), ""
    if fact.name == "promise.moved":
        return _moved(data)
    if fact.name == "promise.broken":
        return "flag", _broke(data), "late"
    if fact.name == "promise.warned":
        return "timer", _("%(share)s of the time was used") % {"share": per_cent(number(data["share"]))}, "risk"
    return None


def _waited(data: Mapping[str, Any]) -> TurnWords | None:
    """A wait that proved nothing."""
    if data["proven"] or data["why"] == "supplier":
        return None
    if data["why"] == "scheduled":
        return "triangle-alert", _("The case waited for a date without an agreement: the clock ran on"), "risk"
    return "triangle-alert", _("The case waited for the customer without a question: the clock ran on"), "risk"


def _took_in(data: Mapping[str, Any]) -> str:
    words = _("Case #%(number)s about the same need was merged into this one: the earlier start counts")
    return words % {"number": data["number"]}


def _broke(data: Mapping[str, Any]) -> str:
    if data.get("cause") == "merged":
        return _("The promise broke in the case that was merged into this one, and stays broken")
    return _("The promise broke")


def _moved(data: Mapping[str, Any]) -> TurnWords | None:
    """What moved it, where nothing else on the page says so."""
    if data.get("started_at") and data.get("cause") != "merged":
        return "phone", _("Words that were put down later moved its beginning"), ""
    return None


def _transferred(why: Why, area: str) -> str:
    if why.clock.policy == Policy.SERVING:
        return _("%(area)s holds the case: its hours count from here") % {"area": area}
    return _("%(area)s holds the case; what was told to the customer does not move by it") % {"area": area}


def _had_broken(fact: Entry, why: Why) -> bool:
    """Whether the promise was broken already when its target changed."""
    return any(one.name == "promise.broken" and one.pk < fact.pk for one in why.told)


def _retargeted(data: Mapping[str, Any], *, is_broken: bool) -> str:
    words = {"target": served(data["target_minutes"]), "due": _moment(data["due_at"])}
    if is_broken:
        return _("The target is %(target)s now; the promise had broken before, on %(due)s, and stays broken") % words
    if data["cause"] == "reprioritised":
        return _("The priority changed: the target is %(target)s, due %(due)s") % words
    return _("A better promise was made for everybody: the target is %(target)s, due %(due)s") % words


def objective_words(why: Why) -> list[str]:
    """Under which version it was promised, and for which cases that holds."""
    if why.clock.is_usual:
        return [_("Nobody promised it: it is the usual time, in which four of five cases like this one were solved.")]
    return [
        _("Version %(n)s, since %(day)s: %(time)s %(scope)s")
        % {
            "n": number(one.version),
            "day": full(one.valid_from),
            "time": served(one.target_minutes or 0),
            "scope": scope_words(one),
        }
        for one in why.objectives
    ]


def scope_words(one: Objective) -> str:
    """For which cases a target holds."""
    parts = []
    if one.request_type_id:
        names = one.request_type.names if one.request_type else {}
        parts.append(_("for “%(request)s”") % {"request": names.get("en") or next(iter(names.values()), "")})
    if one.segment:
        parts.append(_("for customers of the segment %(segment)s") % {"segment": one.segment})
    if one.priority:
        parts.append(_("for the priority %(priority)s") % {"priority": priority_word(one.priority)})
    if one.channel:
        parts.append(_("for what comes by %(channel)s") % {"channel": channel_name(one.channel)})
    return ", ".join(parts) or _("for every case of the service")


def calendar_words(why: Why) -> list[str]:
    """Whose hours count, and since when in which version."""
    lines = [str(LABELS[Policy(why.clock.policy)])]
    if why.clock.policy == Policy.ALWAYS:
        return lines
    zone = why.clock.zone or why.hours.pieces[0][1].rule.zone
    lines.append(
        _("%(calendar)s, time of %(zone)s") % {"calendar": why.calendars.get(why.clock.calendar_id, ""), "zone": zone}
    )
    for since, calendar_id in why.clock.held:
        words = {"calendar": why.calendars.get(calendar_id, ""), "since": _moment(since)}
        lines.append(_("%(calendar)s from %(since)s on") % words)
    return lines


def differs_words(*, is_late: bool) -> str:
    """Why what is kept and what is known by now are not the same."""
    if is_late:
        return _(
            "Something was written down after this clock had been told of. What was told stays told until somebody "
            "puts it right."
        )
    return _("What is kept of this clock is not what the journal of the case gives: its row was changed.")


def name_word(name: str) -> str:
    """A value of a clock, by its name."""
    return {
        "state": _("State"),
        "due_at": _("Due"),
        "started_at": _("Start"),
        "stopped_at": _("End"),
        "paused_since": _("Stands still since"),
        "paused_minutes": _("Minutes that it stood still"),
        "warned": _("Warned at, in %"),
        "next_alarm_at": _("Next alarm"),
        "target_minutes": _("Target, in minutes"),
    }.get(name, name)


def value_word(value: Any) -> str:
    """A value of a clock as one reads it."""
    states = {
        Running.RUNNING: _("running"),
        Running.PAUSED: _("stands still"),
        Running.MET: _("kept"),
        Running.BREACHED_RUNNING: _("broken, still running"),
        Running.BREACHED_STOPPED: _("done late"),
        Running.CANCELLED: _("does not count"),
    }
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return full(value)
    if isinstance(value, str):
        return states.get(Running(value), value) if value in set(Running) else _moment(value) or value
    return number(value)


def _moment(text: str) -> str:
    try:
        return full(parse_datetime(text))
    except ValueError:
        return ""
