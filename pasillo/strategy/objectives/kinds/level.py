"""Contacts are attended within so much time, for such a share of them."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import TimeKind, kinds

kinds.add("level", TimeKind("level", _("Speed of attending contacts")))
