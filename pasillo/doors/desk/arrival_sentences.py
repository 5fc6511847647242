"""What the thread says about how words came and went: held, let in, not arrived, away."""

from datetime import datetime, time

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from pasillo.doors.desk.sentences import Data, Names, Told, says
from pasillo.doors.shell.moments import written


@says("message.admitted")
def _admitted(data: Data, by: str, names: Names) -> Told:
    return Told(icon="door-open", text=_("%(who)s let a message in") % {"who": names.who(by)})


@says("message.set_aside")
def _set_aside(data: Data, by: str, names: Names) -> Told:
    return Told(icon="archive", text=_("%(who)s put a message aside") % {"who": names.who(by)})


@says("message.taken_out")
def _taken_out(data: Data, by: str, names: Names) -> Told:
    return Told(icon="git-branch", text=_("%(who)s made a message a case of its own") % {"who": names.who(by)})


@says("message.undelivered")
def _undelivered(data: Data, by: str, names: Names) -> Told:
    if data.get("is_gone"):
        return Told(icon="triangle-alert", tone="late", text=_("Our mail did not arrive: nobody reads at this address"))
    if data.get("is_final"):
        return Told(icon="triangle-alert", tone="late", text=_("Our mail did not arrive"))
    return Told(
        icon="triangle-alert", tone="risk", text=_("Our mail has not arrived yet; the other server keeps trying")
    )


@says("message.unseen")
def _unseen(data: Data, by: str, names: Names) -> Told:
    text = _("The customer cannot have seen our answer: the promise of an answer runs on")
    return Told(icon="triangle-alert", tone="late", text=text)


@says("message.seen")
def _seen(data: Data, by: str, names: Names) -> Told:
    return Told(icon="check-check", text=_("Our answer has reached the customer: it counts from here"))


@says("customer.away")
def _away(data: Data, by: str, names: Names) -> Told:
    who, until = names.person(data.get("person_id")), parse_date(str(data.get("until") or ""))
    if until is None:
        return Told(icon="moon", text=_("%(who)s is away: an automatic answer said so") % {"who": who})
    words = {"who": who, "day": written(datetime.combine(until, time.min), _("j M"))}
    return Told(icon="moon", text=_("%(who)s is away until %(day)s: an automatic answer said so") % words)


@says("aside.written")
def _asked(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.who(by), "whom": names.person(data.get("person_id"))}
    return Told(icon="split", text=_("%(who)s asked %(whom)s; the customer does not see it") % words)


@says("aside.answered")
def _answered(data: Data, by: str, names: Names) -> Told:
    text = _("%(whom)s answered us; the customer does not see it") % {"whom": names.person(data.get("person_id"))}
    return Told(icon="split", tone="risk", text=text)
