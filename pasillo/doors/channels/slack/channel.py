"""What Slack says of itself."""

from urllib.parse import urlsplit

from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.plain import Delivery, Media, Rejected, Request, Settings
from pasillo.doors.channels.messaging.signatures import is_hex_mark
from pasillo.doors.channels.slack.reading import question, read
from pasillo.doors.channels.slack.writing import judge, write
from pasillo.ground.kit.words import _

FILES = "files.slack.com"


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """Signed over its moment and its words, with the secret of our app."""
    told = delivery.header("X-Slack-Request-Timestamp").encode()
    signed = b"v0:" + told + b":" + delivery.body
    return bool(told) and is_hex_mark(
        delivery.header("X-Slack-Signature"), settings.get("secret", ""), signed, before="v0="
    )


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """Our token is told to Slack alone."""
    if urlsplit(media.ref).hostname != FILES:
        raise Rejected("", "this file does not lie where it should")
    headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
    reply = go(Request(method="GET", address=media.ref, headers=headers))
    return Fetched.of(reply)


SLACK = Channel(
    kind="slack",
    name="Slack",
    own_setting="app_id",
    asked=(
        Asked(name="app_id", words=_("Id of the app")),
        Asked(name="token", words=_("Token of the bot"), is_secret=True),
        Asked(name="secret", words=_("Signing secret"), is_secret=True),
    ),
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    fetch=fetch,
    answer=question,
    takes_files=False,
)
