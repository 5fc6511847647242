"""Files that a visitor sends along with a request that they begin: they are kept with its draft."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest

from pasillo.doors.portal.commands import NewFile
from pasillo.doors.shell.sent_files import BIGGEST, MOST, refusal_of


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """What can be kept of the files that came, and what is said about the others."""

    files: list[NewFile] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def uploaded(request: HttpRequest, fields: Iterable[str], *, kept: int = 0, pictures: Collection[str] = ()) -> Uploaded:
    """The files of these questions, some of which ask for pictures. One that is too big does not take the others
    with it."""
    files: list[NewFile] = []
    errors: dict[str, str] = {}
    room, places = BIGGEST, MOST - kept
    for name in fields:
        for file in request.FILES.getlist(name):
            why = refusal_of(file, room=room, places=places, is_picture=name in pictures)
            if why:
                errors[name] = why
                continue
            room, places = room - (file.size or 0), places - 1
            files.append(NewFile(field=name, name=file.name or "file", data=file.read()))
    return Uploaded(files=files, errors=errors)
