"""Nidalia, an invented company of alarms, fibre and mobile lines: thirty days of its work, to look at and to try.

Everything in it is done by the same commands that people use, at the moments at which it would have happened.
Nothing is sent to anybody: the addresses end in .example, and what would be sent is withheld.
"""

from pasillo.doors.console.example.loading import PASSWORD, Loaded, load
from pasillo.doors.console.example.typed import run

__all__ = ["PASSWORD", "Loaded", "load", "run"]
