"""Every pattern of the house meets ten thousand signs that were made to keep it busy, and is done at once (S22)."""

import re
import time
from importlib import import_module
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2] / "pasillo"
SIGNS = 10_000
AT_MOST = 0.05  # seconds of CPU: what grows with the square of the signs takes half a second and more
PIECES = (
    ">", " ", "\n", "\t \n", "a", "a@", "a@a.", "<", "<a ", "&#x", "(", '"', "'", "\\", "-", "- ", "_", "=",
    "=?utf-8?q?",
    "On Monday 1 wrote:\n", "wrote: ", "From: a\n", "> > ", "http://a.", "0", "0.", "1 ", "0123-", "%20", "a=b;", "{{",
    "a,", "/", "../", ";", ":", ": ", ".", "\u200b", "é", "Re: ", "[#1] ", "5.1.1 ", "--\n",
)  # fmt: skip
ENDS = ("", "!", "\n>")
# Files that the operator names, and hours that whoever administers types: nobody outside writes what these read.
READ_ONLY_OUR_OWN = ("pasillo.doors.console.imports.", "pasillo.ground.hours.written.")


def patterns():
    """Every compiled pattern that a module of ours holds, by its name there."""
    found = {}
    for path in sorted(CODE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "migrations" in path.parts or "import re\n" not in text:
            continue
        name = ".".join(path.relative_to(CODE.parent).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        for key, value in vars(module).items():
            for number, one in enumerate(_inside(value)):
                found.setdefault(one, f"{name}.{key}[{number}]")
    return sorted(((where, one) for one, where in found.items()), key=lambda each: each[0])


def _inside(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _inside(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _inside(one)


ALL = [one for one in patterns() if not one[0].startswith(READ_ONLY_OUR_OWN)]


def test_all_of_them_are_found():
    assert len(ALL) > 30
    assert any(where.startswith("pasillo.doors.channels.email.parsing.") for where, _ in ALL)


@pytest.mark.parametrize("pattern", [one for _, one in ALL], ids=[where for where, _ in ALL])
def test_a_pattern_is_done_at_once_whatever_it_meets(pattern):
    for piece in PIECES:
        for end in ENDS:
            text = (piece * (SIGNS // len(piece))) + end
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            assert _taken(pattern, given) < AT_MOST, (piece, end)


def _taken(pattern, text):
    began = time.process_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.process_time() - began
