"""Shows a customer's HTML in a frame of its own, where nothing can run and nothing is fetched."""

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from pasillo.doors.channels.email.clean import for_frame
from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.visitor import sight
from pasillo.ground.files.queries import whole
from pasillo.operations.cases.queries import message_for
from pasillo.operations.conversations.models import Message, MessageFile

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title></title></head>'
    "<body>{body}</body></html>"
)
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURE = 2 * 2**20
PICTURES = 6 * 2**20


@signed_in
@require_safe
@xframe_options_exempt
def show(request: HttpRequest, message_id: int) -> HttpResponse:
    """The HTML of one message, cleaned, for whoever may read the message."""
    try:
        message = message_for(sight(request), message_id)
    except LookupError:
        raise Http404 from None
    if message.html_id is None:
        raise Http404
    html = whole(message.html_id).decode("utf-8", "replace")
    body = for_frame(html, _pictures(message))
    response = HttpResponse(PAGE.format(language=_language(message), body=body))
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _language(message: Message) -> str:
    return message.language if message.language in ("en", "es", "id") else "en"


def _pictures(message: Message) -> dict[str, str]:
    """The mail's own pictures, written into the page: a frame without rights could not fetch them."""
    found: dict[str, str] = {}
    room = PICTURES
    for file in message.files.exclude(content_id=""):
        if file.size > min(PICTURE, room) or not _is_picture(file):
            continue
        room -= file.size
        found[file.content_id] = f"data:{file.blob.media_type};base64,{base64.b64encode(whole(file.blob_id)).decode()}"
    return found


def _is_picture(file: MessageFile) -> bool:
    """By what the bytes are, not by what the mail calls them."""
    return file.blob.media_type in SHOWN
