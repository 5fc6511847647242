"""A program of Nidalia's warehouse that wants to know what happens, and stands at the other end of a real line."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pasillo.doors.channels.webhooks.choosing import Telling
from pasillo.doors.channels.webhooks.commands import HookAs, set_up
from pasillo.ground.effects.sending import send_all
from pasillo.ground.journal.models import Entry
from tests.operations.conftest import (  # noqa: F401
    MONDAY,
    ana,
    billing,
    budi,
    clara,
    dead_line,
    later,
    line_repair,
    office,
    opening,
    repairs,
)


class Receiver:
    """Takes what it is told, or answers as a test wishes."""

    def __init__(self):
        self.heard, self.answers, self.status, self.body = [], [], 204, b""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.address = f"http://{self.host}/hook"
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def _handler(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.answers.pop(0) if receiver.answers else receiver.status
                receiver.heard.append((dict(self.headers.items()), body, status))
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("Location", f"http://{receiver.host}/elsewhere")
                self.end_headers()
                self.wfile.write(receiver.body)

            def log_message(self, *_):
                pass

        return Handler

    def taken(self):
        """What it took, as objects."""
        return [json.loads(body) for _headers, body, status in self.heard if status < 300]

    def names(self):
        """The names of what it took."""
        return [headers["webhook-id"] for headers, _body, status in self.heard if status < 300]


@pytest.fixture
def warehouse(settings):
    """The program, at an address of our own network that the house allows by name."""
    receiver = Receiver()
    settings.INTERNAL_HOSTS = (receiver.host,)
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def hook_for(db):
    """A hook that listens since before everything."""

    def make(address, *events, areas=(), name="Warehouse"):
        wish = HookAs(name=name, address=address, events=events, area_ids=[one.pk for one in areas])
        return set_up(None, wish, version=0, by="system", at=MONDAY)

    return make


def read_all():
    """As the worker does it; the test has not committed, so the horizon is not asked."""
    Telling().read(list(Entry.objects.order_by("id")))


def everything_out(at):
    """As the worker does it."""
    return send_all(at=at)
