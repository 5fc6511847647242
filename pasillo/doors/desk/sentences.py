"""Every fact of the journal as one sentence for whoever serves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pasillo.doors.desk.words import channel_word, priority_word, state_word
from pasillo.doors.shell.moments import when


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names that stand behind the numbers of facts."""

    people: Mapping[int, str] = field(default_factory=dict)
    areas: Mapping[int, str] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)

    def person(self, number: int | None) -> str:
        return self.people.get(number or 0, _("somebody"))

    def area(self, number: int | None) -> str:
        return self.areas.get(number or 0, _("another area"))

    def task(self, number: int | None) -> str:
        return self.tasks.get(number or 0, _("a task"))

    def who(self, by: str) -> str:
        """Who did it, from what the journal says: 'person:12' or 'system'."""
        kind, _colon, number = by.partition(":")
        return self.person(int(number)) if kind == "person" and number.isdigit() else "Pasillo"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One fact as the thread shows it: an icon, a tone and a sentence."""

    icon: str
    text: str
    tone: str = ""
    shown: bool = True


Data = Mapping[str, Any]
Writer = Callable[[Data, str, Names], Told]
_writers: dict[str, Writer] = {}


def says(name: str) -> Callable[[Writer], Writer]:
    """Have a function write the sentence of one fact."""

    def register(writer: Writer) -> Writer:
        if name in _writers:
            raise LookupError(f"{name} has a sentence already.")
        _writers[name] = writer
        return writer

    return register


def written() -> frozenset[str]:
    """The facts that have a sentence at the desk."""
    return frozenset(_writers)


def sentence(name: str, data: Data, *, by: str, names: Names) -> Told | None:
    """What the thread says about a fact; nothing, when nobody has written a sentence for it."""
    writer = _writers.get(name)
    return writer(data, by, names) if writer else None


@says("case.opened")
def _opened(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.person(data.get("customer_id")), "channel": channel_word(data.get("channel", ""))}
    if data.get("follows_id"):
        text = _("%(who)s wrote again after the case had been closed: a new case follows it")
    else:
        text = _("%(who)s asked %(channel)s")
    return Told(icon="inbox", text=text % words, shown=bool(data.get("follows_id")))


@says("message.received")
def _received(data: Data, by: str, names: Names) -> Told:
    text = _("New message from %(who)s") % {"who": names.person(data.get("person_id"))}
    return Told(icon="message-square", text=text, shown=False)


@says("message.held")
def _held(data: Data, by: str, names: Names) -> Told:
    text = _("A message that is held apart waits for a look")
    return Told(icon="circle-alert", tone="risk", text=text, shown=False)


@says("message.sent")
def _sent(data: Data, by: str, names: Names) -> Told:
    if not data.get("is_human", True):
        return Told(icon="bot", text=_("Pasillo answered automatically"), shown=False)
    return Told(icon="send", text=_("%(who)s replied") % {"who": names.who(by)}, shown=False)


@says("message.returned")
def _returned(data: Data, by: str, names: Names) -> Told:
    text = _("The reply of %(who)s was not sent: it is a draft again") % {"who": names.person(data.get("person_id"))}
    return Told(icon="undo-2", tone="late", text=text)


@says("person.mentioned")
def _mentioned(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "whom": names.person(data.get("person_id"))}
    return Told(icon="at-sign", text=_("%(who)s named %(whom)s in a note") % words, shown=False)


@says("note.added")
def _noted(data: Data, by: str, names: Names) -> Told:
    return Told(icon="lock", text=_("%(who)s wrote an internal note") % {"who": names.who(by)}, shown=False)


@says("case.assigned")
def _assigned(data: Data, by: str, names: Names) -> Told:
    whom = data.get("assignee_id")
    words = {"who": names.who(by), "whom": names.person(whom)}
    if not whom:
        return Told(icon="corner-up-left", text=_("%(who)s gave the case back to the area") % words)
    if by == f"person:{whom}":
        return Told(icon="user-check", text=_("%(who)s took the case") % words)
    return Told(icon="user-check", text=_("%(who)s gave the case to %(whom)s") % words)


@says("case.transferred")
def _transferred(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "area": names.area(data.get("to_area_id"))}
    return Told(icon="arrow-right-left", text=_("%(who)s passed the case to %(area)s") % words)


@says("case.priority_set")
def _pressing(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "priority": priority_word(int(data.get("priority", 3)))}
    return Told(icon="flag", text=_("%(who)s set the priority: %(priority)s") % words)


@says("case.snoozed")
def _snoozed(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "until": when(parse_datetime(str(data.get("until", ""))))}
    return Told(icon="calendar-clock", tone="wait", text=_("%(who)s put the case off until %(until)s") % words)


@says("case.woken")
def _woken(data: Data, by: str, names: Names) -> Told:
    text = {
        "time": _("The case is back in the queue: its hour has come"),
        "customer": _("The case is back in the queue: the customer wrote"),
        "person": _("%(who)s brought the case back into the queue") % {"who": names.who(by)},
    }.get(str(data.get("why", "")))
    return Told(icon="bell-ring", text=text or _("The case is not put off any more"), shown=text is not None)


@says("case.state_entered")
def _entered(data: Data, by: str, names: Names) -> Told:
    state = str(data.get("state", ""))
    told = {
        "waiting_customer": _("%(who)s waits for the customer"),
        "waiting_supplier": _("%(who)s waits for a supplier"),
        "scheduled": _("%(who)s set a date for the case"),
    }.get(state)
    if told:
        return Told(icon="circle-pause", tone="wait", text=told % {"who": names.who(by)})
    text = _("The case is now: %(state)s") % {"state": state_word(state)}
    return Told(icon="circle-dot", text=text, shown=state == "in_progress" and data.get("previous") == "closed")


@says("case.resolved")
def _resolved(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-check", tone="ok", text=_("%(who)s resolved the case") % {"who": names.who(by)})


@says("case.confirmed")
def _confirmed(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-check", tone="ok", text=_("%(who)s says that it works") % {"who": names.who(by)})


@says("case.closed")
def _closed(data: Data, by: str, names: Names) -> Told:
    if data.get("silent"):
        return Told(icon="archive", text=_("Closed: the customer did not say otherwise in time"))
    return Told(icon="archive", text=_("The case is closed"))


@says("case.reopened")
def _reopened(data: Data, by: str, names: Names) -> Told:
    text = _("%(who)s wrote again: the case is open once more") % {"who": names.who(by)}
    return Told(icon="rotate-ccw", tone="late", text=text)


@says("case.person_added")
def _person_added(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "guest": names.person(data["person_id"])}
    return Told(icon="user-plus", text=_("%(who)s shared the case with %(guest)s") % words)


@says("case.person_left")
def _person_left(data: Data, by: str, names: Names) -> Told:
    words = {"guest": names.person(data["person_id"])}
    return Told(icon="user-x", text=_("%(guest)s takes no part in the case any more") % words)


@says("case.resolution_disputed")
def _disputed(data: Data, by: str, names: Names) -> Told:
    text = _("%(who)s disputed the resolution: it is not solved") % {"who": names.who(by)}
    return Told(icon="rotate-ccw", tone="late", text=text)


@says("case.cancelled")
def _cancelled(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-x", text=_("%(who)s cancelled the case") % {"who": names.who(by)})


@says("case.merged")
def _merged(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "number": data.get("number")}
    return Told(icon="git-branch", text=_("%(who)s merged the case: it goes on in #%(number)s") % words)


@says("case.took_in")
def _took_in(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "number": data.get("number")}
    return Told(icon="git-branch", text=_("%(who)s merged #%(number)s into this case: it is the same need") % words)


@says("case.paused")
def _paused(data: Data, by: str, names: Names) -> Told:
    if data.get("proven") or data.get("why") == "supplier":
        return Told(icon="circle-pause", tone="wait", text=_("The clock of the solution stands still"), shown=False)
    if data.get("why") == "scheduled":
        words = _("No agreement with the customer is known: the promise runs on while the case waits for its date")
    else:
        words = _("Nothing was asked of the customer: the promise runs on while the case waits")
    return Told(icon="triangle-alert", tone="risk", text=words)


@says("case.resumed")
def _resumed(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-play", text=_("%(who)s took the case up again") % {"who": names.who(by)})


@says("task.asked")
def _asked(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "area": names.area(data.get("area_id")), "task": names.task(data.get("task_id"))}
    return Told(icon="square", text=_("%(who)s asked %(area)s: %(task)s") % words)


@says("task.done")
def _done(data: Data, by: str, names: Names) -> Told:
    words = {"area": names.area(data.get("area_id")), "task": names.task(data.get("task_id"))}
    return Told(icon="square-check", text=_("%(area)s finished: %(task)s") % words)


@says("feedback.given")
def _rated(data: Data, by: str, names: Names) -> Told:
    score = int(data.get("score", 3))
    lived = {
        1: pgettext("against expectation", "much worse than expected"),
        2: pgettext("against expectation", "worse than expected"),
        3: pgettext("against expectation", "as expected"),
        4: pgettext("against expectation", "better than expected"),
        5: pgettext("against expectation", "much better than expected"),
    }.get(score, str(score))
    text = _("%(who)s says that it was %(lived)s") % {"who": names.who(by), "lived": lived}
    return Told(icon="quote", tone="late" if score < 3 else "ok" if score > 3 else "", text=text)
