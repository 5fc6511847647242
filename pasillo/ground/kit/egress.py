"""The one way out of the house: resolve, check, go to the very address that was checked, follow nothing.

Plain Python. Every call to somebody else's server passes here, so that no address that a person typed makes us
knock at our own doors or at those of the network in which we stand.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from pasillo.ground.kit.words import _

MOST_BYTES = 2**20
SECONDS = 10.0
CHUNK = 2**14
PORTS = {"https": 443, "http": 80}
INNER_ENDS = (".localhost", ".local", ".internal", ".home.arpa")


class CannotReach(Exception):
    """The other side is closed, slow, too big or not allowed: the answer is the same, so that nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("That server could not be reached, or its answer made no sense."))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    media_type: str = ""
    place: str = ""

    def json(self) -> dict[str, Any]:
        """The answer as an object; anything else is no answer."""
        try:
            found = json.loads(self.body)
        except ValueError:
            raise CannotReach from None
        if not isinstance(found, dict):
            raise CannotReach
        return found


def call(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    inside: Collection[str] = (),
    most: int = MOST_BYTES,
    only_head: bool = False,
) -> Answer:
    """GET, or POST of a form or of bytes whose kind the headers name; an answer has `most` bytes at most.

    `only_head`: of a longer answer the beginning is enough. Otherwise it is none.
    `inside`: hosts of our own network, as "host:port", that somebody allowed by name.
    """
    try:
        return _call(address, _Sent.of(form, body, headers), inside, most, only_head)
    except (OSError, ValueError, http.client.HTTPException):
        raise CannotReach from None


def is_public(address: str) -> bool:
    """Whether this is an address of the open Internet, also when it is wrapped into another kind."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if wrapped is not None:
            return is_public(str(wrapped))
        if found in ipaddress.ip_network("64:ff9b::/96") or found in ipaddress.ip_network("64:ff9b:1::/48"):
            return False
    return found.is_global and not found.is_multicast


def names_an_inner_place(host: str) -> bool:
    """Whether this host can only be inside: a number that is not public, in any spelling, this very machine, or a name
    that no public directory of names can hold.

    What a name leads to is asked when it is called, and each time anew.
    """
    bare = host.strip("[]").rstrip(".").lower()
    for spelt in (bare.partition("%")[0], _as_number(bare)):
        try:
            return not is_public(spelt)
        except ValueError:
            continue
    return "." not in bare or bare.endswith(INNER_ENDS)


def _as_number(host: str) -> str:
    """127.1, 0x7f000001 and 2130706433 are numbers, too, for whoever calls them."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return ""


def may_call(address: str, *, inside: Collection[str] = ()) -> bool:
    """Whether we would ever call this address, as far as it says so itself: what its name means is looked up then."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return False
    if not host or not _is_clean(address) or parts.username or parts.scheme not in PORTS:
        return False
    return f"{host}:{port}" in inside or (parts.scheme == "https" and not names_an_inner_place(host))


@dataclass(frozen=True)
class _Sent:
    """What goes along with a call."""

    method: str
    body: bytes | None
    headers: dict[str, str]

    @classmethod
    def of(cls, form: Mapping[str, str] | None, body: bytes | None, headers: Mapping[str, str] | None) -> "_Sent":
        told = {"Accept": "application/json"}
        if form is not None:
            body, told = urlencode(form).encode(), {**told, "Content-Type": "application/x-www-form-urlencoded"}
        return cls("GET" if body is None else "POST", body, {**told, **(headers or {})})


def _call(address: str, sent: _Sent, inside: Collection[str], most: int, only_head: bool) -> Answer:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    allowed = f"{host}:{port}" in inside
    if not _is_clean(address) or parts.username or parts.scheme not in ("https", *(("http",) if allowed else ())):
        raise CannotReach
    end = time.monotonic() + SECONDS
    line = _Pinned(host, port, _checked(host, port, allowed), secure=parts.scheme == "https")
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request(sent.method, path, sent.body, sent.headers)
        reply = line.getresponse()
        kind = reply.headers.get_content_type() if reply.headers.get("Content-Type") else ""
        elsewhere = reply.headers.get("Location", "")
        return Answer(status=reply.status, body=_read(reply, end, most, only_head), media_type=kind, place=elsewhere)
    finally:
        line.close()


def _is_clean(address: str) -> bool:
    return address.isascii() and address.isprintable() and not any(sign in address for sign in " \\")


def _checked(host: str, port: int, allowed: bool) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not (allowed or all(is_public(one) for one in addresses)):
        raise CannotReach
    return addresses[0]


def _read(reply: http.client.HTTPResponse, end: float, most: int, only_head: bool) -> bytes:
    body = bytearray()
    while chunk := reply.read1(CHUNK):
        body += chunk
        if only_head and len(body) >= most:
            return bytes(body[:most])
        if len(body) > most or time.monotonic() > end:
            raise CannotReach
    return bytes(body)


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, and asks it for a certificate of the host that was meant."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        line = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(line, server_hostname=self.host) if self._secure else line
