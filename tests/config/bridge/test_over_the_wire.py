"""The bridge behind the real server, spoken to byte by byte as strangers do."""

import contextlib
import socket
import threading
import time

import pytest
import uvicorn

from pasillo.config.bridge.handler import Bridge
from pasillo.config.bridge.incoming import Limits

LARGE = 12 * 2**20


class Application:
    """Answers a few addresses, each in its own way, and remembers what it lived through."""

    def __init__(self):
        self.bodies = []
        self.closed = threading.Event()

    def __call__(self, environ, start):
        body = environ["wsgi.input"].read()
        self.bodies.append(body)
        answers = {"/large": self.large, "/broken": self.broken, "/fault": self.fault}
        return answers.get(environ["PATH_INFO"], lambda start: self.repeat(start, body))(start)

    def repeat(self, start, body):
        start("200 OK", [("Content-Type", "text/plain")])
        return [body or b"hello"]

    def large(self, start):
        start("200 OK", [("Content-Type", "text/plain")])
        try:
            for _ in range(LARGE // 2**16):
                yield b"x" * 2**16
        finally:
            self.closed.set()

    def broken(self, start):
        start("200 OK", [("Content-Length", "1000000")])
        yield b"x" * 500_000
        raise RuntimeError("half-way")

    def fault(self, start):
        raise RuntimeError("a fault in the application")


@pytest.fixture
def seen():
    return Application()


@pytest.fixture
def port(seen):
    bridge = Bridge(seen, threads=2, limits=Limits(size=2**20, pause=0.5, whole=2.0))

    async def app(scope, receive, send):
        await bridge(scope, receive, send)

    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield door.getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(5)
    door.close()


@contextlib.contextmanager
def called(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        yield line


def everything(line):
    got = b""
    while piece := line.recv(65536):
        got += piece
    return got


def ask(port, request):
    with called(port) as line:
        line.sendall(request)
        return everything(line)


def test_a_body_in_chunks_is_put_together(port, seen):
    request = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    answer = ask(port, request + b"3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\n\r\n")

    assert answer.endswith(b"\r\n\r\nabcdefgh")
    assert seen.bodies == [b"abcdefgh"]


def test_who_waits_to_be_asked_on_is_asked_on(port):
    with called(port) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        )
        assert line.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"ok")
        assert everything(line).endswith(b"\r\n\r\nok")


def test_who_waits_to_be_asked_on_with_too_much_is_refused_before_sending_it(port, seen):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"

    answer = ask(port, head)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in answer
    assert seen.bodies == []


def test_too_much_in_chunks_is_refused_and_the_connection_closed(port, seen):
    with called(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(40):
                line.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
        with contextlib.suppress(ConnectionError):
            assert everything(line).startswith(b"HTTP/1.1 413 ")
    assert seen.bodies == []


def test_who_sends_half_and_waits_is_told_so_and_let_go(port, seen):
    began = time.monotonic()

    answer = ask(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert 0.4 < time.monotonic() - began < 3
    assert seen.bodies == []


def test_who_drips_is_let_go_when_the_whole_takes_too_long(port):
    with called(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 4:
                line.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() - began < 4
    assert ask(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"hello")


def test_many_who_send_half_do_not_keep_others_waiting(port):
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(called(port)).sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nha")
        began = time.monotonic()
        assert ask(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"hello")
        assert time.monotonic() - began < 0.4


def test_who_reads_a_large_answer_slowly_holds_no_thread(port, seen):
    with called(port) as first, called(port) as second, called(port) as third:
        for line in (first, second, third):
            line.sendall(b"GET /large HTTP/1.0\r\n\r\n")
            line.recv(100)
        began = time.monotonic()
        assert ask(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"hello")
        assert time.monotonic() - began < 1
        assert len(everything(first)) > LARGE - 1000


def test_who_hangs_up_half_way_leaves_a_closed_application_behind(port, seen):
    with called(port) as line:
        line.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        line.recv(100)
    assert seen.closed.wait(5)
    assert ask(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"hello")


def test_an_answer_that_breaks_off_is_not_taken_for_whole(port):
    answer = ask(port, b"GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")

    assert len(answer.partition(b"\r\n\r\n")[2]) < 1_000_000


def test_a_fault_is_answered_with_500_and_the_next_request_is_served(port):
    assert ask(port, b"GET /fault HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 500 ")
    assert ask(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"hello")


def test_requests_on_one_connection_are_answered_in_order(port):
    one = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
    two = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\n2"

    answer = ask(port, one + two)

    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.index(b"\r\n\r\n1") < answer.index(b"\r\n\r\n2")


def test_a_person_who_sends_too_much_reads_a_small_page_in_their_language(port, seen):
    head = (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nAccept: text/html\r\nAccept-Language: es-ES\r\n\r\n"
    )

    answer = ask(port, head)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"content-type: text/html; charset=utf-8\r\n" in answer
    assert b'<html lang="es">' in answer
    assert b"This is more than can be sent at once." not in answer
    assert b"src=" not in answer  # it asks for no other file
    assert seen.bodies == []
