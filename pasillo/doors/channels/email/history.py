"""What was said before, repeated below a reply for customers whose program shows no thread."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

MOST, LENGTH = 5, 2_000


@dataclass(frozen=True)
class Said:
    """One earlier message: whose, when, and its lines."""

    who: str
    lines: list[str]


def history_of(case: Case, *, before: Message) -> list[Said]:
    """The last messages before this one that the customer may read, the newest first."""
    said = Message.objects.filter(conversation_id=case.conversation_id, pk__lt=before.pk, held=False)
    said = said.exclude(direction=Message.Direction.NOTE).exclude(by_machine=True).select_related("author")
    return [_said(one) for one in said.order_by("-id")[:MOST]]


def _said(message: Message) -> Said:
    name = message.author.name if message.author else organisation_name()
    when = date_format(timezone.localtime(message.said_at), "DATETIME_FORMAT")
    who = _("On %(when)s, %(who)s wrote:") % {"when": when, "who": name}
    return Said(who, message.text[:LENGTH].strip().split("\n"))
