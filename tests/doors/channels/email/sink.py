"""A mail server of the outside world that does as it is told: takes mail, refuses it, or hangs up at a step."""

import asyncio
import threading
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


class Sink:
    """Remembers what it was given. `says` holds answers to come, each for one mail; empty means 250."""

    def __init__(self):
        self.raw = []
        self.envelopes = []
        self.says = []
        self.refuses = {}
        self.hangs_up_before_answer = 0
        self.takes_its_time = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def mails(self):
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.takes_its_time)
        answer = self.says.pop(0) if self.says else "250 OK"
        if answer.startswith("2"):
            self.raw.append(envelope.content)
            self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        if self.hangs_up_before_answer:
            self.hangs_up_before_answer -= 1
            server.transport.abort()
        return answer

    def __enter__(self):
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _open(self):
        return await self._loop.create_server(lambda: SMTP(self, hostname="sink"), "127.0.0.1", 0)

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
