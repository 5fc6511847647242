"""What messaging does when a case is split: what the customer writes next belongs where their last words went."""

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.models import Thread
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.cases.facts_of_merging import CaseSplit
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

MESSAGING = 90


@reacts_to(CaseSplit, order=MESSAGING)
def go_on_with_the_last_words(entry: Entry) -> None:
    """A messenger has one line for each customer: it goes on in the case that follows what they wrote last."""
    of_case = dict(Case.objects.filter(pk=entry.data["case_id"]).values_list("pk", "conversation_id"))
    conversation_id = of_case[entry.data["case_id"]]
    for thread in Thread.objects.filter(conversation_id=conversation_id).select_related("account"):
        said = Message.objects.filter(conversation_id=conversation_id, direction="in", channel=thread.account.kind)
        last = said.filter(author=thread.person_id).order_by("-said_at", "-id").first()
        if last is not None and last.goes_on_in_id is not None:
            commands.goes_on_in(thread, conversation_id=last.goes_on_in_id)
