"""Files that lie beside an export: fetched while it is read, named when they are not there."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import FileTold, Said, Told
from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.staging import Staging


class Fetching:
    """Lays every file of a case aside under a name of our own, so that nothing later follows a path of theirs."""

    def __init__(self, pack: Pack, folder: Path, staging: Staging) -> None:
        self.pack, self.folder, self.staging = pack, folder, staging
        folder.mkdir(exist_ok=True)

    def __call__(self, told: Told) -> Told:
        """The case, with files that are here; the others are named."""
        if not any(one.files for one in told.said):
            return told
        return replace(told, said=tuple(self._said(one, told) for one in told.said))

    def _said(self, said: Said, told: Told) -> Said:
        return replace(said, files=tuple(kept for one in said.files if (kept := self._file(one, told))))

    def _file(self, one: FileTold, told: Told) -> FileTold | None:
        data = self.pack.attachment(one.path) if one.path else None
        if data is None:
            self.staging.count("files missing")
            why = _("The file “%(name)s” is not beside the export.") % {"name": (one.name or one.path)[:80]}
            self.staging.note(Trouble(line=told.line, why=why, case=told.known_as))
            return None
        self.staging.count("files")
        name = sha256(data).hexdigest()
        (self.folder / name).write_bytes(data)
        return FileTold(name=one.name, path=name)
