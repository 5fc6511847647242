"""Who listens at a chat window. They hear that something moved in their one conversation, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass

from pasillo.config.live.guests import with_connection
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.showing import case_at
from pasillo.doors.channels.chat.windows import WHY, holds, visit_behind
from pasillo.ground.kit.looking import for_the_house

NEWS = "chat"


@dataclass(frozen=True, kw_only=True)
class AtWindow:
    """A visitor in front of an open window, by the word of their browser."""

    visit_id: int
    account_id: int
    case_id: int


@with_connection
@for_the_house(WHY)
def visitor_of(header: str) -> AtWindow | None:
    """The visitor whose word this is; nobody before they have said something."""
    visit = visit_behind(header)
    case = case_at(visit) if visit else None
    if visit is None or case is None:
        return None
    return AtWindow(visit_id=visit.pk, account_id=visit.account_id, case_id=case.pk)


@with_connection
@for_the_house(WHY)
def still_at_windows(visitors: Collection[AtWindow]) -> set[AtWindow]:
    """Those whose window is still open, whose proof holds, and who talk in the same case: others come back anew."""
    ids = {one.visit_id for one in visitors}
    kept = Visit.objects.select_related("account", "person").filter(
        pk__in=ids, account__is_active=True, person__is_active=True
    )
    there = {visit.pk: visit for visit in kept if holds(visit)}
    return {one for one in visitors if one.visit_id in there}


def heard_at(visitors: Collection[AtWindow], said: Collection[str], moved: Collection[int]) -> set[AtWindow]:
    """Who of them has to ask for news: their case was told of, or somebody writes in it."""
    return {one for one in visitors if f"case:{one.case_id}" in said or one.case_id in moved}
