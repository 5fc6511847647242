"""The words of the desk for states, channels, promises and kinds."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pasillo.doors.shell.kinds import kinds_of_case
from pasillo.doors.shell.languages import once_a_language
from pasillo.operations.cases.phases import LABELS, PRIORITIES, State
from pasillo.strategy.objectives.kinds.base import kinds


@once_a_language
def state_word(state: str) -> str:
    """The state of a case as whoever serves calls it, short enough for a button."""
    short = {
        State.WAITING_CUSTOMER: _("Waiting on customer"),
        State.WAITING_SUPPLIER: _("Waiting on supplier"),
        State.DISPUTED: _("Disputed"),
    }.get(State(state))
    return short or str(LABELS[State(state)])


def state_mark(state: str) -> tuple[str, str]:
    """Icon and tone of a state: shape and word always tell, colour only helps."""
    return {
        "new": ("circle-dashed", ""),
        "assigned": ("circle", ""),
        "in_progress": ("circle-dot", ""),
        "waiting_customer": ("circle-pause", "wait"),
        "waiting_supplier": ("circle-pause", "wait"),
        "scheduled": ("calendar-clock", "wait"),
        "resolved": ("circle-check", "ok"),
        "disputed": ("rotate-ccw", "late"),
        "closed": ("archive", ""),
        "cancelled": ("circle-x", ""),
        "thanked": ("heart-handshake", "ok"),
        "merged": ("git-branch", ""),
    }.get(state, ("circle-dot", ""))


@once_a_language
def priority_word(priority: int) -> str:
    """How much a case presses."""
    return str(PRIORITIES.get(priority, PRIORITIES[3]))


@once_a_language
def channel_word(channel: str) -> str:
    """By which way something came, as it stands after a verb."""
    return {
        "email": pgettext("channel", "by e-mail"),
        "portal": pgettext("channel", "in the portal"),
        "phone": pgettext("channel", "by phone"),
        "letter": pgettext("channel", "by letter"),
        "api": pgettext("channel", "by a connected system"),
        "chat": pgettext("channel", "by chat"),
        "whatsapp": pgettext("channel", "by WhatsApp"),
        "desk": pgettext("channel", "at the desk"),
    }.get(channel) or _("by %(channel)s") % {"channel": channel_name(channel)}


def metric_word(metric: str) -> str:
    """What is promised, in two words; a sort of promise that is new here has its own name."""
    short = {
        "first_response": _("First answer"),
        "next_response": _("Next answer"),
        "resolution": _("Solution"),
        "dispute": _("Answer the dispute"),
    }.get(metric)
    return short or (str(kinds[metric].label) if metric in kinds else metric)


@once_a_language
def kind_word(kind: str) -> str:
    """What sort of thing the customer asks for."""
    return kinds_of_case().get(kind, kind)


def block_class(block: str) -> str:
    """The shape of a block of the catalogue: diamond, circle or square."""
    return {"lifecycle": "life", "customer": "cust", "delivery": "core"}.get(block, "cust")


@once_a_language
def channel_name(channel: str) -> str:
    """A channel as a thing that one can choose."""
    return {
        "email": _("E-mail"),
        "portal": _("Portal"),
        "phone": _("Phone"),
        "letter": _("Letter"),
        "desk": _("At the desk"),
        "chat": _("Chat"),
        "whatsapp": "WhatsApp",
        "telegram": "Telegram",
        "sms": "SMS",
        "messenger": "Messenger",
        "instagram": "Instagram",
        "line": "LINE",
        "slack": "Slack",
        "teams": "Microsoft Teams",
        "mastodon": "Mastodon",
        "reviews": _("Public reviews"),
        "api": _("Connected system"),
    }.get(channel, channel)
