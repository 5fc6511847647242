"""Reads a delivery report: which address, which code, for ever or for now, and about which mail of ours."""

from dataclasses import dataclass, field
from typing import Any

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.addresses import addresses
from pasillo.doors.channels.email.parsing.bounce_codes import address_is_gone, class_of, reply_in, status_in
from pasillo.doors.channels.email.parsing.bounce_prose import addresses_in
from pasillo.doors.channels.email.parsing.headers import Headers, split_head
from pasillo.doors.channels.email.parsing.tree import Part, Tree


@dataclass
class Fate:
    """What became of the mail at one address."""

    address: str
    status: str = ""
    reply_code: str = ""
    action: str = ""
    diagnostic: str = ""
    kind: str = ""
    is_hard: bool = False


@dataclass
class Report:
    """What a delivery report says."""

    fates: list[Fate] = field(default_factory=list)
    diagnostic: str = ""
    references: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Report":
        """The report as it was before it became JSON."""
        return cls(**data | {"fates": [Fate(**one) for one in data["fates"]]})

    @property
    def recipients(self) -> list[str]:
        return [one.address for one in self.fates if one.address]

    @property
    def worst(self) -> Fate:
        """The fate that a person has to hear of: what failed for good before what is only late."""
        order = {"5": 0, "4": 1, "": 2, "2": 3}
        return min(self.fates, key=lambda one: (order.get(one.kind, 2), not one.is_hard), default=Fate(""))

    @property
    def status(self) -> str:
        return self.worst.status

    @property
    def is_permanent(self) -> bool:
        """Never, or only not now? The mail system's number decides, else what it says that it did."""
        return self.worst.kind == "5"

    @property
    def is_hard(self) -> bool:
        """Nobody will ever read at this address."""
        return self.worst.is_hard


def read(tree: Tree, text: str = "") -> Report:
    """Gathers the report from the machine-readable part, from the returned mail, else from the words themselves."""
    report = Report()
    fates: list[Fate] = []
    for part in tree.leaves():
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            _read_status(part, fates)
        elif part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            report.references += message_ids(_head_of(part), "message-id")
    said, words = addresses_in(text[: limits.EMBEDDED * 4])
    report.references += _returned_id(text)
    report.fates = _told(_or_named(fates, tree), {one.address.lower(): one.text for one in said}, words)
    if not report.fates:
        alone = len(said) < 2
        report.fates = [_judged(Fate(one.address), words if alone else one.text, words) for one in said]
    report.fates = report.fates or [_judged(Fate(""), words, words)]
    report.diagnostic = report.worst.diagnostic
    return report


def names_a_failure(text: str) -> bool:
    """Whether these words name an address and, as mail systems do, the code with which it was refused."""
    said, words = addresses_in(text[: limits.EMBEDDED * 4])
    code = status_in("", "", words) or (reply_in(words) if any(one.words for one in said) else "")
    return bool(said) and code[:1] in ("4", "5")


def _or_named(fates: list[Fate], tree: Tree) -> list[Fate]:
    """The machine-readable part; without one, the addresses that a header names."""
    named = addresses(tree.root.headers.raw("x-failed-recipients"))
    return fates or [Fate(one.address) for one in named if one.usable]


def _told(fates: list[Fate], said: dict[str, str], words: str) -> list[Fate]:
    """What is said about each address; words about none of them are about the only one."""
    alone = len(fates) == 1
    return [_judged(one, said.get(one.address.lower(), words if alone else ""), words) for one in fates]


def _judged(fate: Fate, said: str, words: str) -> Fate:
    """Codes first from the machine's own lines, then from the words about this address, then from all of them."""
    own = fate.status or fate.diagnostic
    around = said if own else f"{said}\n{words}"
    fate.status = status_in(fate.status, fate.diagnostic, around)
    fate.reply_code = reply_in(fate.diagnostic) or reply_in(said) or ("" if own else reply_in(words))
    whole = f"{fate.diagnostic}\n{said}" if fate.diagnostic or said else words
    fate.kind = class_of(fate.status, fate.reply_code, fate.action, whole + "\n" + words)
    fate.is_hard = address_is_gone(fate.status, fate.kind, whole)
    fate.diagnostic = (fate.diagnostic or _telling_line(said or words))[:500]
    return fate


def _telling_line(words: str) -> str:
    lines = [one.strip() for one in words.split("\n") if one.strip()]
    coded = (one for one in lines if status_in(one) or reply_in(one))
    return next(coded, lines[1] if len(lines) == 2 else "")


def _returned_id(text: str) -> list[str]:
    """The id of the returned mail, where its headers are repeated as text."""
    for line in text[: limits.EMBEDDED * 4].split("\n"):
        if line[:40].lstrip("> |\t").lower().startswith("message-id:"):
            start = line.find("<")
            end = line.find(">", start)
            return [line[start : end + 1][:900]] if 0 <= start < end else []
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


def _read_status(part: Part, fates: list[Fate]) -> None:
    content = part.content()[: limits.EMBEDDED]
    position = 0
    for _ in range(100):
        headers, after = split_head(content, position, len(content))
        if after <= position:
            break
        position = after
        _read_fields(headers, fates)


def _read_fields(headers: Headers, fates: list[Fate]) -> None:
    named = headers.raw("final-recipient") or headers.raw("original-recipient")
    recipient = (named.partition(";")[2] or named).strip(" <>")
    if not recipient or len(fates) >= limits.ADDRESSES:
        return
    fate = Fate(
        address=recipient[:320],
        status=headers.raw("status")[:60],
        action=headers.raw("action").lower().partition(" ")[0][:20],
        diagnostic=headers.raw("diagnostic-code")[:500],
    )
    fates.append(fate)
