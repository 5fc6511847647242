"""The way out to somebody at a window: whether they are there, have left, and what then happens with our words."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pasillo.doors.channels.chat.models import Visit
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.ways import Standing

SILENT_AFTER = timedelta(seconds=75)


class ChatWay:
    """Chat as a way to answer."""

    def leads(self, conversation_id: int) -> bool:
        """Whether somebody stands, or stood, at a window of ours in this conversation."""
        return visits_in(conversation_id).exists()

    def standing(self, conversation_id: int, *, at: datetime) -> Standing | None:
        """Who it is, and whether they read along now."""
        visit = visit_in(conversation_id)
        if visit is None:
            return None
        return Standing(to=visit.person.name, says=_says(visit, at))

    def refuses(self, conversation_id: int, *, text: str, has_files: bool, at: datetime) -> str:
        """Nothing that is said here is refused: whoever has left gets it by mail, or when they return."""
        return ""


def _says(visit: Visit, at: datetime) -> str:
    told = {"who": visit.person.name, "address": visit.person.email or ""}
    if is_there(visit, at=at):
        return _("%(who)s is at the chat window now.") % told
    if visit.person.email:
        return _("%(who)s has left the chat. What they have not read goes by e-mail to %(address)s.") % told
    return _("%(who)s has left the chat and gave no address. They read your answer when they return.") % told


def is_there(visit: Visit, *, at: datetime) -> bool:
    """Whether the window still asks for news."""
    return visit.left_at is None and visit.seen_at > at - SILENT_AFTER


def visits_in(conversation_id: int) -> QuerySet[Visit]:
    """The windows at which this conversation is held; where a case was merged into its case, only by whoever proved
    who they are: the others would read words that were never meant for them.
    """
    merged = Case.objects.filter(merged_into__conversation_id=conversation_id).values("conversation_id")
    theirs = Q(conversation_id=conversation_id) | Q(conversation_id__in=merged, proof=Visit.Proof.SIGNED)
    return Visit.objects.filter(theirs, account__is_active=True)


def visit_in(conversation_id: int) -> Visit | None:
    """The window where they were last."""
    return visits_in(conversation_id).select_related("person").order_by("-seen_at", "-id").first()
