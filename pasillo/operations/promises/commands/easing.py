"""A case is made less pressing when a promise of it is nearly used up or broken: that wants a reason and counts."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.ground.journal.long_ago import is_long_ago
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.promises.clock import GOING, used_up
from pasillo.operations.promises.commands.writing import locked_clocks
from pasillo.operations.promises.facts import PriorityEased
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.timelines import counts_of, timelines
from pasillo.strategy.objectives.policies import Audience

LAST_QUARTER = 75
UNDONE = "undone"


def note_eased(entry: Entry) -> None:
    """Refuses without a reason of the person who does it, else tells it: figures may look better, nothing else does."""
    told = entry.data
    if told["priority"] <= told["previous"] or told.get("why") == UNDONE:
        return
    shares = list(_shares(told["case_id"], entry.happened_at))
    share, clock = max(shares, key=lambda one: one[0], default=(0, None))
    if clock is None or share < LAST_QUARTER:
        return
    if not told.get("why") and entry.by.startswith("person:") and not is_long_ago():
        raise Refused(_("A promise of this case is nearly used up or broken. Say why it presses less."))
    fact = PriorityEased(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        priority=told["priority"],
        previous=told["previous"],
        share=share,
    )
    tell(fact, about=entry.about, by=entry.by, at=entry.happened_at)


def _shares(case_id: int, at: datetime) -> Iterator[tuple[int, Clock]]:
    """How much of each promise to the customer is used up, in per cent; what is broken is used up."""
    mine = [one for one in locked_clocks(case_id) if one.state in GOING and _is_promised(one)]
    if not mine:
        return
    hours_of = timelines(counts_of(clock) for clock in mine)
    for clock in mine:
        yield used_up(reading_of(clock), hours_of(counts_of(clock)), at=at), clock


def _is_promised(clock: Clock) -> bool:
    return clock.audience == Audience.CUSTOMER and not clock.is_usual
