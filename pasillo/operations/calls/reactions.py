"""What call-backs do when something happens to a case, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.calls.calling_back import agreed_for
from pasillo.operations.calls.commands import give_up
from pasillo.operations.cases.facts import CaseCancelled
from pasillo.operations.cases.facts_of_merging import CaseMerged

CALLS = 65


@reacts_to(CaseCancelled, CaseMerged, order=CALLS)
def nobody_waits_for_the_call(entry: Entry) -> None:
    """Whoever needs nothing any more needs no call."""
    if agreed_for(entry.data["case_id"]) is not None:
        give_up(entry.data["case_id"], by=entry.by, at=entry.happened_at)
