"""A mail as we understand it, and the one function that reads it."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from pasillo.doors.channels.email.parsing import automatic, files, language, limits, quoting
from pasillo.doors.channels.email.parsing.addresses import Address, addresses
from pasillo.doors.channels.email.parsing.authentic import Results, results_in
from pasillo.doors.channels.email.parsing.body import choose, readable
from pasillo.doors.channels.email.parsing.bounce import Report, message_ids, names_a_failure, read
from pasillo.doors.channels.email.parsing.enclosed import CALENDARS, CARDS, Appointment, Card, appointments, cards
from pasillo.doors.channels.email.parsing.files import File
from pasillo.doors.channels.email.parsing.headers import Headers
from pasillo.doors.channels.email.parsing.html_text import too_nested
from pasillo.doors.channels.email.parsing.parameters import without_comments
from pasillo.doors.channels.email.parsing.sent_on import SentOn, is_prefixed, sent_on
from pasillo.doors.channels.email.parsing.tree import Tree, cut


@dataclass
class ParsedMail:
    """Everything that we read from a mail. It goes as JSON from the child that read it."""

    sender: Address = field(default_factory=Address)
    reply_to: list[Address] = field(default_factory=list)
    to: list[Address] = field(default_factory=list)
    cc: list[Address] = field(default_factory=list)
    subject: str = ""
    date: str = ""
    message_id: str = ""
    in_reply_to: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)
    loop_marks: list[str] = field(default_factory=list)
    authentication: list[Results] = field(default_factory=list)
    text: str = ""
    new_text: str = ""
    quoted: str = ""
    content_hash: str = ""
    html: str = ""
    language: str = "en"
    attachments: list[File] = field(default_factory=list)
    is_auto_reply: bool = False
    is_out_of_office: bool = False
    is_bounce: bool = False
    is_generated: bool = False
    is_spam: bool = False
    may_auto_answer: bool = True
    auto_reason: str = ""
    bounce: Report = field(default_factory=Report)
    sent_on: SentOn | None = None
    appointments: list[Appointment] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ParsedMail":
        """The mail as it was before it became JSON."""
        return cls(
            **data
            | {name: [Address(**one) for one in data[name]] for name in ("reply_to", "to", "cc")}
            | {
                "sender": Address(**data["sender"]),
                "attachments": [File(**one) for one in data["attachments"]],
                "bounce": Report.from_json(data["bounce"]),
                "sent_on": data["sent_on"]
                and SentOn(**data["sent_on"] | {"sender": Address(**data["sent_on"]["sender"])}),
                "authentication": [Results(**one) for one in data["authentication"]],
                "appointments": [Appointment(**one) for one in data["appointments"]],
                "cards": [Card(**one) for one in data["cards"]],
            }
        )

    @property
    def writer(self) -> Address:
        """Who wants an answer: the sender, or whom a no-reply sender such as a web form names instead."""
        named = next((one for one in self.reply_to if one.usable), None)
        return named if named and automatic.takes_no_answers(self.sender) else self.sender

    @property
    def is_complete(self) -> bool:
        """False when limits left something unread, so that the original should be at hand."""
        return not any(problem in _INCOMPLETE for problem in self.problems)


_INCOMPLETE = {"too_large", "headers_cut", "too_deep", "too_many_parts", "html_too_nested"}


def parse(raw: bytes) -> tuple[ParsedMail, list[bytes]]:
    """Reads a raw mail: what it says, and the bytes of its files in the order of the attachments."""
    mail = ParsedMail()
    if len(raw) > limits.RAW:
        mail.problems.append("too_large")
        raw = raw[: limits.HEADERS]
    tree = cut(raw)
    headers = tree.root.headers
    mail.content_hash = content_hash(headers, raw, tree.root.start)
    _envelope(mail, headers)
    contents = _content(mail, tree)
    _judgement(mail, tree)
    mail.problems += tree.problems
    return mail, contents


def _envelope(mail: ParsedMail, headers: Headers) -> None:
    mail.sender, mail.problems = _sender(headers)
    mail.reply_to = addresses(headers.raw("reply-to"))
    mail.to = _all(headers, "to")
    mail.cc = _all(headers, "cc")
    mail.subject = headers.text("subject")[: limits.SUBJECT]
    mail.date = _date(headers.raw("date"))
    mail.message_id = next(iter(message_ids(headers, "message-id")), "")
    mail.in_reply_to = message_ids(headers, "in-reply-to")
    mail.references = message_ids(headers, "references")
    mail.delivered_to = [
        one.address.lower()
        for name in ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to")
        for line in list(headers.every(name))[:10]
        for one in addresses(line)
    ]
    mail.loop_marks = list(headers.every("x-pasillo-loop"))[:5]
    mail.authentication = results_in(headers)
    mail.is_spam = headers.raw("x-spam-flag").lower().startswith("yes") or headers.raw(
        "x-spam-status"
    ).lower().startswith("yes")


def _sender(headers: Headers) -> tuple[Address, list[str]]:
    """Who the mail says it is from; if From names nobody, who else it names."""
    problems = ["several_senders"] if headers.count("from") > 1 else []
    written = [one for line in list(headers.every("from"))[:20] for one in addresses(line)]
    usable = [one for one in written if one.usable]
    if usable:
        return usable[0], problems + (["several_senders"] if len(usable) > 1 and not problems else [])
    name = next((one.name for one in written if one.name), "")
    for other in ("reply-to", "sender", "return-path", "x-sender"):
        stand_in = next((one for one in addresses(headers.raw(other)) if one.usable), None)
        if stand_in and not any("@" in one.address for one in written):
            return Address(name or stand_in.name, stand_in.address), [*problems, "sender_taken_from_elsewhere"]
    return (written[0] if written else Address()), [*problems, "no_usable_sender"]


def _all(headers: Headers, name: str) -> list[Address]:
    found = [one for line in list(headers.every(name))[:20] for one in addresses(line)]
    return found[: limits.ADDRESSES]


def _date(line: str) -> str:
    """The date in UTC, empty if it cannot be read."""
    try:
        written = parsedate_to_datetime(without_comments(line[:200]))
        written = written.replace(tzinfo=UTC) if written.tzinfo is None else written
        return written.astimezone(UTC).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def _content(mail: ParsedMail, tree: Tree) -> list[bytes]:
    body = choose(tree)
    found_text = readable(body)
    mail.text, mail.html = found_text.text.strip("\n"), found_text.html
    if mail.html and too_nested(mail.html):
        mail.html = ""
        tree.note("html_too_nested")
    reply = quoting.parted(mail.text)
    mail.new_text, mail.quoted = reply.new, reply.rest
    mail.language = language.guess(f"{mail.subject} {mail.new_text}")
    found = files.kept(body, found_text.embedded)
    mail.attachments = [file for file, _ in found]
    _enclosed(mail, found)
    mail.sent_on = sent_on(mail.text, mail.subject) or _attached(mail, [content for _, content in found])
    return [content for _, content in found]


def _enclosed(mail: ParsedMail, found: list[tuple[File, bytes]]) -> None:
    for file, content in found:
        if file.media_type in CALENDARS or file.filename.lower().endswith(".ics"):
            mail.appointments += [one for one in appointments(content, file.charset) if one not in mail.appointments]
        elif file.media_type in CARDS or file.filename.lower().endswith(".vcf"):
            mail.cards += [one for one in cards(content, file.charset) if one not in mail.cards]


def _attached(mail: ParsedMail, contents: list[bytes]) -> SentOn | None:
    """A mail that was sent on as a file: the only one of its kind, under a subject that says so."""
    inside = [
        content
        for file, content in zip(mail.attachments, contents, strict=True)
        if file.media_type in ("message/rfc822", "message/global")
    ]
    if len(inside) != 1 or not is_prefixed(mail.subject):
        return None
    tree = cut(inside[0])
    headers = tree.root.headers
    sender, _ = _sender(headers)
    if not sender.usable:
        return None
    reply = quoting.parted(readable(choose(tree)).text.strip("\n"))
    return SentOn(sender, headers.text("subject")[: limits.SUBJECT], reply.new, reply.rest, mail.new_text)


def _judgement(mail: ParsedMail, tree: Tree) -> None:
    root = tree.root
    verdict = automatic.judge(
        root.headers, mail.sender, media_type=root.media_type, report_type=root.kind.get("report-type").lower()
    )
    mail.is_auto_reply = verdict.is_auto_reply
    mail.is_out_of_office = verdict.is_out_of_office
    mail.is_bounce = verdict.is_bounce
    mail.is_generated = verdict.is_generated
    mail.may_auto_answer = verdict.may_auto_answer and "several_senders" not in mail.problems
    mail.auto_reason = verdict.reason
    if _speaks_of_failure(mail, root.headers):
        mail.is_bounce, mail.is_generated, mail.may_auto_answer = True, True, False
        mail.auto_reason = automatic.SPEAKS_OF_FAILURE
    if mail.is_bounce or root.media_type == "multipart/report":
        mail.bounce = read(tree, mail.text)


def _speaks_of_failure(mail: ParsedMail, headers: Headers) -> bool:
    """A report without a form: a mail system says in prose, with its code, at which address a mail did not arrive."""
    if mail.is_bounce or mail.is_auto_reply:
        return False
    return automatic.calls_itself_a_mail_system(headers, mail.sender) and names_a_failure(mail.text)


def content_hash(headers: Headers, raw: bytes, body_start: int) -> str:
    """What makes it the same mail, whichever way it came: its own headers and its body, not its stamps."""
    found = hashlib.sha256()
    for name in ("from", "to", "cc", "subject", "date", "message-id", "content-type"):
        for value in headers.every(name):
            found.update(f"{name}:{' '.join(value.split())}\n".encode())
    found.update(b"\n".join(line.rstrip() for line in raw[body_start:].strip().split(b"\n")))
    return found.hexdigest()
