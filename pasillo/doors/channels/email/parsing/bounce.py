"""Reads a delivery report: which address, which code, for ever or for now, and about which mail of ours."""

from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.headers import Headers, split_head
from pasillo.doors.channels.email.parsing.tree import Part, Tree


@dataclass
class Report:
    """What a delivery report says."""

    recipients: list[str] = field(default_factory=list)
    status: str = ""
    action: str = ""
    diagnostic: str = ""
    references: list[str] = field(default_factory=list)

    @property
    def is_permanent(self) -> bool:
        return self.status.startswith("5") or (not self.status and self.action == "failed")


def read(tree: Tree) -> Report:
    """Gathers the report from the machine-readable part and from the returned mail, whichever is there."""
    report = Report()
    for part in tree.leaves():
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            _read_status(part, report)
        elif part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            report.references += message_ids(_head_of(part), "message-id")
    return report


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
