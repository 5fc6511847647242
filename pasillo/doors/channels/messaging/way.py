"""The way out on a messaging channel: to whom one writes, until when, and why it may not go."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging.approved import Known, chosen
from pasillo.doors.channels.messaging.channel import Channel
from pasillo.doors.channels.messaging.models import Account, Template, Thread
from pasillo.doors.channels.messaging.places import channel_of, held_in, thread_of
from pasillo.ground.people.models import Identity
from pasillo.operations.conversations.ways import Standing


class MessagingWay:
    """One for every messaging channel."""

    def leads(self, conversation_id: int) -> bool:
        """Whether somebody writes to us here, on an account that may be closed meanwhile."""
        return held_in(conversation_id).exists()

    def standing(self, conversation_id: int, *, at: datetime) -> Standing | None:
        """To whom, and until when, one may write freely."""
        thread = thread_of(conversation_id)
        if thread is None:
            return None
        until = free_until(thread)
        templates = tuple(one.text for one in known_texts(thread.account)) if until else ()
        return Standing(to=shown(thread), open_until=until, is_open=is_open(thread, at=at), templates=templates)

    def refuses(self, conversation_id: int, *, text: str, has_files: bool, at: datetime) -> str:
        """Why these words cannot go out."""
        thread = thread_of(conversation_id)
        if thread is None:
            return _("The account on which this customer wrote is closed. Write to them another way.")
        channel = channel_of(thread.account)
        if not channel.takes_words:
            return _("%(channel)s carries no words from here. Answer where it was said, and keep a note of it.") % {
                "channel": channel.name
            }
        if thread.stopped_at:
            return _("This customer does not want messages on %(channel)s any more.") % {"channel": channel.name}
        if has_files and not channel.takes_files:
            return _("%(channel)s carries no files from here. Send the words alone.") % {"channel": channel.name}
        if not is_open(thread, at=at) and not _is_approved(thread, text, has_files):
            return _too_late(channel)
        return ""


def _too_late(channel: Channel) -> str:
    """The hours are over: what may still be done."""
    hours = int((channel.free_for or timedelta()).total_seconds() // 3600)
    told = {"hours": hours, "channel": channel.name}
    if channel.templates is None:
        return _("The %(hours)s hours since the customer wrote last are over: %(channel)s takes nothing from us until "
                 "they write again.") % told  # fmt: skip
    return _("The %(hours)s hours since the customer wrote last are over: %(channel)s only takes approved texts now. "
             "Choose one of them.") % told  # fmt: skip


def shown(thread: Thread) -> str:
    """The customer's name on the channel, as one writes it."""
    named = Identity.objects.filter(person=thread.person_id, address=thread.address).exclude(shown="").first()
    return named.shown if named else thread.address


def free_until(thread: Thread) -> datetime | None:
    """When the provider stops taking free words; None where it always does."""
    free_for = channel_of(thread.account).free_for
    return thread.heard_at + free_for if free_for else None


def is_open(thread: Thread, *, at: datetime) -> bool:
    """Whether free words may go out at this moment."""
    until = free_until(thread)
    return until is None or at < until


def known_texts(account: Account) -> list[Known]:
    """What the provider approved for this account."""
    usable = Template.objects.filter(account=account, is_usable=True).order_by("name", "language")
    return [Known(name=one.name, language=one.language, text=one.text, outside_id=one.outside_id) for one in usable]


def _is_approved(thread: Thread, text: str, has_files: bool) -> bool:
    return not has_files and chosen(text, known_texts(thread.account)) is not None
