"""What Telegram says of itself."""

from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.picking import inside, words
from pasillo.doors.channels.messaging.plain import Delivery, Media, Rejected, Request, Settings
from pasillo.doors.channels.messaging.signatures import same
from pasillo.doors.channels.telegram.reading import read
from pasillo.doors.channels.telegram.writing import API, judge, write
from pasillo.ground.kit.words import _


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """Telegram tells back the word that was given with the webhook."""
    word = settings.get("secret", "")
    return bool(word) and same(delivery.header("X-Telegram-Bot-Api-Secret-Token"), word)


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """First where the file lies, then the file."""
    token = settings.get("token", "")
    told = go(Request(address=f"{API}/bot{token}/getFile", form={"file_id": media.ref})).told()
    place = words(inside(told, "result").get("file_path"))
    if not place or ".." in place or "//" in place:
        raise Rejected(words(told.get("error_code")), words(told.get("description")))
    reply = go(Request(method="GET", address=f"{API}/file/bot{token}/{place}"))
    return Fetched(content=Fetched.of(reply).content)


TELEGRAM = Channel(
    kind="telegram",
    name="Telegram",
    asked=(
        Asked(name="token", words=_("Token of the bot"), is_secret=True),
        Asked(name="secret", words=_("Secret word of the webhook"), is_secret=True),
    ),
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    fetch=fetch,
)
