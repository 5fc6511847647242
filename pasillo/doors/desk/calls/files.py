"""Files that come with a call: those sent now, and those of a form that was refused, which need not be chosen again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import number, size
from pasillo.ground.files.commands import keep
from pasillo.ground.files.models import Blob
from pasillo.ground.kit.plain import safe
from pasillo.operations.conversations.commands import FileIn

SALT, KEPT = "desk.call.files", "kept"
A_DAY = 86400
BIGGEST, MOST = 40 * 2**20, 10


@dataclass(frozen=True, kw_only=True)
class CallFile:
    """A file that answers a question; its token brings it back with the next try, and nothing else can."""

    field: str
    name: str
    blob: Blob

    @property
    def token(self) -> str:
        """What the page carries in the place of the bytes."""
        return signing.dumps({"f": self.field, "n": self.name, "b": self.blob.pk}, salt=SALT)

    def as_sent(self) -> FileIn:
        """The file as a message takes it along."""
        return FileIn(name=self.name, blob=self.blob, media_type=self.blob.media_type)


@dataclass(frozen=True, kw_only=True)
class CallFiles:
    """What came, and what is said about those that could not be taken."""

    files: Sequence[CallFile] = ()
    errors: dict[str, str] = field(default_factory=dict)


def files_in(request: HttpRequest, keys: Collection[str], *, mark: str) -> CallFiles:
    """The files of these questions, kept at once. One that is too big does not take the others with it."""
    files = list(_kept_before(request, keys))
    errors: dict[str, str] = {}
    for key in keys:
        for given in request.FILES.getlist(mark + key):
            why = _refusal(given, count=len(files))
            if why:
                errors[key] = why
            else:
                files.append(CallFile(field=key, name=safe(given.name or "")[:200] or "file", blob=keep(given.read())))
    return CallFiles(files=files, errors=errors)


def _kept_before(request: HttpRequest, keys: Collection[str]) -> Iterator[CallFile]:
    for token in request.POST.getlist(KEPT)[:MOST]:
        try:
            said = signing.loads(token, salt=SALT, max_age=A_DAY)
        except signing.BadSignature:
            continue
        blob = Blob.objects.filter(pk=said["b"]).first()
        if blob is not None and said["f"] in keys:
            yield CallFile(field=said["f"], name=said["n"], blob=blob)


def _refusal(given: UploadedFile, *, count: int) -> str:
    words = {"name": given.name, "size": size(given.size or 0), "limit": size(BIGGEST), "count": number(MOST)}
    if not given.size:
        return _("“%(name)s” is empty.") % words
    if given.size > BIGGEST:
        return _("“%(name)s” has %(size)s. We can take up to %(limit)s.") % words
    if count >= MOST:
        return _("At most %(count)s files, please. “%(name)s” was left out.") % words
    return ""
