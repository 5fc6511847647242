"""What WhatsApp says of itself: what has to be filled in, how a call is checked, how long one may write freely."""

from dataclasses import replace
from datetime import timedelta

from pasillo.doors.channels.messaging.channel import Approved, Asked, Channel, Fetched, Go
from pasillo.doors.channels.messaging.picking import inside, objects, words
from pasillo.doors.channels.messaging.plain import Media, Rejected, Request, Settings
from pasillo.doors.channels.meta.common import greet, is_genuine
from pasillo.doors.channels.whatsapp.reading import read
from pasillo.doors.channels.whatsapp.writing import GRAPH, judge, upload, uploaded, write
from pasillo.ground.kit.words import _

ERRORS = {
    "190": _("the access token is not valid any more: make a new one and fill it in"),
    "131026": _("the customer cannot be reached on WhatsApp"),
    "131047": _("the time in which one may write freely is over"),
    "131050": _("the customer wants no messages"),
}


def fetch(media: Media, settings: Settings, go: Go) -> Fetched:
    """First where the file lies, then the file; both with our token, over the one way out."""
    headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
    told = go(Request(method="GET", address=f"{GRAPH}/{media.ref}", headers=headers)).told()
    place = words(told.get("url"))
    if not place:
        raise Rejected(words(inside(told, "error").get("code")), words(inside(told, "error").get("message")))
    reply = go(Request(method="GET", address=place, headers=headers))
    return replace(Fetched.of(reply), media_type=words(told.get("mime_type")) or reply.media_type)


def templates(settings: Settings, go: Go) -> list[Approved]:
    """The texts that were approved for this business."""
    if not settings.get("business_id"):
        raise Rejected("", str(_("the id of the WhatsApp business account is missing")))
    headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
    fields = "fields=id,name,language,status,components&limit=200"
    address = f"{GRAPH}/{settings.get('business_id', '')}/message_templates?{fields}"
    told = go(Request(method="GET", address=address, headers=headers)).told()
    trouble = inside(told, "error")
    if trouble:
        raise Rejected(words(trouble.get("code")), words(trouble.get("message")))
    return [
        Approved(
            name=words(one.get("name")),
            language=words(one.get("language")),
            text=text,
            outside_id=words(one.get("id")),
            is_usable=one.get("status") == "APPROVED",
        )
        for one in objects(told.get("data"))
        for text in [_body(objects(one.get("components")))]
        if text
    ]


def _body(components: list[dict[str, object]]) -> str:
    """Its words, where nothing but words has to be filled in."""
    others = {words(one.get("type")).upper() for one in components if "{{" in str(one)} - {"BODY"}
    found = [words(one.get("text")) for one in components if words(one.get("type")).upper() == "BODY"]
    return found[0] if found and not others else ""


WHATSAPP = Channel(
    kind="whatsapp",
    name="WhatsApp",
    realm="whatsapp",
    own_setting="number_id",
    asked=(
        Asked(name="number_id", words=_("Id of the phone number"), help=_("As Meta shows it: digits, not the number.")),
        Asked(name="business_id", words=_("Id of the WhatsApp business account"), is_needed=False),
        Asked(name="token", words=_("Access token"), is_secret=True),
        Asked(name="secret", words=_("App secret"), is_secret=True),
        Asked(name="verify", words=_("Word for the verification"), help=_("Choose any word, and tell it to Meta.")),
    ),
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    greet=greet,
    fetch=fetch,
    upload=upload,
    uploaded=uploaded,
    templates=templates,
    free_for=timedelta(hours=24),
    errors=ERRORS,
)
