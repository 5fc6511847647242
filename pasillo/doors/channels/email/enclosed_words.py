"""An appointment or a business card that came with a mail, said in words: nobody has to open a file for it."""

from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.parsing.enclosed import Appointment, Card
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.shell.moments import day, full, written


def enclosed_words(mail: ParsedMail) -> str:
    """The words, in the language of the mail; empty where it encloses nothing of the kind, or says it already."""
    with translation.override(mail.language):
        said = [_of_appointment(one) for one in mail.appointments if one.summary and one.summary not in mail.new_text]
        said += [_of_card(one) for one in mail.cards if one.name not in mail.new_text]
    return "\n\n".join(said)


def _of_appointment(one: Appointment) -> str:
    lines = [_heading(one) % {"what": one.summary}, _when(one), one.place]
    return "\n".join(line for line in lines if line)


def _heading(one: Appointment) -> str:
    answers = {
        "ACCEPTED": _("Accepted: %(what)s"),
        "DECLINED": _("Declined: %(what)s"),
        "TENTATIVE": _("Perhaps: %(what)s"),
    }
    if one.method == "CANCEL":
        return _("Called off: %(what)s")
    return answers.get(one.answer) or (
        _("Invitation: %(what)s") if one.method == "REQUEST" else _("Appointment: %(what)s")
    )


def _when(one: Appointment) -> str:
    """From when to when, in the zone of this house; a time of no zone as its writer wrote it."""
    begins, ends = _read(one.begins), _read(one.ends)
    if begins is None:
        return ""
    if not isinstance(begins, datetime):
        return day(begins)
    first = full(begins)
    if not isinstance(ends, datetime) or ends <= begins:
        return first
    same_day = timezone.localtime(begins).date() == timezone.localtime(ends).date()
    return f"{first} – {written(timezone.localtime(ends), _('H:i')) if same_day else full(ends)}"


def _read(moment: str) -> date | datetime | None:
    if not moment:
        return None
    if "T" not in moment:
        return date.fromisoformat(moment)
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else timezone.make_aware(found)


def _of_card(one: Card) -> str:
    named = ", ".join(part for part in (one.name, one.organisation) if part)
    return "\n".join([_("Business card: %(who)s") % {"who": named}, *one.ways])
