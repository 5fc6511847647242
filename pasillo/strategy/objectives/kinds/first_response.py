"""A person answers within so much service time."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("first_response", TimeKind("first_response", _("Time to a first answer")))
