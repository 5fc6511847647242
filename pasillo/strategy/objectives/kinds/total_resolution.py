"""The need is met for good within so much time, disputes included."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("total_resolution", TimeKind("total_resolution", _("Time to the final solution")))
