"""What bookings do when something happens to a case, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.bookings import commands
from pasillo.operations.cases.facts import CaseCancelled, CaseOpened
from pasillo.operations.cases.facts_of_merging import CaseMerged

BOOKINGS = 60


@reacts_to(CaseOpened, order=BOOKINGS)
def say_what_is_held(entry: Entry) -> None:
    """A room that was taken with the request is confirmed at once."""
    if entry.data["request_type_id"]:
        commands.confirm(entry.data["case_id"], by=entry.by, at=entry.happened_at)


@reacts_to(CaseCancelled, CaseMerged, order=BOOKINGS)
def the_room_is_free(entry: Entry) -> None:
    """Whoever cancels their request gives back what it held."""
    commands.let_go(entry.data["case_id"], by=entry.by, at=entry.happened_at)
