"""An area hands over or solves within so much time of its own hours."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("area_time", TimeKind("area_time", _("Time in one area")))
