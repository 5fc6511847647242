"""Every further message is answered within so much service time."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("next_response", TimeKind("next_response", _("Time to every next answer")))
