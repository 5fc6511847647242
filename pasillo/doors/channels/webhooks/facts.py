"""What can have happened to a hook: who changed it and when; never what it holds."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class HookChanged(Fact):
    """A hook was set up or changed; whether it got another secret, and whether it is told anything."""

    name = "webhook.changed"
    hook_id: int
    is_new: bool
    is_active: bool
    new_secret: bool


@dataclass(frozen=True, kw_only=True)
class HookRemoved(Fact):
    """Nothing is told there any more."""

    name = "webhook.removed"
    hook_id: int
