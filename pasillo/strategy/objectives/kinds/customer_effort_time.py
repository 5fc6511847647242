"""The customer answers what we ask within so much time: theirs, not ours."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("customer_effort_time", TimeKind("customer_effort_time", _("Time that we wait for the customer")))
