"""Clients that cost little themselves: keep-alive, prepared bytes, no library in between."""

import socket
import threading
import time
from collections.abc import Callable


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One HTTP request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def ask(line: socket.socket, words: bytes) -> tuple[int, bytes]:
    """Status and body of one answer."""
    line.sendall(words)
    seen = b""
    while b"\r\n\r\n" not in seen:
        seen += _more(line)
    head, _end, body = seen.partition(b"\r\n\r\n")
    low = head.lower()
    if b"transfer-encoding: chunked" in low:
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(line)
        return int(head[9:12]), body
    length = int(low.split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(line)
    return int(head[9:12]), body


def ask_once(port: int, words: bytes) -> tuple[int, bytes]:
    """Status and body of one answer, on a line of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        return ask(line, words)


def answers(port: int) -> bool:
    """Whether anybody is behind this port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def _more(line: socket.socket) -> bytes:
    got = line.recv(65536)
    if not got:
        raise ConnectionError("The server hung up.")
    return got


def rate(port: int, *, clients: int, seconds: float, make: Callable[[int], bytes], expect: int) -> float:
    """How many answers a second so many clients get together; anything but the expected status ends it."""
    done = [0] * clients
    wrong: list[object] = []
    start = time.monotonic() + 0.2
    end = start + seconds

    def work(who: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            time.sleep(max(0.0, start - time.monotonic()))
            while time.monotonic() < end and not wrong:
                status, body = ask(line, make(who))
                if status != expect:
                    wrong.append((status, body[:500]))
                done[who] += 1

    threads = [threading.Thread(target=work, args=[who]) for who in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"Unexpected answer: {wrong[0]}")
    return sum(done) / (time.monotonic() - start)
