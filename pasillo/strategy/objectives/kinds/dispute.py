"""What the customer says is not solved is solved again within so much service time."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("dispute", TimeKind("dispute", _("Time to put right what was not solved")))
