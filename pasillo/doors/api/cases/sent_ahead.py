"""Files: sent ahead of the words with which they belong, and handed out to who may read those words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import File
from ninja.files import UploadedFile

from pasillo.doors.api.cases.shapes import UploadOut
from pasillo.doors.api.commands import keep_upload
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import me, visible
from pasillo.doors.api.models import Upload
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.files import KNOWN, UNKNOWN, deliver
from pasillo.doors.shell.sent_files import BIGGEST, MOST, refusal_of
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.queries import file_for
from pasillo.operations.conversations.commands import FileIn

TAG = "files"
BINARY = {"schema": {"type": "string", "format": "binary"}}
BYTES = {"responses": {200: {"description": "The bytes.", "content": dict.fromkeys((*KNOWN, UNKNOWN), BINARY)}}}


@writes(TAG, "/uploads", name="uploads", scope="cases.write", gives=UploadOut, status=201, summary="Send a file ahead")
def upload(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Keeps a file for two days. Its id goes with a case or a message of the same person, once or more often."""
    why = refusal_of(file, room=BIGGEST, places=1)
    if why:
        raise Refused(why)
    return Deed(do=lambda: keep_upload(person_id=me(request), name=file.name or "", data=file.read(), at=now()))


@reads(TAG, "/files/{int:file_id}", name="file", scope="cases.read", gives=None, summary="Fetch a file",
       openapi_extra=BYTES)  # fmt: skip
def fetch(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file that came with a message, for whoever may read that message."""
    file = file_for(sight(request), file_id)
    if not visible(request).filter(conversation_id=file.message.conversation_id).exists():
        raise LookupError("no such file")
    return deliver(file)


def files_of(request: HttpRequest, ids: Sequence[str]) -> list[FileIn]:
    """The files that the person behind this request sent ahead, in the order in which they are named."""
    if not ids:
        return []
    sight(request)  # the database shows each their own, once it knows who asks
    known = Upload.objects.select_related("blob").filter(person=me(request), pk__in=[_uuid(one) for one in ids])
    by_id = {str(one.pk): one for one in known}
    missing = [one for one in ids if one.lower() not in by_id]
    if missing or len(ids) > MOST:
        raise Refused(_("There is no file “%(id)s” that you have sent ahead.") % {"id": (missing or ids)[0][:60]})
    found = [by_id[one.lower()] for one in ids]
    if sum(one.size for one in found) > BIGGEST:
        raise Refused(_("Together the files are too big."))
    return [FileIn(name=one.name, blob=one.blob, media_type=one.media_type) for one in found]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("There is no file “%(id)s” that you have sent ahead.") % {"id": text[:60]}) from None
