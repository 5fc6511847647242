"""Where each source announces itself: how it is called, and how its export is read."""

from collections.abc import Iterator
from typing import Protocol

from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.kit.discovery import load_all
from pasillo.ground.kit.registry import Registry


class Source(Protocol):
    """One system, or one form of file."""

    @property
    def title(self) -> str:
        """How the system is called."""

    @property
    def hint(self) -> object:
        """What a person hands in, in a sentence."""

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Lay every case of the export aside in our words, and note what was not understood."""


sources: Registry[Source] = Registry("source of an import")


def all_sources() -> Iterator[tuple[str, Source]]:
    """Every source that a file of this folder announces."""
    load_all("pasillo.doors.console.imports.sources")
    return ((name, sources[name]) for name in sources)
