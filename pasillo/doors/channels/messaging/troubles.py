"""What keeps messages from flowing: an account whose provider does not answer us as it should."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.shell.troubles import PATIENCE, Trouble


def find(at: datetime) -> list[Trouble]:
    """The accounts in trouble for ten minutes already."""
    lasting = Account.objects.filter(is_active=True, trouble_at__lt=at - PATIENCE).exclude(trouble="").order_by("pk")
    return [
        Trouble(
            key=f"account:{one.pk}",
            since=one.trouble_at or at,
            says=partial(_words, one.name, one.trouble),
            path=reverse("messaging:account", args=[one.pk]),
        )
        for one in lasting
    ]


def _words(name: str, trouble: str) -> str:
    return _("%(name)s is in trouble: %(why)s") % {"name": name, "why": trouble}
