"""What can have happened to a mailbox: who changed it and when; never what it holds."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class MailboxChanged(Fact):
    """A mailbox was set up, changed or connected; whether it got another secret, and whether it is open."""

    name = "mailbox.changed"
    mailbox_id: int
    is_new: bool
    is_active: bool
    new_secret: bool
