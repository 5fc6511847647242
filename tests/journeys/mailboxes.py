"""Mailboxes of customers, outside the house: mail arrives by SMTP in a Maildir and is read there."""

import mailbox
import tempfile
import time
from email.message import EmailMessage
from email.policy import default
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.config.running import free_port


class PostOffice:
    """Takes every mail by SMTP and puts it into the recipient's Maildir."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="post-"))
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "PostOffice":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        for recipient in envelope.rcpt_tos:
            self.box(recipient).add(envelope.content)
        return "250 delivered"

    def box(self, address: str) -> mailbox.Maildir:
        return mailbox.Maildir(self.folder / address.lower(), create=True)

    def mails_for(self, address: str) -> list[EmailMessage]:
        """What lies in somebody's mailbox, oldest first."""
        box = self.box(address)
        read = [BytesParser(policy=default).parsebytes(box.get_bytes(key)) for key in sorted(box.keys())]
        return [mail for mail in read if isinstance(mail, EmailMessage)]

    def wait_for(self, address: str, *, holding: str, seconds: float = 20) -> EmailMessage:
        """The first mail for somebody in whose text these words stand."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in self.mails_for(address):
                body = mail.get_body(("plain",))
                if body is not None and holding in body.get_content():
                    return mail
            time.sleep(0.1)
        subjects = [mail["Subject"] for mail in self.mails_for(address)]
        raise AssertionError(f"no mail for {address} with {holding!r}; there are {subjects}")
