"""The customer waits at most so long, nights and our waits for them included."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("customer_wait", TimeKind("customer_wait", _("Whole wait of the customer")))
