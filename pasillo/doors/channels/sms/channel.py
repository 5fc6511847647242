"""What text messages say of themselves."""

from urllib.parse import urlsplit

from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.plain import Delivery, Media, Rejected, Request, Settings
from pasillo.doors.channels.messaging.signatures import form_mark, same
from pasillo.doors.channels.sms.errors import ERRORS
from pasillo.doors.channels.sms.reading import fields_of, read
from pasillo.doors.channels.sms.writing import judge, proof, write
from pasillo.ground.kit.words import _

OWN_HOST, FILES_LIE_AT = "api.twilio.com", (".twiliocdn.com", ".twilio.com")


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """Signed over the address that was called and all fields, with the token of the account."""
    token = settings.get("token", "")
    told = delivery.header("X-Twilio-Signature")
    return bool(token and told) and same(told, form_mark(delivery.address, fields_of(delivery.body), token))


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """Our token is told to Twilio alone. It may name another server of its own, which is asked without it."""
    if urlsplit(media.ref).hostname != OWN_HOST:
        raise Rejected("", "this file does not lie where it should")
    reply = go(Request(method="GET", address=media.ref, headers={"Authorization": f"Basic {proof(settings)}"}))
    if 300 <= reply.status < 400 and (urlsplit(reply.place).hostname or "").endswith(FILES_LIE_AT):
        reply = go(Request(method="GET", address=reply.place))
    return Fetched.of(reply)


SMS = Channel(
    kind="sms",
    name="SMS",
    realm="phone",
    asked=(
        Asked(name="account", words=_("Account SID")),
        Asked(name="token", words=_("Auth token"), is_secret=True),
        Asked(name="number", words=_("Number of ours"), help=_("With its country: +34 900…"), is_needed=False),
        Asked(name="service", words=_("Messaging service SID"), is_needed=False),
    ),
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    fetch=fetch,
    takes_files=False,
    errors=ERRORS,
)
