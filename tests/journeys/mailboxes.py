"""A customer's mailbox, outside the house: mail arrives there by SMTP and is read there by IMAP, in a real Dovecot."""

import imaplib
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from tests.doors.channels.email.dovecot import Dovecot
from tests.doors.channels.email.sink import Sink


class PostOffice(Sink):
    """Takes every mail by SMTP and lays it into a real mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.dovecot = Dovecot()

    def __enter__(self) -> "PostOffice":
        self.dovecot.__enter__()
        super().__enter__()
        return self

    def __exit__(self, *stop: Any) -> None:
        super().__exit__(*stop)
        self.dovecot.__exit__(*stop)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if answer.startswith("2"):
            self.dovecot.deliver(envelope.content)
        return answer

    def mails_for(self, address: str) -> list[EmailMessage]:
        """What somebody finds in the mailbox, oldest first."""
        box = imaplib.IMAP4("127.0.0.1", self.dovecot.port)
        try:
            box.login("elena", "secret")
            box.select("INBOX", readonly=True)
            numbers = box.search(None, "TO", f'"{address}"')[1][0].split()
            raw = [box.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]
        finally:
            box.logout()
        return [BytesParser(policy=default).parsebytes(one) for one in raw]  # type: ignore[misc]

    def wait_for(self, address: str, *, holding: str, seconds: float = 30) -> EmailMessage:
        """The first mail for somebody in whose text these words stand."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in self.mails_for(address):
                body = mail.get_body(("plain",))
                if body is not None and holding in body.get_content():
                    return mail
            time.sleep(0.2)
        subjects = [mail["Subject"] for mail in self.mails_for(address)]
        raise AssertionError(f"no mail for {address} with {holding!r}; there are {subjects}")
