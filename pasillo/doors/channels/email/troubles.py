"""What keeps mail from flowing: mailboxes that cannot be fetched, mails nobody reads, letters that do not leave."""

from datetime import datetime
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.flow import why_said
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.troubles import PATIENCE, Trouble
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound


def find(at: datetime) -> list[Trouble]:
    """All that lasts for ten minutes already."""
    return [*_not_fetched(at), *_not_read(at), *_not_sent(at)]


def _not_fetched(at: datetime) -> list[Trouble]:
    """Mailboxes that we look into and could not: whether mail waits there cannot even be known."""
    fetched = Mailbox.objects.filter(is_active=True).exclude(imap_host="")
    late = Q(polled_at__lt=at - PATIENCE) | Q(polled_at=None, trouble_at__lt=at - PATIENCE)
    return [
        Trouble(
            key=f"mailbox:{box.pk}",
            since=box.polled_at or box.trouble_at or at,
            says=partial(_fetch_words, box.address, box.polled_at, box.trouble),
            path=reverse("email:mailbox", args=[box.pk]),
        )
        for box in fetched.filter(late).order_by("pk")
    ]


def _not_read(at: datetime) -> list[Trouble]:
    """Whatever came in, on whichever channel, and was not read."""
    waiting = Inbound.objects.filter(state=Inbound.State.NEW, received_at__lt=at - PATIENCE).order_by("id")
    since = waiting.values_list("received_at", flat=True).first()
    if since is None:
        return []
    return [Trouble(key="unread", since=since, says=partial(_unread_words, since), path=reverse("email:mailboxes"))]


def _not_sent(at: datetime) -> list[Trouble]:
    """Letters that were tried and did not leave; what is held back on purpose is no trouble."""
    tried = Effect.objects.filter(kind="mail", state=Effect.State.QUEUED, attempts__gt=0)
    tried = tried.filter(promised_at__lt=at - PATIENCE).exclude(error__startswith="held back")
    first = tried.order_by("promised_at").values("promised_at", "error").first()
    if first is None:
        return []
    says = partial(_unsent_words, first["promised_at"], first["error"])
    return [Trouble(key="unsent", since=first["promised_at"], says=says, path=reverse("email:mailboxes"))]


def _fetch_words(address: str, since: datetime | None, trouble: str) -> str:
    if since is None:
        return _("Nothing could be fetched from %(address)s yet: %(why)s") % {"address": address, "why": trouble}
    words = {"address": address, "when": when(since), "why": trouble or _("nobody looked into it")}
    return _("Nothing was fetched from %(address)s since %(when)s: %(why)s") % words


def _unread_words(since: datetime) -> str:
    return _("What came in waits unread since %(when)s. Is a worker running?") % {"when": when(since)}


def _unsent_words(since: datetime, error: str) -> str:
    return _("Letters wait since %(when)s: %(why)s") % {"when": when(since), "why": why_said(error)}
