"""What a mail server found out about a sender: the results that it wrote on top of the mail (RFC 8601)."""

from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing.headers import Headers
from pasillo.doors.channels.email.parsing.parameters import without_comments

MOST = 10


@dataclass
class Results:
    """What one server says: its name, and each method with its result and the domain that it was found for."""

    server: str
    found: list[list[str]] = field(default_factory=list)


def results_in(headers: Headers) -> list[Results]:
    """All such lines, the topmost first. Whom to believe is decided by who knows our own server's name."""
    return [_read(line[:2_000]) for line in list(headers.every("authentication-results"))[:MOST]]


def _read(line: str) -> Results:
    server, *methods = without_comments(line).split(";")
    found = [one for method in methods[:MOST] if (one := _method(method.split()))]
    return Results((server.split() or [""])[0].strip("\"'").lower()[:200], found)


def _method(words: list[str]) -> list[str]:
    """dkim=pass header.d=correo.example → dkim, pass, correo.example"""
    name, equals, result = words[0].lower().partition("=") if words else ("", "", "")
    if not equals:
        return []
    named = dict(word.lower().partition("=")[::2] for word in words[1:] if "=" in word)
    domain = named.get("header.from") or named.get("header.d") or named.get("header.i") or named.get("smtp.mailfrom")
    return [name.partition("/")[0][:20], result[:20], (domain or "").strip("\"'").rpartition("@")[2][:200]]
