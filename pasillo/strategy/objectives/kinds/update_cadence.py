"""The customer hears from us at least every so often, also when there is nothing new."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("update_cadence", TimeKind("update_cadence", _("Time between two news")))
