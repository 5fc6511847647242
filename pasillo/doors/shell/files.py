"""Files that came with a message: handed out only to who may read the message, and never run by a browser."""

from collections.abc import Iterator
from itertools import chain

import filetype
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.visitor import sight
from pasillo.ground.files.queries import read
from pasillo.operations.cases.queries import file_for
from pasillo.operations.conversations.models import DraftFile, MessageFile

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
KNOWN = (*PICTURES, "application/pdf", "application/zip", "audio/mpeg", "video/mp4")
UNKNOWN = "application/octet-stream"


@require_safe
@signed_in
def show(request: HttpRequest, file_id: int) -> StreamingHttpResponse:
    """A file, for whoever may read the message that it came with. Everybody else learns nothing."""
    try:
        return deliver(file_for(sight(request), file_id))
    except LookupError:
        raise Http404 from None


def deliver(file: MessageFile | DraftFile) -> StreamingHttpResponse:
    """The bytes as they came. What they are is read from the bytes; only pictures open in the page."""
    chunks = read(file.blob_id)
    first = next(chunks, b"")
    kind = filetype.guess_mime(first) if first else None
    shown = kind in PICTURES
    answer = StreamingHttpResponse(_joined(first, chunks), content_type=kind if kind in KNOWN else UNKNOWN)
    answer.headers["Content-Length"] = str(file.size)
    answer.headers["Content-Disposition"] = content_disposition_header(not shown, file.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    return chain([first], rest)
