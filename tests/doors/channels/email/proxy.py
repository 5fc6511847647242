"""A bad line: stands between us and a mail server, and does what its script says at a step of the protocol."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass


@dataclass
class Fault:
    """What happens, once, when we say a line with these words: cut before or after it is passed on, after so many
    bytes of the answer; say nothing more; or let the answer drip."""

    on: bytes
    passes_on: bool = True
    after_bytes: int | None = None
    hangs: bool = False
    drips: float = 0.0


class Proxy:
    """Used with `with`; `faults` are worked off one after the other, then the line is sound."""

    def __init__(self, port, *faults):
        self.target, self.faults, self.happened = port, list(faults), []
        self.open = []

    def __enter__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.close()
        for one in self.open:
            _end(one)

    def _serve(self):
        with suppress(OSError):
            while True:
                client, _address = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self.open += [client, server]
                line = _Line(self, client, server)
                threading.Thread(target=line.from_client, daemon=True).start()
                threading.Thread(target=line.from_server, daemon=True).start()


class _Line:
    """One connection through the proxy."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.left, self.hangs, self.drips = None, False, 0.0

    def from_client(self):
        with suppress(OSError):
            while data := self.client.recv(65536):
                if not self._meet(data):
                    return
        self._cut()

    def _meet(self, data):
        fault = self.proxy.faults[0] if self.proxy.faults else None
        if fault is None or fault.on not in data:
            self.server.sendall(data)
            return True
        self.proxy.happened.append(self.proxy.faults.pop(0))
        self.left, self.hangs, self.drips = fault.after_bytes, fault.hangs, fault.drips
        if fault.passes_on:
            self.server.sendall(data)
        if fault.after_bytes is None and not fault.hangs and not fault.drips:
            self._cut()
            return False
        return True

    def from_server(self):
        with suppress(OSError):
            while data := self.server.recv(65536):
                if self.hangs:
                    continue
                if self.left is not None:
                    self.client.sendall(data[: self.left])
                    self.left -= len(data)
                    if self.left <= 0:
                        break
                elif self.drips:
                    self._drip(data)
                else:
                    self.client.sendall(data)
        self._cut()

    def _drip(self, data):
        for place in range(len(data)):
            self.client.sendall(data[place : place + 1])
            time.sleep(self.drips)

    def _cut(self):
        _end(self.client)
        _end(self.server)


def _end(line):
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        line.close()
