"""Tries an account at once: a test message, and the texts that its provider approved."""

from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging import commands, receipts
from pasillo.doors.channels.messaging.line import go
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import channel_of, settings_of, webhook_of
from pasillo.doors.channels.messaging.plain import Failing, Outgoing
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation_name


def send_a_test(account: Account, *, to: str) -> None:
    """A few words to the address that was typed. Refused says why the provider did not take them."""
    channel, settings = channel_of(account), settings_of(account)
    if not to.strip():
        raise Refused(_("Please say to whom the test shall go."))
    words = _("A test from %(house)s: this channel works.") % {"house": organisation_name()}
    said = Outgoing(to=to.strip()[:200], text=words, is_personal=True, called_back_at=webhook_of(account))
    try:
        for request in channel.write(said, settings):
            channel.judge(go(request))
    except Failing as failing:
        raise _refused(account, failing, at=now()) from failing
    commands.note_trouble(account.pk, words="", at=now())


def read_templates(account: Account) -> int:
    """The texts that may be sent at any time, as the provider has them now. Returns how many."""
    channel = channel_of(account)
    if channel.templates is None:
        raise Refused(_("This channel has no approved texts."))
    try:
        approved = channel.templates(settings_of(account), go)
    except Failing as failing:
        raise _refused(account, failing, at=now()) from failing
    return commands.keep_templates(account.pk, approved)


def _refused(account: Account, failing: Failing, *, at: datetime) -> Refused:
    why = receipts.why(account, failing.code, failing.words) or str(failing)
    commands.note_trouble(account.pk, words=why, at=at)
    return Refused(_("The provider did not take it: %(why)s") % {"why": why})
