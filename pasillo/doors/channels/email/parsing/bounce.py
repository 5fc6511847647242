"""Reads a delivery report: which address, which code, for ever or for now, and about which mail of ours."""

import re
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.addresses import Address, addresses
from pasillo.doors.channels.email.parsing.headers import Headers, split_head
from pasillo.doors.channels.email.parsing.tree import Part, Tree

# Fixed lengths and no repetition inside a repetition: they cannot be slow.
_CODE = re.compile(r"(?:^|[\s(:<])([45]\d\d)[\s-]")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")


@dataclass
class Report:
    """What a delivery report says."""

    recipients: list[str] = field(default_factory=list)
    status: str = ""
    reply_code: str = ""
    action: str = ""
    diagnostic: str = ""
    references: list[str] = field(default_factory=list)

    @property
    def is_permanent(self) -> bool:
        """Never, or only not now? The mail system's number decides, else what it says that it did."""
        return (self.status or self.reply_code).startswith("5") or (not self.status and self.action == "failed")


def read(tree: Tree, text: str = "") -> Report:
    """Gathers the report from the machine-readable part, from the returned mail, else from the words themselves."""
    report = Report()
    for part in tree.leaves():
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            _read_status(part, report)
        elif part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            report.references += message_ids(_head_of(part), "message-id")
    _read_failed_recipients(tree, report)
    _read_words(text[: limits.EMBEDDED * 4], report)
    return report


def _read_failed_recipients(tree: Tree, report: Report) -> None:
    if not report.recipients:
        named = addresses(tree.root.headers.raw("x-failed-recipients"))
        report.recipients = [one.address for one in named if one.usable]


def _read_words(text: str, report: Report) -> None:
    """Mail systems that only write prose: codes, addresses and the id of the returned mail stand somewhere in it."""
    for line in text.split("\n"):
        line = line[:500]
        if line.strip().lower().startswith("message-id:"):
            start, end = line.find("<"), line.find(">")
            if 0 <= start < end:
                report.references.append(line[start : end + 1])
            break
        _read_codes(line, report)
    if not report.recipients:
        report.recipients = _first_address(text)


def _read_codes(line: str, report: Report) -> None:
    code = _CODE.search(line)
    if code is None and _STATUS.search(line) is None:
        return
    status = _STATUS.search(line)
    report.status = report.status or (status[0] if status else "")
    report.reply_code = report.reply_code or (code[1] if code else "")
    report.diagnostic = report.diagnostic or line.strip()


def _first_address(text: str) -> list[str]:
    for line in text.split("\n")[:60]:
        for word in line[:500].split():
            bare = word.strip("<>()[]:;,.\"'")
            if bare.count("@") == 1 and Address("", bare).usable and "." in bare.rpartition("@")[2]:
                return [bare]
    return []


def message_ids(headers: Headers, name: str) -> list[str]:
    """The ids in a header, with their brackets, at most the limit."""
    found: list[str] = []
    for line in headers.every(name):
        position = 0
        while len(found) < limits.REFERENCES and (start := line.find("<", position)) != -1:
            end = line.find(">", start)
            if end == -1:
                break
            found.append("<" + "".join(line[start + 1 : end].split())[:900] + ">")
            position = end + 1
    return found


def _head_of(part: Part) -> Headers:
    content = part.content()[: limits.EMBEDDED]
    headers, _ = split_head(content, 0, len(content))
    return headers


def _read_status(part: Part, report: Report) -> None:
    content = part.content()[: limits.EMBEDDED]
    position = 0
    for _ in range(100):
        headers, after = split_head(content, position, len(content))
        if after <= position:
            break
        position = after
        _read_fields(headers, report)


def _read_fields(headers: Headers, report: Report) -> None:
    recipient = (headers.raw("final-recipient") or headers.raw("original-recipient")).partition(";")[2]
    if recipient.strip(" <>") and len(report.recipients) < limits.ADDRESSES:
        report.recipients.append(recipient.strip(" <>")[:320])
    report.status = report.status or headers.raw("status")[:20]
    report.action = report.action or headers.raw("action").lower()[:20]
    report.diagnostic = report.diagnostic or headers.raw("diagnostic-code")[:500]
