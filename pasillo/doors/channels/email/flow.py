"""Does mail flow? What waits, what could not be read, what could not be sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.ground.effects.models import Effect
from pasillo.ground.intake import queries
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import oldest_waiting

MOST = 100


@dataclass(frozen=True)
class Flow:
    """The figures that say whether somebody has to look."""

    unread: int
    unread_since: datetime | None
    unreadable: int
    unsent: int
    failed: int
    why_unsent: str


def now_waiting() -> Flow:
    """The figures of this moment."""
    mails = Effect.objects.filter(kind="mail")
    unsent = mails.filter(state=Effect.State.QUEUED, attempts__gt=0)
    return Flow(
        unread=Inbound.objects.filter(channel="email", state=Inbound.State.NEW).count(),
        unread_since=oldest_waiting(),
        unreadable=queries.unreadable("email").count(),
        unsent=unsent.count(),
        failed=mails.filter(state=Effect.State.FAILED).count(),
        why_unsent=why_said(unsent.order_by("-not_before").values_list("error", flat=True).first() or ""),
    )


def unreadable(*, only: int | None = None) -> list[Inbound]:
    """The newest mails that could not be read safely."""
    found = queries.unreadable("email")
    return list((found if only is None else found.filter(pk=only))[:MOST])


def why_said(error: str) -> str:
    """What keeps a mail from going out, in the reader's language; what the other server answered stays as it was."""
    known = {
        "no mail server is set up": _("no mail server is set up"),
        "there is no address to write to": _("there is no address to write to"),
        "held back: too many": _("held back: too many automatic mails this hour"),
        "held back: nobody": _("held back: nobody reads at this address"),
        "held back": _("held back: this address had enough automatic mails"),
        "ConnectionRefusedError": _("the mail server takes no connections"),
        "TimeoutError": _("the mail server does not answer in time"),
        "gaierror": _("the mail server is not found under its name"),
    }
    return next((words for begin, words in known.items() if error.startswith(begin)), error)
