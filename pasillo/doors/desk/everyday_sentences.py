"""What happens in the everyday requests, as one sentence each for whoever serves."""

from django.utils.translation import gettext as _

from pasillo.doors.desk.sentences import Data, Names, Told, says


@says("approval.asked")
def _asked(data: Data, by: str, names: Names) -> Told:
    whom = data.get("person_id")
    who = names.person(whom) if whom else names.area(data.get("area_id")) if data.get("area_id") else _("the head")
    return Told(icon="circle-pause", tone="wait", text=_("%(who)s is asked for a yes") % {"who": who})


@says("approval.given")
def _given(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-check", tone="ok", text=_("%(who)s approved it") % {"who": names.who(by)})


@says("approval.declined")
def _declined(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-x", tone="late", text=_("%(who)s declined it") % {"who": names.who(by)})


@says("purchase.committed")
def _paid(data: Data, by: str, names: Names) -> Told:
    words = {"amount": data.get("amount", ""), "left": data.get("left_after", "")}
    return Told(icon="circle-check", text=_("The budget pays %(amount)s and has %(left)s left") % words)


@says("purchase.released")
def _released(data: Data, by: str, names: Names) -> Told:
    text = _("The budget has its %(amount)s back") % {"amount": data.get("amount", "")}
    return Told(icon="rotate-ccw", text=text)


@says("letter.written")
def _written(data: Data, by: str, names: Names) -> Told:
    return Told(icon="paperclip", text=_("The letter was written by itself"))


@says("letter.stuck")
def _stuck(data: Data, by: str, names: Names) -> Told:
    return Told(icon="circle-alert", tone="late", text=_("The letter cannot be written by itself: see the note"))


@says("room.booked")
def _booked(data: Data, by: str, names: Names) -> Told:
    return Told(icon="calendar-clock", tone="ok", text=_("The room is booked"))


@says("room.given_back")
def _back(data: Data, by: str, names: Names) -> Told:
    return Told(icon="calendar-clock", text=_("The room was given back"))


@says("fault.joined")
def _joined(data: Data, by: str, names: Names) -> Told:
    words = {"who": names.person(data.get("person_id")), "n": data.get("affected", 0)}
    return Told(icon="users", text=_("%(who)s is affected too: %(n)s have joined") % words)


@says("case.thanked")
def _thanked(data: Data, by: str, names: Names) -> Told:
    return Told(icon="heart-handshake", tone="ok", text=_("%(who)s thanked for the praise") % {"who": names.who(by)})


@says("case.made_formal")
def _formal(data: Data, by: str, names: Names) -> Told:
    return Told(icon="flag", tone="risk", text=_("It is a formal complaint now, and the customer has that in writing"))


@says("recognition.given")
def _recognised(data: Data, by: str, names: Names) -> Told:
    text = _("The praise went to %(who)s") % {"who": names.person(data.get("person_id"))}
    return Told(icon="heart-handshake", tone="ok", text=text)


@says("case.taken_over")
def _taken_over(data: Data, by: str, names: Names) -> Told:
    text = _("The case was taken over from another system: %(lines)s lines of its log") % {"lines": data["lines"]}
    return Told(icon="history", text=text)


@says("routing.nobody_found")
def _nobody_found(data: Data, by: str, names: Names) -> Told:
    words = {"area": names.area(data.get("area_id"))}
    return Told(icon="triangle-alert", tone="risk", text=_("Nobody in %(area)s can take the case now") % words)


@says("routing.returned")
def _went_on(data: Data, by: str, names: Names) -> Told:
    words = {"holder": names.person(data.get("person_id")), "who": names.person(data.get("to_id"))}
    if data.get("to_id"):
        return Told(icon="user-check", text=_("%(holder)s is away: %(who)s stands in and has the case") % words)
    return Told(icon="corner-up-left", text=_("%(holder)s is away: the case waits for somebody of the area") % words)


@says("call_back.agreed")
def _call_agreed(data: Data, by: str, names: Names) -> Told:
    return Told(icon="calendar-clock", text=_("A call is promised"))


@says("call_back.given_up")
def _call_given_up(data: Data, by: str, names: Names) -> Told:
    return Told(icon="calendar-clock", text=_("The call that was promised is not needed any more"))


@says("call_back.tried")
def _call_tried(data: Data, by: str, names: Names) -> Told:
    return Told(icon="phone", text=_("%(who)s called, and nobody answered") % {"who": names.who(by)})


@says("call_back.made")
def _call_made(data: Data, by: str, names: Names) -> Told:
    tone = "ok" if data.get("in_time") else "late"
    return Told(icon="phone", tone=tone, text=_("%(who)s made the call that was promised") % {"who": names.who(by)})


@says("call_back.missed")
def _call_missed(data: Data, by: str, names: Names) -> Told:
    return Told(icon="flag", tone="late", text=_("The call that was promised was not made in time"))
