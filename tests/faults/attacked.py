"""A running house, what an attacker can do to it from outside, and what of it can be seen from inside."""

import http.client
import re
import smtplib
from pathlib import Path
from urllib.parse import urlencode

from pasillo.doors.api.commands import fingerprint
from tests.config.running import until

HELP = "help@localhost"


class Attacked:
    """A house, and what an attacker can do from outside."""

    def __init__(self, running, sink, path):
        self.running, self.sink, self.path = running, sink, path
        self.number = 0

    def mail(self, *, sender="Eva <eva@mal.example>", subject=None, text="Hello", raw=None, **headers):
        """Hands a mail in over SMTP. Its subject, by which it is found again."""
        self.number += 1
        subject = subject or f"Attack {self.number}"
        lines = [f"From: {sender}", f"To: {headers.pop('To', HELP)}", f"Subject: {subject}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        whole = raw or ("\r\n".join([*lines, "", text])).encode()
        with smtplib.SMTP("127.0.0.1", self.running.mail_port, timeout=30) as line:
            line.sendmail("eva@mal.example", [HELP], whole)
        return subject

    def read(self):
        """Waits until the worker has read everything that came in."""
        until(lambda: not self.asked("SELECT count(*) FROM intake_inbound WHERE state = 'new'")[0][0], 90)

    def asked(self, question, *values):
        with self.running.database() as database:
            return database.execute(question, values).fetchall()

    def case(self, subject):
        """The one case of that subject."""
        ((case_id, number, state, service),) = self.asked(
            "SELECT id, number, state, service_id FROM cases_case WHERE subject = %s", subject
        )
        return {"id": case_id, "number": number, "state": state, "service": service}

    def http(self, method, path, words=None, *, cookies="", source="127.0.0.1", **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=30, source_address=(source, 0))
        try:
            body = urlencode(words) if words is not None else None
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            line.request(method, path, body=body, headers={"Cookie": cookies} | kind | headers)
            answer = line.getresponse()
            return answer, answer.read()
        finally:
            line.close()

    def raw(self, blob):
        """The bytes that were kept."""
        return b"".join(bytes(piece) for (piece,) in self.asked(
            "SELECT data FROM files_chunk WHERE blob_id = %s ORDER BY number", blob
        ))  # fmt: skip

    def settle(self):
        """Waits until every mail that may go out now has gone out."""
        due = "SELECT count(*) FROM effects_effect WHERE state = 'queued' AND not_before <= clock_timestamp()"
        until(lambda: not self.asked(due)[0][0], 60)

    def let_in(self):
        """What whoever administers shows at the door for machines: a token, put where the house looks for it."""
        token = "pasillo_only-for-this-story"  # noqa: S105 - made here, gone with its house
        ((adan,),) = self.asked(
            "INSERT INTO people_person (name, email, password, phone, language, zone, is_active, found_by, "
            "preferences) VALUES ('Adán', 'adan@nidalia.example', '!', '', 'en', '', true, '', '{}') RETURNING id"
        )
        self.asked("INSERT INTO people_membership (person_id, role) VALUES (%s, 'admin') RETURNING id", adan)
        self.asked(
            "INSERT INTO api_apitoken (person_id, name, fingerprint, made_at, scopes, areas, per_minute) "
            "VALUES (%s, 'story', %s, now(), '[]', '[]', 0) RETURNING id", adan, fingerprint(token)
        )  # fmt: skip
        return {"Authorization": f"Bearer {token}"}


def _of_parts(many):
    """Each of them with a name and words of its own, as files have."""
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=f%d.txt\r\n\r\nfile %d\r\n"
    return (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"".join(part % (n, n) for n in range(many))
        + b"--b--\r\n"
    )


def _nested(depth):
    level = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    return b"".join(level % (n, n) for n in range(depth)) + b"\r\n\r\ninside\r\n"


MONSTERS = {"Many parts": _of_parts(50_000), "Deep parts": _nested(12_000)}


def greatest(pid):
    """The greatest size a process had in memory, in kB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
