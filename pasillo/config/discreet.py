"""Keeps secrets out of what is written to logs: by the name of a value, and by how a secret looks in a sentence."""

import re
from collections.abc import MutableMapping
from typing import Any

HIDDEN = "[hidden]"
LONGEST = 4000
SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|authori[sz]ation|cookie|session|csrf|api_?key|^otp$|^code$", re.I
)
LOOKS = (  # what comes before a secret stays, the secret goes
    (re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+(?=@)"), rf"\1:{HIDDEN}"),
    (re.compile(r"(/(?:r|sign-in/link|sign-up|invitation|password)/)[\w=:.-]{12,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b(password|passwd|token|secret|sessionid|csrftoken|code|key)=[^\s&;,'\"]+"), rf"\1={HIDDEN}"),
)
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
LINES = "exception"


def discreet(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same event without its secrets, and without signs that could pass for another line."""
    return {name: _shown(name, value) for name, value in event.items()}


def _shown(name: str, value: Any) -> Any:
    if name.startswith("_"):  # for the logging library, never written
        return value
    if SECRET_NAMES.search(name):
        return HIDDEN
    if name == LINES:
        return "\n".join(_without_secrets(line) for line in str(value).split("\n"))
    return _safe(value)


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return _without_secrets(value)
    if isinstance(value, dict):
        return {str(name): _shown(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(inner) for inner in value]
    return value if isinstance(value, int | float | bool | None) else _without_secrets(str(value))


def _without_secrets(text: str) -> str:
    text = text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    for look, instead in LOOKS:
        text = look.sub(instead, text)
    return CONTROL.sub("?", text)
