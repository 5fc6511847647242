"""Who reports what was reported before is told so, and can join in: one fault, one repair, everybody told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.portal import commands
from pasillo.doors.portal.filled import Filled
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import person
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import Sight
from pasillo.operations.faults.commands import join, place_name
from pasillo.operations.faults.queries import joined_by, reported_before
from pasillo.strategy.catalogue.models import RequestType

WHY = "that something is broken at a place is no secret; who reported it, and in which words, is not told"


@dataclass(frozen=True, kw_only=True)
class KnownFault:
    """What was reported before, as the form says it."""

    fault_id: int
    place: str
    reported_at: datetime
    affected: int


def known_fault(request: HttpRequest, request_type: RequestType, filled: Filled) -> KnownFault | None:
    """The open fault at the same place, unless the visitor has said that theirs is another one."""
    someone = person(request)
    if someone is None or request.POST.get("anyway"):
        return None
    with for_the_house(WHY):
        known = reported_before(request_type.pk, filled.answers, person_id=someone.pk, at=now())
    if known is None:
        return None
    names = {
        option.value: in_language(option.names, get_language())
        for asked in filled.form.of_kind("choice")
        for option in asked.options
    }
    return KnownFault(
        fault_id=known.fault_id,
        place=names.get(known.place, known.place),
        reported_at=known.reported_at,
        affected=known.affected,
    )


def join_fault(request: HttpRequest, *, draft_key: UUID) -> HttpResponse:
    """It is broken for this visitor too."""
    someone, given = person(request), request.POST.get("fault", "")
    if someone is None or not given.isdecimal() or len(given) > 18:
        return HttpResponseRedirect(reverse("portal:requests"))
    try:
        with for_the_house(WHY):
            join(int(given), person_id=someone.pk, by=someone.ref, at=now())
    except (Refused, LookupError) as refusal:
        messages.info(request, str(refusal) or _("This fault is not open any more."))
        return HttpResponseRedirect(reverse("portal:requests"))
    commands.drop_draft(draft_key)
    messages.info(request, _("You are on the list: we write to you when it is repaired."))
    return HttpResponseRedirect(reverse("portal:requests"))


def joined(seen: Sight) -> list[dict[str, object]]:
    """What others reported and this visitor joined, for their list."""
    with for_the_house(WHY):
        return [
            {
                "place": place_name(fault, get_language() or "en"),
                "service": in_language(fault.case.service.names, get_language()),
                "block": fault.case.service.block,
                "reported_at": fault.reported_at,
                "repaired_at": fault.repaired_at,
            }
            for fault in joined_by(seen)
        ]
