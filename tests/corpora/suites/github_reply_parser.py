"""Replies cut into fragments: what a person wrote now must stay in sight, what is hidden must be in the rest."""

import re
import time
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.quoting import Reply, parted
from tests.corpora.suites.outcome import Outcome, folded


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one text. How many fragments there are is a matter of their parser."""
    text = words((folder / row["file"]).read_bytes(), "utf-8") if "file" in row else row["input"]
    expected = row["expect"]
    outcome = Outcome()
    started = time.perf_counter()
    reply = parted(text)
    if "max_seconds" in expected:
        outcome.expect("in time", time.perf_counter() - started < expected["max_seconds"], True)
    _whole(outcome, reply, expected)
    for sort in ("equals", "contains", "matches"):
        for number, wanted in expected.get(sort, {}).items():
            _fragment(outcome, reply, sort, int(number), wanted, expected)
    return outcome


def _whole(outcome: Outcome, reply: Reply, expected: dict[str, Any]) -> None:
    if "reply_text" in expected:
        outcome.expect("reply", folded(reply.new), folded(expected["reply_text"]))
    for one in expected.get("reply_contains", ()):
        outcome.expect("contains", folded(one) in folded(reply.new), True)
    for one in expected.get("reply_not_contains", ()):
        outcome.expect("hides", folded(one) in folded(reply.new), False)


def _fragment(outcome: Outcome, reply: Reply, sort: str, number: int, wanted: str, expected: dict[str, Any]) -> None:
    """A fragment in sight is among the new words; a hidden one is among the rest; a quotation that is answered may
    stand in either."""
    if not wanted.strip():
        return
    quoted = _flag(expected, "quoted", number, default=_opens_a_quotation(expected, str(number)))
    hidden = _flag(expected, "hidden", number, default=quoted)
    if hidden or (not quoted and (number == 0 or expected.get("hidden"))):
        place = reply.rest if hidden else reply.new
        outcome.expect(f"fragment {number}", _found(sort, wanted, place), True)
    else:
        outcome.expect(f"fragment {number}", _found(sort, wanted, f"{reply.new}\n{reply.rest}"), True)


def _opens_a_quotation(expected: dict[str, Any], number: str) -> bool:
    said = [expected.get(sort, {}).get(number, "") for sort in ("equals", "contains", "matches")]
    return any(one.lstrip("^").startswith(("On", ">", "_")) for one in said)


def _flag(expected: dict[str, Any], name: str, number: int, *, default: bool) -> bool:
    flags = expected.get(name, [])
    return bool(flags[number]) if number < len(flags) else default


def _found(sort: str, wanted: str, place: str) -> bool:
    if sort == "matches":
        return re.search(wanted, place, re.MULTILINE) is not None
    return folded(wanted) in folded(place)
