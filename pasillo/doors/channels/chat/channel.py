"""What chat says of itself among the channels. It has no provider: we are both ends of the line."""

from typing import Any, NoReturn

from pasillo.doors.channels.chat.carrying import carry
from pasillo.doors.channels.messaging.channel import Asked, Channel
from pasillo.ground.kit.words import _


def _nobody_else(*_given: Any) -> NoReturn:
    raise LookupError("chat has no provider")


CHAT = Channel(
    kind="chat",
    name="Chat",
    asked=(
        Asked(name="colour", words=_("Colour"), is_needed=False),
        Asked(name="origins", words=_("Pages that may show it"), is_needed=False),
        Asked(name="calendar", words=_("Hours"), is_needed=False),
        Asked(name="secret", words=_("Secret"), is_secret=True),
        Asked(name="previous", words=_("Secret"), is_secret=True, is_needed=False),
        Asked(name="previous_until", words=_("Secret"), is_secret=True, is_needed=False),
    ),
    is_genuine=lambda *_given: False,
    read=_nobody_else,
    write=_nobody_else,
    judge=_nobody_else,
    carry=carry,
    own_pages="chat",
)
