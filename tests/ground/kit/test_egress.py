"""The one way out: nobody can make us knock at our own doors."""

import ast
import socket
import threading
import time
from pathlib import Path

import pytest

from pasillo.ground.kit import egress
from pasillo.ground.kit.egress import CannotReach, call, is_public

CODE = Path(egress.__file__).parents[2]
FORBIDDEN = (
    "http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
    "https://0/", "https://2130706433/", "https://0177.0.0.1/", "https://127.1/", "https://localhost/",
    "https://localhost./", "https://169.254.169.254/latest/meta-data/", "https://[fd00::1]/", "https://[fe80::1]/",
    "https://100.64.0.1/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://224.0.0.1/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://255.255.255.255/", "https://user@127.0.0.1/",
    "https://example.org@127.0.0.1/", "https://127.0.0.1\\@example.org/", "https://exa mple.org/", "https://\t127.0.0.1/",
    "https://①②⑦.⓪.⓪.①/", "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1:25/", "unix:///run/x",
    "//127.0.0.1/", "", "https://", "https://127.0.0.1:5432/", "https://127.0.0.1:25/", "http://127.0.0.1:6379/",
)  # fmt: skip


@pytest.fixture
def knocks(monkeypatch):
    """Every connection that is tried is written down, and fails."""
    tried = []

    def knock(address, *_rest, **_more):
        tried.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", knock)
    return tried


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_packet_goes_to_a_forbidden_place(knocks, address):
    with pytest.raises(CannotReach):
        call(address)
    assert knocks == []


def test_the_refusal_says_the_same_whatever_the_reason(knocks):
    said = set()
    for address in FORBIDDEN:
        with pytest.raises(CannotReach) as met:
            call(address)
        said.add(str(met.value))
    assert len(said) == 1


def test_we_go_to_the_address_that_was_checked_and_ask_the_name_only_once(knocks, monkeypatch):
    asked = []

    def changing(host, port, **_):
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with pytest.raises(CannotReach):
        call("https://rebinding.example/")

    assert asked == ["rebinding.example"]
    assert knocks == [("93.184.215.14", 443)]


def test_a_name_with_one_forbidden_address_among_its_own_is_forbidden(knocks, monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    with pytest.raises(CannotReach):
        call("https://mixed.example/")
    assert knocks == []


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_open_internet_is_open(address):
    assert is_public(address)


def _serve(answer, after=lambda line: None):
    """Somebody inside who answers once, with whatever bytes."""
    door = socket.create_server(("127.0.0.1", 0))

    def once():
        line, _where = door.accept()
        with line:
            line.recv(4096)
            try:
                line.sendall(answer)
                after(line)
            except OSError:
                pass

    threading.Thread(target=once, daemon=True).start()
    return f"127.0.0.1:{door.getsockname()[1]}"


def test_who_was_allowed_by_name_is_reached_and_only_on_that_port():
    host = _serve(b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"a": 1}')

    assert call(f"http://{host}/x", inside=[host]).json() == {"a": 1}
    with pytest.raises(CannotReach):
        call("http://127.0.0.1:1/", inside=[host])


def test_a_redirect_is_an_answer_and_not_a_way():
    host = _serve(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:5432/\r\nContent-Length: 0\r\n\r\n")

    assert call(f"http://{host}/", inside=[host]).status == 302


def test_more_than_a_megabyte_is_not_read():
    host = _serve(b"HTTP/1.1 200 OK\r\n\r\n", after=lambda line: line.sendall(b"x" * (2**20 + 2**18)))

    with pytest.raises(CannotReach):
        call(f"http://{host}/", inside=[host])


def test_who_drips_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(egress, "SECONDS", 0.5)

    def drip(line):
        for _ in range(40):
            line.sendall(b"x")
            time.sleep(0.1)

    host = _serve(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", after=drip)
    began = time.monotonic()
    with pytest.raises(CannotReach):
        call(f"http://{host}/", inside=[host])
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"<html>", b"\xff"])
def test_an_answer_that_is_no_object_is_none(body):
    with pytest.raises(CannotReach):
        egress.Answer(status=200, body=body).json()


CALLERS = {"http.client", "urllib.request", "httpx", "requests", "aiohttp", "urllib3"}


def test_nobody_else_in_the_house_calls_out():
    """Machines of our own may ask one another; whatever a person typed goes through here."""
    own = {"config", "doors/console"}  # the operator's own commands ask their own servers
    callers = [
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if path != Path(egress.__file__)
        and not any(str(path.relative_to(CODE)).startswith(part) for part in own)
        and CALLERS & _imports(path)
    ]

    assert callers == []


def _imports(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found
