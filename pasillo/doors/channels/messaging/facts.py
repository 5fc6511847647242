"""What can have happened to an account of ours on a channel: who changed it and when; never what it holds."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(Fact):
    """An account of ours on a channel was set up or changed; whether it got another secret, and whether it is open."""

    name = "channel.changed"
    account_id: int
    is_new: bool
    is_active: bool
    new_secret: bool
