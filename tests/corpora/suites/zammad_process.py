"""What a mail becomes: its title, its words, its sender, and the people it names."""

import re
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.html_text import text_of
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from tests.corpora.suites.outcome import Outcome, folded, squeezed

_TITLE = 250  # where their titles are cut
_CONTROL = re.compile(rb"(?im)^x-zammad-")


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    raw = (folder / row["file"]).read_bytes()
    mail, _ = parse(raw)
    expected = row["expect"]
    outcome = Outcome(differs=_differs(mail, raw, expected))
    title = expected.get("ticket", {}).get("title")
    if title is not None:
        kept = mail.subject[: _TITLE if len(title) >= _TITLE else limits.SUBJECT]
        outcome.expect("title", folded(kept) or "-", folded(title[: limits.SUBJECT]))
    _article(outcome, mail, expected.get("article", {}))
    named = {one.address.lower().rstrip(".") for one in (mail.sender, *mail.to, *mail.cc, *mail.reply_to)}
    for user in expected.get("users", ()):
        if "@local" not in user["email"]:
            outcome.expect("named", _known(user["email"], named), user["email"])
    return outcome


def _differs(mail: ParsedMail, raw: bytes, expected: dict[str, Any]) -> str:
    if not expected["accepted"] and _CONTROL.search(raw[: limits.HEADERS]):
        return "a mail cannot give orders by its headers"
    if mail.is_bounce and expected["accepted"]:
        return "a delivery report opens no case"
    return ""


def _known(address: str, named: set[str]) -> str:
    """Their address has blanks taken out; where ours has them the address is kept as it was written."""
    return address if address in named or address in {squeezed(one) for one in named} else f"not among {sorted(named)}"


def _article(outcome: Outcome, mail: ParsedMail, article: dict[str, Any]) -> None:
    body = article.get("body")
    if isinstance(body, str) and body != "no visible content":
        is_html = "<" in body and ">" in body
        ours = text_of(mail.html) if mail.html else mail.text
        outcome.expect("body", _bare(ours), _bare(text_of(body) if is_html else body))
    if "subject" in article:
        outcome.expect("subject", folded(mail.subject), folded(article["subject"]))


def _bare(text: str) -> str:
    return squeezed(re.sub(r"\[[^\]]{0,200}\]", "", text).translate({62: None, 42: None, 60: None}))
