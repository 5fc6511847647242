"""What a review felt is kept beside the case that came of it, in the same transaction."""

from pasillo.doors.channels.reviews.channel import KIND
from pasillo.doors.channels.reviews.owed import stars_in
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.cases.facts import CaseOpened
from pasillo.operations.conversations.models import Message
from pasillo.operations.voice.commands import give_feedback

FELT = 420


@reacts_to(CaseOpened, order=FELT)
def keep_what_was_felt(entry: Entry) -> None:
    """The stars of the review are the score of its case."""
    if entry.data["channel"] != KIND:
        return
    said = Message.objects.filter(conversation=entry.data["conversation_id"], direction="in").order_by("pk").first()
    score = stars_in(said.text) if said else None
    if said is not None and score is not None:
        told = {"person_id": entry.data["customer_id"], "score": score, "words": said.text}
        give_feedback(entry.data["case_id"], **told, by=entry.by, at=entry.happened_at)
