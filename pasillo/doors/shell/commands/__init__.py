"""How people get in: links, letters, passwords that are tried, keys, codes, other doors, and sessions."""

from pasillo.doors.shell.commands.links import LIVES, ask_for_link, person_behind, use_link
from pasillo.doors.shell.commands.tries import forget_old_tries, must_wait, note_wrong_code, try_password, wait_for_code

__all__ = [
    "LIVES",
    "ask_for_link",
    "forget_old_tries",
    "must_wait",
    "note_wrong_code",
    "person_behind",
    "try_password",
    "use_link",
    "wait_for_code",
]
