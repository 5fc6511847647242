"""Work that was done elsewhere becomes history here: an event log is read and played again by the real commands.

A map says what its columns and words mean in ours. Every case is opened, passed on, paused, solved and closed at the
moments at which it happened, so that its clocks and measures come to be as they would have come; nobody is told.
"""

from pasillo.doors.console.history import typed

__all__ = ["typed"]
