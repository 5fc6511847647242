"""Mail servers that hand in many mails at once, in a process of their own: real lines, real answers, a real ledger.

`python -m tests.bench.senders <mail port> <how many> <ledger>` prints the port of the server that takes our answers,
waits for a line on its standard input, and then hands in.
"""

import asyncio
import random
import socket
import sys
import threading
import time
from queue import Empty, Queue

LINES = 8
AGAIN = 0.02
PEOPLE_EACH = 5
PAUSE = 0.2
WORDS = (
    "The line in our office has been dead since the storm on Monday and nobody has called us back yet.",
    "La factura de este mes no coincide con el contrato que firmamos en enero; ¿pueden revisarla?",
    "Mohon bantuannya, pesanan kami belum sampai dan kami tidak bisa menghubungi kurir sejak kemarin.",
    "We move to another building in May: what do we have to tell you, and how long does it take?",
    "He probado a reiniciar el aparato dos veces y la luz sigue en rojo; necesito una visita esta semana.",
)


def subject_of(number: int) -> str:
    """By this a mail is known again."""
    return f"Burst {number:06}"


def mail_of(number: int) -> bytes:
    """A mail as people write it: two forms of the same words, a signature, and now and then a picture."""
    chance = random.Random(number)
    who = number // PEOPLE_EACH
    words = "\n".join(chance.choice(WORDS) for _ in range(chance.randrange(2, 9)))
    marked = words.replace("\n", "</p><p>")
    parts = [
        ("text/plain", f"Hello,\n\n{words}\n\nThank you\n-- \nWriter {who}\nTel. +34 600 {who:06}\n"),
        ("text/html", f"<html><body><p>Hello,</p><p>{marked}</p><p>Thank you<br>Writer {who}</p></body></html>"),
    ]
    body = _alternative(parts)
    if number % 25 == 0:
        body = _with_picture(body, chance)
    head = (
        f"Received: from mail.writers.example (mail.writers.example [192.0.2.7]) by mx.nidalia.example; "
        f"Mon, 2 Mar 2026 09:00:{number % 60:02} +0000\n"
        f"From: Writer {who} <writer{who}@writers.example>\nTo: help@localhost\nSubject: {subject_of(number)}\n"
        f"Date: Mon, 2 Mar 2026 09:00:{number % 60:02} +0000\nMessage-ID: <burst.{number}@writers.example>\n"
        f"MIME-Version: 1.0\nX-Mailer: Writer 4.2\n"
    )
    whole = (head + body).replace("\n", "\r\n").encode()
    return whole.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n"


def _alternative(parts: list[tuple[str, str]]) -> str:
    lines = "".join(
        f"--burst-alternative\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        for kind, text in parts
    )
    return f'Content-Type: multipart/alternative; boundary="burst-alternative"\n\n{lines}--burst-alternative--\n'


def _with_picture(body: str, chance: random.Random) -> str:
    picture = "iVBORw0KGgo" + "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789", k=40_000))
    lines = "\n".join(picture[at : at + 76] for at in range(0, len(picture), 76))
    return (
        f'Content-Type: multipart/mixed; boundary="burst-mixed"\n\n--burst-mixed\n{body}'
        f'--burst-mixed\nContent-Type: image/png; name="meter.png"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="meter.png"\n\n{lines}\n--burst-mixed--\n'
    )


class Line:
    """One line to the mail door, opened again whenever it breaks, each time from another address."""

    def __init__(self, port: int, place: int) -> None:
        self.port, self.place, self.turn = port, place, 0
        self.line: socket.socket | None = None

    def hand_in(self, number: int) -> bool:
        """Whether the door said that it has it."""
        try:
            if self.line is None:
                self._open()
            self._say(f"MAIL FROM:<writer{number // PEOPLE_EACH}@writers.example>\r\n".encode(), b"250")
            self._say(b"RCPT TO:<help@localhost>\r\n", b"250")
            self._say(b"DATA\r\n", b"354")
            self._say(mail_of(number), b"250")
            return True
        except OSError:
            self._close()
            return False

    def _open(self) -> None:
        self.turn += 1
        here = (f"127.{1 + self.place}.{self.turn // 250 % 250}.{1 + self.turn % 250}", 0)
        self.line = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=here)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._say(b"", b"220")
        self._say(b"EHLO mail.writers.example\r\n", b"250")

    def _close(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line = None

    def _say(self, words: bytes, wanted: bytes) -> None:
        assert self.line is not None
        if words:
            self.line.sendall(words)
        answer = b""
        while not answer.endswith(b"\n") or answer.rpartition(b"\r\n")[0].rpartition(b"\n")[2][3:4] == b"-":
            piece = self.line.recv(4096)
            if not piece:
                raise ConnectionError("The door was shut.")
            answer += piece
        if not answer.startswith(wanted):
            raise ConnectionError(answer[:100])


def hand_in_all(port: int, many: int, ledger: str) -> None:
    """Each mail again and again until it is taken; some once more, as after an answer that was lost."""
    waiting: Queue[int] = Queue()
    for number in range(many):
        waiting.put(number)
    with open(ledger, "w", buffering=1) as file:

        def work(place: int) -> None:
            line, chance = Line(port, place), random.Random(place)
            while True:
                try:
                    number = waiting.get_nowait()
                except Empty:
                    return
                _until_taken(line, number)
                file.write(f"{number} {time.time():.3f}\n")
                if chance.random() < AGAIN:
                    _until_taken(line, number)

        threads = [threading.Thread(target=work, args=[place]) for place in range(LINES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _until_taken(line: Line, number: int) -> None:
    while not line.hand_in(number):
        time.sleep(PAUSE)


async def _take_answers(ready: "Queue[int]") -> None:
    """A mail server that takes everything."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        inside = False
        while words := await reader.readline():
            if inside and words != b".\r\n":
                continue
            inside = not inside and words[:4].upper() == b"DATA"
            writer.write(b"354 go on\r\n" if inside else b"221 bye\r\n" if words[:4] == b"QUIT" else b"250 taken\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    ready.put(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def main() -> None:
    """Waits to be told which door, how many, and where to write it down."""
    ready: Queue[int] = Queue()
    threading.Thread(target=lambda: asyncio.run(_take_answers(ready)), daemon=True).start()
    print(ready.get(), flush=True)
    for words in sys.stdin:
        port, many, ledger = words.split()
        hand_in_all(int(port), int(many), ledger)
        print("done", flush=True)


if __name__ == "__main__":
    main()
