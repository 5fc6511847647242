"""What LINE says of itself."""

from pasillo.doors.channels.line.reading import read
from pasillo.doors.channels.line.writing import instead, judge, write
from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.plain import Away, Delivery, Media, Request, Settings
from pasillo.doors.channels.messaging.signatures import is_base64_mark
from pasillo.ground.kit.words import _

FILES = "https://api-data.line.me/v2/bot/message"


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """Signed with the secret of our channel."""
    return is_base64_mark(delivery.header("X-Line-Signature"), settings.get("secret", ""), delivery.body)


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """Our token is told to LINE alone."""
    if media.is_address:
        request = Request(method="GET", address=media.ref)
    else:
        headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
        request = Request(method="GET", address=f"{FILES}/{media.ref}/content", headers=headers)
    reply = go(request)
    if reply.status == 202 or reply.status >= 500:
        raise Away(str(reply.status), "the file is not ready yet")
    return Fetched.of(reply)


LINE = Channel(
    kind="line",
    name="LINE",
    asked=(
        Asked(name="token", words=_("Access token"), is_secret=True),
        Asked(name="secret", words=_("Channel secret"), is_secret=True),
    ),
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    fetch=fetch,
    instead=instead,
    takes_files=False,
)
