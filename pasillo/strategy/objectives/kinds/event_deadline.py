"""What was agreed for a day is done at most so long after it; nothing stops this clock."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("event_deadline", TimeKind("event_deadline", _("Time after the agreed day")))
