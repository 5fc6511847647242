"""A web process with its streams, and people in front of open pages."""

import contextlib
import http.client
import socket
import threading
import time

import pytest
import uvicorn
from django.conf import settings
from django.test import Client

from tests.config.running import until
from tests.operations.conftest import ana, billing, budi, clara, dead_line, line_repair, office, opening, repairs

__all__ = ["ana", "billing", "budi", "clara", "dead_line", "line_repair", "office", "opening", "repairs"]


@pytest.fixture
def web(transactional_db):
    """The real application behind the real server."""
    from pasillo.config import asgi
    from pasillo.config.live.door import Live

    asgi.live = Live()
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(asgi.application, log_config=None, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    asgi.pages.__init__(asgi.pages.application, threads=4)
    thread.start()
    until(lambda: server.started)
    yield door.getsockname()[1]
    asgi.live.hub.end_all()
    server.should_exit = server.force_exit = True
    thread.join(5)
    door.close()


@pytest.fixture
def visit(web):
    """Somebody signs in and leaves a page open: visit(person), or visit(person, "/live?age=…")."""
    opened = []

    def visit(person, address="/live", **headers):
        client = Client()
        client.force_login(person)
        page = OpenPage(web, client, address, **headers)
        opened.append(page)
        return page

    yield visit
    for page in opened:
        page.close()


class OpenPage:
    """What a browser hears."""

    def __init__(self, port, client, address="/live", **headers):
        self.client, self.heard, self.over = client, [], False
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        own = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value}"} if cookie else {}
        self.line.request("GET", address, headers={**own, **headers})
        self.socket = self.line.sock
        self.answer = self.line.getresponse()
        self.status = self.answer.status
        threading.Thread(target=self._listen, daemon=True).start()

    def events(self):
        """Pairs of event and data, in the order in which they came; `all` at the beginning left out."""
        pairs, name = [], ""
        for line in list(self.heard):
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                pairs.append((name, line[6:]))
        return pairs

    def settle(self):
        """Waits until the stream is open, and what was missed before is told."""
        until(lambda: any(line.startswith("retry") for line in self.heard))
        time.sleep(0.6)
        self.heard.clear()
        return self

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _listen(self):
        try:
            while line := self.answer.readline():
                self.heard.append(line.decode().strip())
        except (OSError, ValueError, AttributeError):
            pass
        self.over = True
