"""The need is met within so much service time."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("resolution", TimeKind("resolution", _("Time to a solution")))
