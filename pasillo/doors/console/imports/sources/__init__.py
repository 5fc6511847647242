"""The systems from which we can take over, each in a file or folder of its own that announces itself here."""

from pasillo.doors.console.imports.sources.registry import Source, all_sources, sources

__all__ = ["Source", "all_sources", "sources"]
