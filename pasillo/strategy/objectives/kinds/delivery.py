"""What the customer pays for is done within so much time from the event itself; nothing stops this clock."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("delivery", TimeKind("delivery", _("Time from the event to the service")))
