"""Is a mail from whom it says? Only our own mail server's word counts, and only if somebody has named that server.

Plain Python.
"""

from pasillo.doors.channels.email.parsing.message import ParsedMail

PASS, FAIL, UNKNOWN = "pass", "fail", ""


def verdict(mail: ParsedMail, server: str) -> str:
    """pass, fail, or unknown: of several lines under our server's name only the topmost is its own."""
    named = server.strip().lower()
    line = next((one for one in mail.authentication if one.server == named), None) if named else None
    if line is None:
        return UNKNOWN
    results = {(method, result) for method, result, _domain in line.found}
    if ("dmarc", "fail") in results or "several_senders" in mail.problems:
        return FAIL
    if ("dmarc", "pass") in results:
        return PASS
    aligned = (_is_aligned(domain, mail.sender.domain) for _method, result, domain in line.found if result == "pass")
    return PASS if any(aligned) else UNKNOWN


def _is_aligned(domain: str, sender: str) -> bool:
    """Does the domain that was proven stand for the sender's?"""
    domain, sender = domain.lower(), sender.lower()
    return bool(domain and sender and "." in domain) and (sender == domain or sender.endswith(f".{domain}"))
