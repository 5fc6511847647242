"""Files that a visitor sends along: how many, how big, and in plain words what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.portal.commands import NewFile
from pasillo.doors.shell.moments import size

BIGGEST = 40 * 2**20
MOST = 10


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """What can be kept of the files that came, and what is said about the others."""

    files: list[NewFile] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def uploaded(request: HttpRequest, fields: Iterable[str], *, kept: int = 0) -> Uploaded:
    """The files of these questions. One that is too big does not take the others with it."""
    files: list[NewFile] = []
    errors: dict[str, str] = {}
    room, places = BIGGEST, MOST - kept
    for name in fields:
        for file in request.FILES.getlist(name):
            why = _refusal(file, room=room, places=places)
            if why:
                errors[name] = why
                continue
            room, places = room - (file.size or 0), places - 1
            files.append(NewFile(field=name, name=file.name or "file", data=file.read()))
    return Uploaded(files=files, errors=errors)


def _refusal(file: UploadedFile, *, room: int, places: int) -> str:
    words = {"name": file.name, "size": size(file.size or 0), "limit": size(BIGGEST), "count": MOST}
    if not file.size:
        return _("“%(name)s” is empty.") % words
    if file.size > BIGGEST:
        return _("“%(name)s” has %(size)s. We can take up to %(limit)s.") % words
    if file.size > room:
        return _("Together the files have more than %(limit)s. “%(name)s” was left out.") % words
    if places < 1:
        return _("At most %(count)s files, please. “%(name)s” was left out.") % words
    return ""
