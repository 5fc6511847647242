"""Many cases find their holders, and all that follows from it, in few words to the database."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from pasillo.ground.kit.together import are_together, together
from pasillo.operations.cases.commands.holding_many import hold_all
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.commands.foreknowing import know_of


def hold_many(held: Sequence[tuple[Case, int | None]], *, by: str, at: datetime) -> None:
    """Change who holds cases that are locked already; their clocks and alarms follow, in the same transaction."""
    with nullcontext() if are_together() else together():
        know_of(case for case, _person in held)
        hold_all(held, by=by, at=at)
