"""What the codes and words of a delivery report mean: for ever or for now, and whether the address exists at all."""

import re

# Fixed lengths and no repetition inside a repetition: they cannot be slow.
STATUS = re.compile(r"(?<![\d.])[245]\.[0-7]\.\d{1,3}(?![\d.]\d)")
REPLY = re.compile(r"(?:^|[\s(:;<>=\-])([245]\d\d)(?=[\s\-,:;)]|$)")
_GENERIC = re.compile(r"^(?:[245]\.0\.0|[245]\.4\.7)$")

NOBODY_THERE = (
    "user unknown", "unknown user", "no such user", "user not found", "user doesn't exist", "user does not exist",
    "user not exist", "unknown recipient", "recipient unknown", "recipient not found", "no such recipient",
    "no such address", "no such mailbox", "mailbox not found", "mailbox unavailable", "unknown mailbox",
    "unknown address", "address unknown", "address does not exist", "address not found", "invalid address",
    "invalid recipient", "invalid mailbox", "invalid user", "delivery userid", "address is correct",
    "recipient name is not recognized", "not a valid recipient",
    "no mailbox here", "mailbox does not exist", "account does not exist", "account that you tried to reach does not",
    "unknown local", "unknown local part", "not listed in", "unrouteable address", "unroutable address", "not our cust",
    "addressee unknown", "unknown or illegal", "no account by that name", "user is unknown", "no valid recipients",
    "user not known", "no user", "directory",
    "is not a known user", "nonexistent", "non-existent", "no existe", "usuario desconocido",
    "destinatario desconocido", "tidak ditemukan",
    "tidak dikenal",
)  # fmt: skip
NO_SUCH_HOST = (
    "host unknown", "unknown host", "host not found", "dns lookup failure", "domain not found", "no such domain",
    "unknown domain",
    "name or service not known", "nxdomain", "name service error", "domain does not exist", "no mx record",
    "indicated no smtp service", "does not accept mail", "nullmx", "null mx", "unrouteable mail domain",
    "invalid domain", "domain is not reachable", "find a mail exchanger", "domain may not exist", "hostunknown",
    "host or domain name not found", "illegal host/domain", "bad destination host", "domain name not found",
)  # fmt: skip
MOVED = ("has moved", "no longer on server", "no longer valid", "has been replaced", "new address", "user moved")
NOT_THE_ADDRESS = (
    "full", "quota", "exceed", "spam", "block", "blacklist", "listed by", "policy", "virus", "too large", "disabled",
    "suspend", "inactive", "locked", "relay", "spf", "dkim", "dmarc", "sender", "client host", "access denied",
    "authenticat", "too many", "rate", "reverse dns", "reputation", "permission", "not authorized",
)  # fmt: skip
NOT_YET = (
    "delayed", "warning message only", "temporary failure", "will be retried", "still being retried", "will retry",
    "keep trying", "not yet been delivered", "deferred", "try again later", "retry timeout", "temporarily",
    "se reintentará", "sementara",
)  # fmt: skip
_AFTER_THE_WORDS = (
    ">>> data", "to data command", "end of data", "after data", "(in reply to data", "dot command", "final dot",
    "command\ndata", ": data",
)  # fmt: skip
_HARD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.1.351"})


def status_in(field: str, diagnostic: str = "", around: str = "") -> str:
    """The code that says most: what the other server said before what the reporting one made of it."""
    near = [*STATUS.findall(diagnostic)[:9], *STATUS.findall(field)[:1]]
    found = near if any(not _GENERIC.match(one) for one in near) else [*near, *STATUS.findall(around)[:9]]
    found = [one for one in found if one[0] != "2"] or found
    return min(found, key=lambda one: (bool(_GENERIC.match(one)), one.endswith(".0")), default="")


def reply_in(words: str) -> str:
    """The three figures of the other server's answer."""
    found = REPLY.findall(words)
    return next((one for one in found if one[0] in "45"), found[0] if found else "")


def class_of(status: str, reply: str, action: str, words: str) -> str:
    """5 for ever, 4 for now, 2 delivered; what neither code nor action tells is taken from the words."""
    if status or reply:
        return (status or reply)[0]
    if action in ("delivered", "relayed", "expanded", "deliverable"):
        return "2"
    if action == "delayed":
        return "4"
    said = words.lower()
    return "4" if action != "failed" and any(word in said for word in NOT_YET) else "5"


def address_is_gone(status: str, kind: str, words: str) -> bool:
    """Hard: nobody will ever read there. A full mailbox or a refused sender is not that.

    Nor is a server that took the address and only then, having seen the words, said that it knows nobody: a filter.
    """
    said = words.lower()
    if kind != "5" or (status not in _HARD and any(mark in said for mark in _AFTER_THE_WORDS)):
        return False
    if any(word in said for word in (*NO_SUCH_HOST, *MOVED)):
        return True
    nobody = any(word in said for word in NOBODY_THERE)
    other = any(word in said for word in NOT_THE_ADDRESS)
    return (nobody or status in _HARD) and not (other and not (nobody and status in _HARD))
