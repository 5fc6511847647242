"""What is held, for whom: words in cases that somebody serves, mails to mailboxes of their areas."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from pasillo.doors.channels.email.models import Held, Mailbox
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Aside
from pasillo.operations.cases.queries import served_by
from pasillo.operations.conversations.models import Message

MOST = 100


def held_messages(seen: Sight) -> QuerySet[Any]:
    """Words that wait for a look, in cases on which this person may act."""
    place = Q(conversation_id=OuterRef("conversation_id")) | Q(asides__conversation_id=OuterRef("conversation_id"))
    cases = served_by(seen).filter(place)
    beside = Aside.objects.filter(conversation_id=OuterRef("conversation_id"))
    waiting = Message.objects.filter(held=True, held_seen_at=None).annotate(
        case_number=Subquery(cases.values("number")[:1]),
        case_subject=Subquery(cases.values("subject")[:1]),
        is_beside=Exists(beside),
    )
    return waiting.exclude(case_number=None).order_by("said_at", "id")[:MOST]


def held_mails(seen: Sight, *, only: int | None = None) -> list[Held]:
    """Mails whose sender could not be confirmed, to mailboxes of the areas of this person; all, for who sets up."""
    waiting = Held.objects.filter(decided_at=None).annotate(mailbox=F("inbound__mailbox"))
    if only is not None:
        waiting = waiting.filter(pk=only)
    if not (seen.sees_all or Role.ADMIN in seen.roles):
        if not seen.serves:
            return []
        ours = Mailbox.objects.filter(service__area_id__in=seen.area_ids).values("address")
        waiting = waiting.filter(inbound__mailbox__in=ours)
    return list(waiting.order_by("held_at")[:MOST])
