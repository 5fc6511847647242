"""What happens to the keys of machines when their owner's rights change: in the same transaction."""

from pasillo.doors.api.commands import revoke_all_of
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.people.facts import PasswordChanged, PersonDisabled, RoleTaken

KEYS = 60


@reacts_to(PersonDisabled, PasswordChanged, RoleTaken, order=KEYS)
def keys_open_nothing(entry: Entry) -> None:
    """A machine does not keep a right that its owner lost, nor a way in that its owner closed."""
    revoke_all_of(entry.data["person_id"], at=entry.happened_at)
