"""People who write to us while things break: they try until they are told that it is safe, and note both."""

import http.client
import queue
import random
import re
import smtplib
import threading
import time
from email.message import EmailMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from tests.faults.ledger import Ledger

PAUSE = 0.15
IMPATIENT = 0.05
TROUBLE = (OSError, http.client.HTTPException, smtplib.SMTPException)


class Driver(threading.Thread):
    """One person after another, until nobody is left or it is time to go."""

    def __init__(
        self,
        waiting: "queue.Queue[str]",
        ledger: Ledger,
        port: int,
        *,
        seed: int,
        pace: float = 0.0,
        impatient: float = IMPATIENT,
    ) -> None:
        super().__init__(daemon=True)
        self.waiting, self.ledger, self.port = waiting, ledger, port
        self.chance, self.pace, self.impatient = random.Random(seed), pace, impatient
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            while True:
                number = self.waiting.get_nowait()
                began = time.monotonic()
                self.ledger.trying(number)
                self.until_promised(number)
                self.ledger.promised(number)
                self.move()
                time.sleep(max(0.0, self.pace - (time.monotonic() - began)))
        except queue.Empty:
            return
        except BaseException as fault:
            self.fault = fault
            raise

    def until_promised(self, number: str) -> None:
        """The same words again and again, as mail servers and browsers do."""
        while True:
            try:
                if self.send(number):
                    return
            except TROUBLE:
                self.lost_touch()
            time.sleep(PAUSE)

    def send(self, number: str) -> bool:
        raise NotImplementedError

    def lost_touch(self) -> None:
        """The line broke."""

    def move(self) -> None:
        """The next one is somebody else."""

    def hangs_up(self) -> bool:
        """Sometimes the answer is lost on its way, and the same is sent again."""
        return self.chance.random() < self.impatient


class Mailer(Driver):
    """Writes mails; the same bytes again when the mail door did not say that it has them."""

    def send(self, number: str) -> bool:
        mail = EmailMessage()
        mail["From"] = f"Writer {number} <{number}@writers.example>"
        mail["To"] = "help@localhost"
        mail["Subject"] = number
        mail["Message-ID"] = f"<{number}@writers.example>"
        mail["Date"] = "Mon, 02 Mar 2026 09:00:00 +0000"
        mail.set_content(f"My line is dead. This is message {number}.")
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as line:
            line.send_message(mail)
        return not self.hangs_up()


class Visitor(Driver):
    """Fills in the form; sends it again with the same key when no answer came."""

    def __init__(self, *arguments: object, path: str, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.path, self.home = path, ""
        self.move()

    def send(self, number: str) -> bool:
        if not self.token:
            self._open_page()
        words = {
            "csrfmiddlewaretoken": self.token,
            "key": str(uuid5(NAMESPACE_URL, number)),
            "do": "send",
            "_words": f"{number}\nMy line is dead.",
            "_name": f"Visitor {number}",
            "_email": f"{number}@visitors.example",
        }
        status, body = self._speak("POST", urlencode(words))
        if status in (403, 422):
            raise AssertionError(f"the form was refused ({status}): {_text(body)}")
        return status in (302, 303) and not self.hangs_up()

    def lost_touch(self) -> None:
        self.token = ""

    def move(self) -> None:
        """Another person at another address: one network may not send too many forms."""
        self.cookies, self.token = {}, ""
        self.home = f"127.{self.chance.randrange(1, 250)}.{self.chance.randrange(250)}.{self.chance.randrange(1, 250)}"

    def _open_page(self) -> None:
        status, body = self._speak("GET", None)
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        if status != 200 or not found:
            raise http.client.HTTPException(f"no page: {status}")
        self.token = found[1].decode()

    def _speak(self, method: str, words: str | None) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.home, 0))
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if words is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, self.path, body=words, headers=headers)
            answer = line.getresponse()
            for header in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
            return answer.status, answer.read()
        finally:
            line.close()


def _text(body: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", body.decode(errors="replace")).split())[:600]
