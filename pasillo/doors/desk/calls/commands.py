"""A call becomes part of a case: what they said, what they were told, and when it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.desk.commands import Call, log_call
from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words

PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One call: who called whom, from when on, how long, and what came of it."""

    outgoing: bool = False
    began_at: datetime
    minutes: int | None = None
    said: str = ""
    told: str = ""
    noted: str = ""
    solved: bool = False
    channel: str = PHONE
    files: Sequence[FileIn] = ()


@transaction.atomic
def log_new(call: Call, talk: Talk, *, by: str, at: datetime) -> Case:
    """A new case, with what they were told on the phone. The promises count from the beginning of the call."""
    case = log_call(call, by=by, at=at)
    if call.key and not effects.once(f"form:{call.key}:talk", at=at):
        return case
    return _after_words(case, talk, by=by, at=at)


@transaction.atomic
def log_into(case_id: int, talk: Talk, *, key: str | None, by: str, at: datetime) -> Case:
    """A call about a case that is there: their words and ours stand where they were spoken, in time."""
    if not (talk.said or talk.told or talk.noted or talk.files):
        raise Refused(_("Write down what was said on the phone."))
    case = Case.objects.get(pk=case_id)
    if key and not effects.once(f"form:{key}:talk", at=at):
        return case
    if (talk.said or talk.files) and not talk.outgoing:
        words = Words(text=talk.said, channel=talk.channel, files=list(talk.files))
        author = case.customer_id
        case = cases.customer_writes(case_id, author_id=author, words=words, by=by, at=_since(case, talk))
    return _after_words(case, talk, by=by, at=at)


def _since(case: Case, talk: Talk) -> datetime:
    """Nothing is said before the case began."""
    return max(talk.began_at, case.opened_at)


def _after_words(case: Case, talk: Talk, *, by: str, at: datetime) -> Case:
    told = talk.told or (talk.said if talk.outgoing else "")
    if told:
        then = "resolve" if talk.solved else None
        case = cases.reply(case.pk, text=told, channel=talk.channel, then=then, by=by, at=at)
    elif talk.solved:
        case = cases.resolve(case.pk, announce=False, by=by, at=at)
    noted = _noted(talk)
    return cases.note(case.pk, text=noted, by=by, at=at) if noted else case


def _noted(talk: Talk) -> str:
    way = _way(talk)
    length = _("%(way)s, %(n)s min.") % {"way": way, "n": talk.minutes} if talk.minutes else ""
    return "\n".join(part for part in (length, talk.noted) if part)


def _way(talk: Talk) -> str:
    if talk.channel != PHONE:
        return _("Visit") if talk.channel == "desk" else _("Letter")
    return _("Outgoing call") if talk.outgoing else _("Incoming call")
