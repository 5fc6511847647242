"""What Mastodon says of itself."""

from urllib.parse import urlsplit

from pasillo.doors.channels.mastodon.reading import read
from pasillo.doors.channels.mastodon.writing import judge, write
from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.plain import Delivery, Media, Rejected, Request, Settings
from pasillo.ground.kit.words import _


def nobody_calls(delivery: Delivery, settings: Settings) -> bool:
    """We ask Mastodon; whoever calls in its name is not it."""
    return False


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """Pictures are public; nobody is told our token."""
    if urlsplit(media.ref).scheme != "https":
        raise Rejected("", "this file does not lie where it should")
    reply = go(Request(method="GET", address=media.ref))
    return Fetched.of(reply)


MASTODON = Channel(
    kind="mastodon",
    name="Mastodon",
    asked=(
        Asked(name="server", words=_("Server"), help="https://mastodon.social", is_address=True),
        Asked(name="token", words=_("Access token"), is_secret=True),
    ),
    is_genuine=nobody_calls,
    read=read,
    write=write,
    judge=judge,
    fetch=fetch,
    takes_files=False,
    is_asked=True,
)
