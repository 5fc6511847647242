"""Several mails one after the other: what each becomes, whose it is, and whether it may be answered by a machine.

What other assertions ask for was made by triggers that their tests set up and the rows do not tell: tags, priorities,
further articles and their number. They are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.former import Former, clues_in
from pasillo.doors.channels.email.parsing.automatic import is_of_our_house
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from pasillo.doors.channels.email.writers import REPLY_TO, REPLY_TO_NAMED, SENDER, Writer, writer_of
from tests.corpora.suites.outcome import Outcome

ROWS = "sequences.jsonl"
OUR_DOMAIN = frozenset({"zammad.example.com"})
# The set-up of their tests: the addresses of the house, and who serves there.
OUR_ADDRESSES = frozenset({"myzammad@system.test", "zammad@example.com"})
SERVING = re.compile(r"ticket-system-sender-agent\d*@example\.com")
_RULES = {"as_sender_of_email": REPLY_TO, "as_sender_of_email_use_from_realname": REPLY_TO_NAMED}
_LEFT_OUT = re.compile(r"tag_list|priority|articles\b|state\.name")
_FIELD = re.compile(r"^(mail|ticket|article)(\d+)[.\[](.+?)\]?$")


@dataclass
class Case:
    """What a mail became."""

    number: int
    subject: str
    writer: Writer
    ids: list[str] = field(default_factory=list)


@dataclass
class Played:
    """A mail of the sequence, and its case."""

    mail: ParsedMail
    case: Case
    writer: Writer


def outcomes(row: dict[str, Any], folder: Path) -> Iterator[tuple[str, Outcome]]:
    """Plays one sequence, and compares each thing that it asserts."""
    played: dict[int, Played] = {}
    rule = SENDER
    for step in row["steps"]:
        if step["op"] == "setting" and step["key"] == "postmaster_sender_based_on_reply_to":
            rule = _RULES.get(str(step["value"]), SENDER)
        elif step["op"] == "process":
            played[step["n"]] = _play((folder / step["file"]).read_bytes(), rule, played)
        elif step["op"].startswith("assert") and not _LEFT_OUT.search(step["field"]):
            yield f"{row['id']} {step['field']}", _compare(step, played)


def _play(raw: bytes, rule: str, before: dict[int, Played]) -> Played:
    mail, contents = parse(raw)
    writer = writer_of(mail, rule=rule, is_ours=_is_ours, serves=_serves)
    clues = clues_in(mail, contents, Former("Ticket#", frozenset({"subject"})))
    for other in before.values():
        if clues.lead_to(number="", subject=other.case.subject, message_ids=other.case.ids):
            other.case.ids.append(mail.message_id)
            return Played(mail, other.case, writer)
    return Played(mail, Case(len(before), mail.subject, writer, [mail.message_id]), writer)


def _is_ours(address: str) -> bool:
    return address.lower() in OUR_ADDRESSES


def _serves(address: str) -> bool:
    return SERVING.fullmatch(address.lower()) is not None


def _compare(step: dict[str, Any], played: dict[int, Played]) -> Outcome:
    outcome = Outcome()
    ours, theirs = _value(step["field"], played), step["expected"]
    if isinstance(theirs, dict) and "field" in theirs:
        theirs = _value(theirs["field"], played)
    elif isinstance(theirs, dict):
        ours, theirs = bool(re.search(theirs["regex"], str(ours))), step["op"] != "assert_no_match"
    elif isinstance(theirs, str) and step["field"].endswith("_by_id"):
        theirs = theirs.removesuffix(".id")
    if step["op"] == "assert_not_equal":
        ours, theirs = ours != theirs, True
    outcome.expect(step["field"], ours, theirs)
    return outcome


def _value(name: str, played: dict[int, Played]) -> object:
    sort, number, what = _FIELD.match(name).groups()  # type: ignore[union-attr]
    one = played[int(number)]
    return _of_mail(one, what) if sort == "mail" else _of_case(one, what)


def _of_mail(one: Played, what: str) -> object:
    sender = one.mail.sender
    if what == "x-zammad-send-auto-response":
        return one.mail.may_auto_answer and not is_of_our_house(one.mail.message_id, OUR_DOMAIN)
    local, _, domain = sender.address.partition("@")
    known = {"email": sender.address, "local": local, "domain": domain, "display_name": sender.name}
    return known.get(what.partition("from_")[2].removesuffix("].to_s"), f"{sender.name} <{sender.address}>".strip())


def _of_case(one: Played, what: str) -> object:
    writer = one.writer if what.startswith(("sender", "from", "reply_to", "created")) else one.case.writer
    author, customer = writer.author, writer.customer
    first, _, last = customer.name.partition(" ")
    known: dict[str, object] = {
        "id": one.case.number,
        "title": one.case.subject,
        "type.name": "email",
        "customer.email": customer.address.lower(),
        "customer.firstname": first,
        "customer.lastname": last,
        "created_by_id": author.address.lower(),
    }
    if "sender" in what:
        return "Agent" if _serves(author.address) or _is_ours(author.address) else "Customer"
    if what in ("from", "reply_to"):
        named = one.mail.reply_to[0] if one.mail.reply_to else author
        return f"{named.name} <{named.address}>".strip() if named.name else named.address
    return known.get(what)
