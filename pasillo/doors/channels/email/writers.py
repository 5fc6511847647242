"""Whose need a mail tells: the sender's, that of whom a form names, or that of whom one of us writes about.

Plain Python: who serves and what is an address of ours is asked through the arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pasillo.doors.channels.email.parsing.addresses import Address
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.parsing.sent_on import SentOn

SENDER, REPLY_TO, REPLY_TO_NAMED = "", "reply_to", "reply_to_named"
RULES = (SENDER, REPLY_TO, REPLY_TO_NAMED)


@dataclass(frozen=True)
class Writer:
    """Who wrote, whose case it is, and the mail that was sent on, if that is what it is about."""

    author: Address
    customer: Address
    sent_on: SentOn | None = None
    is_proven: bool = False

    @property
    def is_for_somebody_else(self) -> bool:
        return self.author.address.lower() != self.customer.address.lower()


def writer_of(mail: ParsedMail, *, rule: str, is_ours: Callable[[str], bool], serves: Callable[[str], bool]) -> Writer:
    """One of us opens a customer's case: by writing to the customer and the mailbox, or by sending a mail on to it."""
    author = _author(mail, rule)
    if not (is_ours(author.address) or serves(author.address)):
        return Writer(author, author)
    named = (one for one in (*mail.to, *mail.cc) if one.usable and not is_ours(one.address))
    customer = next((one for one in named if one.address.lower() != author.address.lower()), None)
    if customer is None and mail.sent_on and not is_ours(mail.sent_on.sender.address):
        return Writer(author, mail.sent_on.sender, mail.sent_on)
    return Writer(author, customer or author)


def _author(mail: ParsedMail, rule: str) -> Address:
    """The sender; where a mailbox is fed by forms or other tools, whom Reply-To names."""
    named = next((one for one in mail.reply_to if one.usable), None)
    if rule == SENDER or named is None:
        return mail.writer
    return Address(mail.sender.name or named.name, named.address) if rule == REPLY_TO_NAMED else named
