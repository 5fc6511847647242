"""Whose need a mail tells: the sender's, that of whom a form names, or that of whom one of us writes about.

Plain Python: who serves and what is an address of ours is asked through the arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pasillo.doors.channels.email.parsing.addresses import Address
from pasillo.doors.channels.email.parsing.message import ParsedMail

SENDER, REPLY_TO, REPLY_TO_NAMED = "", "reply_to", "reply_to_named"
RULES = (SENDER, REPLY_TO, REPLY_TO_NAMED)


@dataclass(frozen=True)
class Writer:
    """Who wrote, and whose case it is."""

    author: Address
    customer: Address

    @property
    def is_for_somebody_else(self) -> bool:
        return self.author.address.lower() != self.customer.address.lower()


def writer_of(mail: ParsedMail, *, rule: str, is_ours: Callable[[str], bool], serves: Callable[[str], bool]) -> Writer:
    """One of us who writes to a customer with the mailbox among the recipients opens the customer's case."""
    author = _author(mail, rule)
    if not (is_ours(author.address) or serves(author.address)):
        return Writer(author, author)
    named = (one for one in (*mail.to, *mail.cc) if one.usable and not is_ours(one.address))
    customer = next((one for one in named if one.address.lower() != author.address.lower()), author)
    return Writer(author, customer)


def _author(mail: ParsedMail, rule: str) -> Address:
    """The sender; where a mailbox is fed by forms or other tools, whom Reply-To names."""
    named = next((one for one in mail.reply_to if one.usable), None)
    if rule == SENDER or named is None:
        return mail.writer
    return Address(mail.sender.name or named.name, named.address) if rule == REPLY_TO_NAMED else named
