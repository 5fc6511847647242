"""A person of ours accepts the case within so much time."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("ownership", TimeKind("ownership", _("Time until somebody takes it")))
