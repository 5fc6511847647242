"""Before a provider stops taking free words, the cases whose customers wait there come forward."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from pasillo.doors.channels.messaging.channel import channels
from pasillo.doors.channels.messaging.models import Thread
from pasillo.ground.effects.commands import once
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands import set_priority
from pasillo.operations.cases.models import Case

LAST = timedelta(hours=4)
HIGH = 2
MOST = 500


def bring_forward(at: datetime) -> int:
    """Raise to high what presses less and is answered freely for four hours more at most. Returns how many."""
    return sum(_bring_forward(thread, at=at) for thread in _closing(at).order_by("heard_at")[:MOST])


def _closing(at: datetime) -> QuerySet[Thread]:
    """The threads whose hours end soon; each channel has its own."""
    ends_soon = Q(pk__in=[])
    for kind in channels:
        free_for = channels[kind].free_for
        if free_for:
            ends_soon |= Q(account__kind=kind, heard_at__gt=at - free_for, heard_at__lte=at - free_for + LAST)
    threads = Thread.objects.filter(ends_soon, account__is_active=True, stopped_at=None, conversation__isnull=False)
    waiting = Case.objects.living().filter(waiting_since__isnull=False, priority__gt=HIGH)
    return threads.filter(conversation_id__in=waiting.values("conversation_id"))


@transaction.atomic
def _bring_forward(thread: Thread, *, at: datetime) -> bool:
    """Once for each word of theirs: whoever lowers it again has their reason."""
    if thread.conversation_id is None or not once(f"cliff:{thread.pk}:{thread.heard_at.isoformat()}", at=at):
        return False
    case = Case.objects.get(conversation_id=thread.conversation_id)
    try:
        set_priority(case.pk, priority=HIGH, by="system", at=at)
    except Refused:
        return False
    return True
