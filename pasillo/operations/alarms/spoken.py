"""When the customer of a case last heard or said something."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message


def spoken_last(cases: Iterable[Case]) -> dict[int, datetime]:
    """For each case the moment of the last words between us and its customer, in one question."""
    by_talk = {case.conversation_id: case for case in cases}
    said = Message.objects.filter(conversation__in=by_talk, held=False).exclude(direction=Message.Direction.NOTE)
    last = dict(said.values_list("conversation_id").annotate(last=Max("said_at")).order_by())
    return {case.pk: max(case.opened_at, last.get(talk) or case.opened_at) for talk, case in by_talk.items()}
