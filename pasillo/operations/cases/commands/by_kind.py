"""What only cases of some kinds go through: praise is thanked for, a complaint is made formal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands.step import end_pause, end_snooze, enter, locked_for, person_in, say
from pasillo.operations.cases.commands.talking import reply
from pasillo.operations.cases.facts import CaseClosed, CaseThanked, ComplaintMadeFormal
from pasillo.operations.cases.kinds import REFUSALS, flow_of
from pasillo.operations.cases.models import Case, FormalComplaint
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations.commands import FileIn


@transaction.atomic
def thank(case_id: int, *, text: str, files: Sequence[FileIn] = (), people: int = 0, by: str, at: datetime) -> Case:
    """We thank for praise, in words. That is its end: it never waits to be confirmed."""
    case = locked_for(case_id, "thank")
    if not flow_of(case.kind).is_thanked:
        raise Refused(str(REFUSALS["thank"]))
    reply(case.pk, text=text, files=files, by=by, at=at)
    case = locked_for(case_id, "thank")
    end_pause(case, by=by, at=at)
    end_snooze(case, why="thanked", by=by, at=at)
    case.closed_at = at
    case.waiting_since = None
    enter(case, State.THANKED, "closed_at", "waiting_since", by=by, at=at)
    say(case, CaseThanked(case_id=case.pk, people=people), by=by, at=at)
    say(case, CaseClosed(case_id=case.pk, silent=False), by=by, at=at)
    return case


@transaction.atomic
def make_formal(case_id: int, *, by: str, at: datetime) -> Case:
    """A complaint becomes a formal one. The customer gets that in writing, with the number and the day, at once."""
    case = locked_for(case_id, "reply")
    if case.kind != "complaint":
        raise Refused(str(REFUSALS["formal"]))
    _row, is_new = FormalComplaint.objects.get_or_create(
        case=case, defaults={"made_at": at, "made_by_id": person_in(by)}
    )
    if not is_new:
        return case
    say(case, ComplaintMadeFormal(case_id=case.pk), by=by, at=at)
    with translation.override(case.language):
        day = formats.date_format(timezone.localtime(at), _("j F Y"))
        words = _(
            "We have registered your formal complaint on %(day)s under the number %(number)s. "
            "A person answers it in writing."
        ) % {"day": day, "number": case.number}
    return reply(case.pk, text=words, by_machine=True, by="system", at=at)
