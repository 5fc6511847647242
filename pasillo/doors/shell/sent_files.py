"""Files that come with a form: those sent now, and those of a try that was refused, which need not be chosen again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import filetype
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import number, size
from pasillo.ground.files.commands import keep
from pasillo.ground.files.models import Blob
from pasillo.ground.kit.plain import safe
from pasillo.operations.conversations.commands import FileIn

KEPT = "kept"
A_DAY = 86400
BIGGEST, MOST = 40 * 2**20, 10


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file of one field; its token brings it back with the next try at the same place, and nothing else can."""

    place: str
    field: str
    name: str
    blob: Blob

    @property
    def token(self) -> str:
        """What the page carries in the place of the bytes."""
        return signing.dumps({"f": self.field, "n": self.name, "b": self.blob.pk}, salt=self.place)

    def as_sent(self) -> FileIn:
        """The file as a message takes it along."""
        return FileIn(name=self.name, blob=self.blob, media_type=self.blob.media_type)


@dataclass(frozen=True, kw_only=True)
class SentFiles:
    """What came, and what is said about those that could not be taken."""

    files: Sequence[SentFile] = ()
    errors: dict[str, str] = field(default_factory=dict)

    def shown(self) -> list[dict[str, object]]:
        """The files as a page offers them again, each with a tick."""
        return [{"name": one.name, "size": one.blob.size, "token": one.token} for one in self.files]


def sent_files(
    request: HttpRequest, keys: Collection[str], *, place: str, mark: str = "", pictures: Collection[str] = ()
) -> SentFiles:
    """The files of these fields, kept at once. One that cannot be taken does not take the others with it. `place` says
    whose form it is and about what: a token of another place is worth nothing. `pictures` are the fields that ask for
    a photo."""
    files = list(_kept_before(request, keys, place))
    errors: dict[str, str] = {}
    for key in keys:
        for given in request.FILES.getlist(mark + key):
            room = BIGGEST - sum(one.blob.size for one in files)
            why = refusal_of(given, room=room, places=MOST - len(files), is_picture=key in pictures)
            if why:
                errors[key] = why
                continue
            name = safe(given.name or "")[:200] or "file"
            files.append(SentFile(place=place, field=key, name=name, blob=keep(given.read())))
    return SentFiles(files=files, errors=errors)


def _kept_before(request: HttpRequest, keys: Collection[str], place: str) -> Iterator[SentFile]:
    for token in dict.fromkeys(request.POST.getlist(KEPT)[:MOST]):
        try:
            said = signing.loads(token, salt=place, max_age=A_DAY)
        except signing.BadSignature:
            continue
        blob = Blob.objects.filter(pk=said["b"]).first()
        if blob is not None and said["f"] in keys:
            yield SentFile(place=place, field=said["f"], name=said["n"], blob=blob)


def refusal_of(given: UploadedFile, *, room: int, places: int, is_picture: bool = False) -> str:
    """Why this file cannot be taken, in words: it is empty, too big, more than there is room for, or no picture where
    one was asked for. Else nothing."""
    words = {"name": given.name, "size": size(given.size or 0), "limit": size(BIGGEST), "count": number(MOST)}
    if not given.size:
        return _("“%(name)s” is empty.") % words
    if given.size > BIGGEST:
        return _("“%(name)s” has %(size)s. We can take up to %(limit)s.") % words
    if given.size > room:
        return _("Together the files have more than %(limit)s. “%(name)s” was left out.") % words
    if places < 1:
        return _("At most %(count)s files, please. “%(name)s” was left out.") % words
    if is_picture and not _shows_a_picture(given):
        return _("“%(name)s” is no picture. A photo is asked for here.") % words
    return ""


def _shows_a_picture(given: UploadedFile) -> bool:
    """By its first bytes; its name may say anything."""
    given.seek(0)
    first = given.read(8192)
    given.seek(0)
    return (filetype.guess_mime(first) or "").startswith("image/")
