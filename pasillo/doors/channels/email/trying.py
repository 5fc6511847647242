"""Tries a mailbox at once: a test letter from it, and what its mail server says to that."""

import smtplib
import uuid
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.channels.email import oauth
from pasillo.doors.channels.email.letters import plain_letter
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.places import server_for
from pasillo.doors.channels.email.sender import connected
from pasillo.doors.channels.email.writing import mail_from
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.organisation import organisation_name


def send_a_test(mailbox: Mailbox, *, to: str, at: datetime) -> None:
    """A few words to the address that was typed. Refused says why the mail server did not take them."""
    if not is_address(to):
        raise Refused(_("Please say to whom the test shall go."))
    words = _("A test from %(house)s: this channel works.") % {"house": organisation_name()}
    letter = plain_letter(
        mailbox, to=to, language=get_language() or "en", subject=words, text=words, key=uuid.uuid4().hex, at=at
    )
    try:
        server = server_for(mailbox)
        if server is None:
            raise Refused(_("Not sent: no mail server is set up."))
        with connected(server) as line:
            line.send_message(mail_from(letter), from_addr="", to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _refused(" ".join(_said(*answer) for answer in refusal.recipients.values())) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _refused(_said(refusal.smtp_code, refusal.smtp_error)) from refusal
    except (OSError, ValueError, smtplib.SMTPException, oauth.SignInRefused, oauth.CannotReach) as trouble:
        raise _refused(str(trouble)) from trouble


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"


def _refused(why: str) -> Refused:
    return Refused(_("The provider did not take it: %(why)s") % {"why": why[:300]})
