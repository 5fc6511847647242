"""What happens to open sessions when a person's password or account changes: in the same transaction."""

from pasillo.doors.shell.commands.sessions import drop_sessions
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.people.facts import PasswordChanged, PersonDisabled

SESSIONS = 50


@reacts_to(PersonDisabled, PasswordChanged, order=SESSIONS)
def sessions_end(entry: Entry) -> None:
    """Nobody stays in with a password that is no more, or an account that is closed."""
    drop_sessions(entry.data["person_id"])
