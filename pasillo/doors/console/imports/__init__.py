"""Cases of another system come here with all that was said in them: read, rehearsed, looked at, and taken over.

Each source turns its export into one neutral form; one taker plays that through the commands that people use here,
at the moments at which things happened. Nobody is told, nobody gains a right, and it can be taken back as a whole.
"""

from pasillo.doors.console.imports import typed

__all__ = ["typed"]
