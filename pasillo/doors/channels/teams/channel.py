"""What Microsoft Teams says of itself."""

from urllib.parse import urlsplit

from pasillo.doors.channels.messaging.channel import Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.line import go as line
from pasillo.doors.channels.messaging.picking import NotUnderstood, object_in, words
from pasillo.doors.channels.messaging.plain import Delivery, Media, Outgoing, Rejected, Request, Settings
from pasillo.doors.channels.messaging.signatures import same
from pasillo.doors.channels.teams.proof import is_proven
from pasillo.doors.channels.teams.reading import read, tenant_of
from pasillo.doors.channels.teams.tokens import token_for
from pasillo.doors.channels.teams.writing import is_theirs, judge, write
from pasillo.ground.kit.words import _

FILES = ".sharepoint.com"


def is_genuine(delivery: Delivery, settings: Settings) -> bool:
    """A token of the Bot Connector for our app; and from our own organisation, where one is named."""
    try:
        told = object_in(delivery.body)
    except NotUnderstood:
        return False
    tenant = settings.get("tenant", "")
    if tenant and not same(tenant_of(told), tenant):
        return False
    header, service = delivery.header("Authorization"), words(told.get("serviceUrl"))
    return is_proven(header, app_id=settings.get("app_id", ""), service=service, go=line)


def written(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The words, with a token of today."""
    return write(outgoing, settings, token=token_for(settings, line))


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """A picture lies where our token is known; a file lies in the house's own SharePoint, and its address is enough."""
    headers: dict[str, str] = {}
    parts = urlsplit(media.ref)
    if is_theirs(media.ref):
        headers = {"Authorization": f"Bearer {token_for(settings, go)}"}
    elif parts.scheme != "https" or not (parts.hostname or "").endswith(FILES):
        raise Rejected("", "this file does not lie where it should")
    reply = go(Request(method="GET", address=media.ref, headers=headers))
    return Fetched.of(reply)


TEAMS = Channel(
    kind="teams",
    name="Microsoft Teams",
    own_setting="app_id",
    asked=(
        Asked(name="app_id", words=_("Id of the app")),
        Asked(name="tenant", words=_("Id of your organisation at Microsoft")),
        Asked(name="secret", words=_("Secret of the app"), is_secret=True),
    ),
    is_genuine=is_genuine,
    read=read,
    write=written,
    judge=judge,
    fetch=fetch,
    takes_files=False,
)
