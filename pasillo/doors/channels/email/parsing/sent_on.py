"""A mail that somebody sent on: who wrote it at first, what they wrote, and what was said on top."""

from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing.addresses import Address, addresses
from pasillo.doors.channels.email.parsing.quoting import header_name, is_divider, is_header_block, parted
from pasillo.doors.channels.email.parsing.quoting_words import FROM, SENT_ON, SENT_ON_PREFIXES, SUBJECT
from pasillo.doors.channels.email.parsing.signatures import without_signature

_SEARCHED = 3_000
_LINE = 500


@dataclass(frozen=True)
class SentOn:
    """The mail inside the mail. Nothing proves who wrote it: whoever sent it on says so."""

    sender: Address = field(default_factory=Address)
    subject: str = ""
    text: str = ""
    quoted: str = ""
    said_on_top: str = ""


def sent_on(text: str, subject: str) -> SentOn | None:
    """The mail inside, if its header lines are there and the subject or a line says that it was sent on."""
    lines = text.split("\n")
    for number in range(min(len(lines), _SEARCHED)):
        if header_name(lines[number]) in FROM and is_header_block(lines, number):
            announced = _announced(lines, number)
            return _inside(lines, number, announced, subject) if announced < number or is_prefixed(subject) else None
    return None


def without_prefix(subject: str) -> str:
    """A subject without the Fwd: that a mail program put before it."""
    while is_prefixed(subject):
        subject = subject.strip().partition(":")[2]
    return subject.strip()


def is_prefixed(subject: str) -> bool:
    """Does a subject begin as mail programs begin it when a mail is sent on?"""
    prefix, colon, _ = subject.strip().partition(":")
    return bool(colon) and prefix.strip().lower() in SENT_ON_PREFIXES


def _announced(lines: list[str], number: int) -> int:
    """Where the line stands that says that a mail was sent on; the place of the header lines if there is none."""
    before = number - 1
    while before >= 0 and not lines[before].strip():
        before -= 1
    line = lines[before][:_LINE].strip() if before >= 0 else ""
    says_so = line.strip("-_=*~ :").lower().startswith(SENT_ON)
    return before if says_so and (is_divider(line) or line.endswith(":")) else number


def _inside(lines: list[str], number: int, announced: int, subject: str) -> SentOn | None:
    sender = _named(lines[number])
    if sender is None or not sender.usable:
        return None
    end = next((at for at in range(number, len(lines)) if not lines[at].strip()), len(lines))
    named = [line.partition(":")[2].strip(" *") for line in lines[number:end] if header_name(line) in SUBJECT]
    reply = parted("\n".join(lines[end:]).strip("\n"))
    top = lines[:announced]
    return SentOn(
        sender=sender,
        subject=next(iter(named), "") or without_prefix(subject),
        text=reply.new,
        quoted=reply.rest,
        said_on_top="\n".join(top[: without_signature(top, len(top))]).strip(),
    )


def _named(line: str) -> Address | None:
    """The writer that a header line names, in whichever way the program wrote an address."""
    value = line[:_LINE].strip(" *>").partition(":")[2].replace("mailto:", " ").replace("[", "<").replace("]", ">")
    found = [one for one in addresses(value.strip(" *")) if one.usable]
    if found:
        return found[0]
    bare = next((word.strip("<>(),;\"'*") for word in value.split() if "@" in word), "")
    bare = bare.partition(">")[0].rpartition("<")[2]
    return Address("", bare) if bare else None
