"""What happens at our windows when a case moves: in the same transaction."""

from pasillo.doors.channels.chat.commands import note_answered
from pasillo.doors.channels.chat.widgets import KIND
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.cases.facts import MessageSent

ANSWERED = 180


@reacts_to(MessageSent, order=ANSWERED)
def how_long_they_waited(entry: Entry) -> None:
    """The first answer of a person ends the wait of whoever stands at a window."""
    if entry.data["channel"] == KIND and entry.data["is_human"]:
        note_answered(entry.data["conversation_id"], at=entry.happened_at)
