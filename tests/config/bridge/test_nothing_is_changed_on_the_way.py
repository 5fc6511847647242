"""Whatever pieces a request or an answer is cut into, the other side gets the same bytes."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.config.bridge.handler import Bridge

pieces = st.lists(st.binary(max_size=2000), max_size=8)


def asked(application, *, body=(b"",), headers=(), method="POST", path="/", raw_path=None, limits=None):
    """One request through the bridge: status, headers and body of the answer."""
    said = []
    waiting = list(body) or [b""]

    async def receive():
        if waiting:
            piece = waiting.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(waiting)}
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    async def ask():
        bridge = Bridge(application, threads=2, limits=limits)
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": raw_path,
            "query_string": b"",
            "headers": list(headers),
            "scheme": "http",
        }
        await bridge(scope, receive, send)
        bridge.pool.shutdown()

    in_a_loop_of_its_own(ask())
    start, *rest = said
    assert start["type"] == "http.response.start"
    assert [m.get("more_body", False) for m in rest] == [True] * (len(rest) - 1) + [False]
    return start["status"], start["headers"], b"".join(m["body"] for m in rest)


def in_a_loop_of_its_own(work):
    """This thread may have a loop already: a browser's driver leaves one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def echo(environ, start):
    body = environ["wsgi.input"].read()
    assert environ["CONTENT_LENGTH"] == str(len(body))
    start("200 OK", [("Content-Type", "application/octet-stream")])
    return [body]


@settings(max_examples=60, deadline=None)
@given(pieces)
def test_a_body_arrives_whole_however_it_was_cut(body):
    whole = b"".join(body)

    status, headers, answer = asked(echo, body=body)

    assert (status, answer) == (200, whole)
    assert (b"content-length", str(len(whole)).encode()) in headers


@settings(max_examples=60, deadline=None)
@given(pieces, st.booleans())
def test_an_answer_arrives_whole_however_it_is_produced(answer, announced):
    whole = b"".join(answer)

    def application(environ, start):
        start("200 OK", [("Content-Length", str(len(whole)))] if announced else [])
        return iter(answer)

    _, headers, got = asked(application)

    assert got == whole
    assert headers.count((b"content-length", str(len(whole)).encode())) == 1


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 400_000), min_size=1, max_size=6))
def test_a_large_answer_arrives_whole_and_in_small_pieces(sizes):
    whole = b"".join(bytes([n % 251]) * size for n, size in enumerate(sizes))

    def application(environ, start):
        start("200 OK", [])
        at = 0
        for size in sizes:
            yield whole[at : at + size]
            at += size

    _, _, got = asked(application)

    assert got == whole


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_path_keeps_its_letters(text):
    from urllib.parse import quote

    def application(environ, start):
        start("200 OK", [])
        return [environ["PATH_INFO"].encode("latin1")]

    raw = ("/" + quote(text, safe="")).encode()

    assert asked(application, raw_path=raw)[2].decode() == "/" + text


def test_headers_that_are_given_twice_are_joined_and_false_names_are_dropped():
    def application(environ, start):
        start("200 OK", [])
        return [repr(sorted((k, v) for k, v in environ.items() if k.startswith("HTTP_"))).encode()]

    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-forwarded-for", b"1.1.1.1"),
        (b"x_forwarded_for", b"6.6.6.6"),
        (b"proxy", b"http://evil"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"transfer-encoding", b"chunked"),
    ]

    seen = asked(application, headers=headers)[2].decode()

    assert seen == repr(
        [("HTTP_ACCEPT", "text/html,*/*"), ("HTTP_COOKIE", "a=1; b=2"), ("HTTP_X_FORWARDED_FOR", "1.1.1.1")]
    )


def test_who_asks_for_the_head_gets_no_body_and_the_true_length():
    produced = []

    def application(environ, start):
        start("200 OK", [("Content-Length", "7")])

        def body():
            produced.append("a piece")
            yield b"a piece"

        return body()

    status, headers, answer = asked(application, method="HEAD")

    assert (status, answer, produced) == (200, b"", [])
    assert (b"content-length", b"7") in headers


def test_an_answer_without_content_is_given_no_length():
    def application(environ, start):
        start("204 No Content", [])
        return []

    assert asked(application)[:2] == (204, [])


def test_the_application_is_closed_in_the_thread_that_ran_it():
    threads = []

    class Pieces:
        def __iter__(self):
            threads.append(threading.current_thread().name)
            yield b"x" * 600_000

        def close(self):
            threads.append(threading.current_thread().name)

    def application(environ, start):
        start("200 OK", [])
        return Pieces()

    asked(application)

    assert len(threads) == 2
    assert threads[0] == threads[1] != threading.current_thread().name
