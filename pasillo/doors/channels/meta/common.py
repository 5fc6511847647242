"""How calls of the Messenger platform are checked, and how files are fetched from it."""

from collections.abc import Mapping
from datetime import timedelta

from pasillo.doors.channels.messaging.channel import Asked, Fetched, Go
from pasillo.doors.channels.messaging.plain import Delivery, Media, Request, Settings
from pasillo.doors.channels.messaging.signatures import is_hex_mark, same
from pasillo.ground.kit.words import _

SEVEN_DAYS = timedelta(days=7)
ERRORS = {
    "190": _("the access token is not valid any more: make a new one and fill it in"),
    "10": _("it is more than seven days since the customer wrote last"),
    "551": _("the customer wants no messages"),
}
ASKED = (
    Asked(name="page_id", words=_("Id of the page or account")),
    Asked(name="token", words=_("Access token"), is_secret=True),
    Asked(name="secret", words=_("App secret"), is_secret=True),
    Asked(name="verify", words=_("Word for the verification"), help=_("Choose any word, and tell it to Meta.")),
)


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """Signed with the secret of our app."""
    return is_hex_mark(delivery.header("X-Hub-Signature-256"), settings.get("secret", ""), delivery.body)


def greet(query: Mapping[str, str], settings: Settings) -> str | None:
    """Before the first call they ask whether this address is ours: whoever knows the word of ours is answered."""
    word = settings.get("verify", "")
    is_ours = query.get("hub.mode") == "subscribe" and bool(word) and same(query.get("hub.verify_token", ""), word)
    return query.get("hub.challenge", "")[:200] if is_ours else None


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """The address of a file is its own key: nothing of ours goes along."""
    reply = go(Request(method="GET", address=media.ref))
    return Fetched.of(reply)
