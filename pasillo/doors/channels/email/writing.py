"""Writes a mail of ours: its words from the templates, in the language of who gets it, its bytes always the same."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from pasillo.doors.channels.email.marks import LOOP_HEADER, loop_mark
from pasillo.ground.files.queries import whole
from pasillo.operations.conversations.models import MessageFile

WITHIN_MAIL = 20 * 2**20
# Some programs do not understand an id on a line of its own: headers are not folded before this length.
POLICY = SMTP.clone(max_line_length=400)
_ALWAYS: dict[str, object] = {"link": "", "number": "", "foot": "", "foot_lines": [], "history": [], "solves": False}
CODING = "quoted-printable"
SHEET = Path(__file__).parent / "static/email/letter.css"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything that a mail says, before it becomes bytes."""

    template: str
    language: str
    subject: str
    context: dict[str, object]
    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    message_id: str
    at: datetime
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    is_automatic: bool = True
    is_answer: bool = False
    files: tuple[MessageFile, ...] = field(default=())


def mail_from(letter: Letter) -> EmailMessage:
    """The mail, ready to be sent. ValueError for an address or a subject that could smuggle in a header."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(letter.sender_name, letter.sender_address)
    mail["To"] = _address(letter.recipient_name, letter.recipient_address)
    mail["Subject"] = " ".join(letter.subject.split())[:250]
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.message_id
    if letter.reply_to:
        mail["Reply-To"] = _address(letter.sender_name, letter.reply_to)
    _thread(mail, letter)
    mail[LOOP_HEADER] = loop_mark()
    if letter.is_automatic:
        mail["Auto-Submitted"] = "auto-replied" if letter.is_answer else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    _words(mail, letter)
    _fix_boundaries(mail, letter.message_id)
    return mail


def _address(name: str, address: str) -> Address:
    shown = "".join(sign for sign in name if sign.isprintable())[:100]
    return Address(display_name=shown, addr_spec=address)


def _thread(mail: EmailMessage, letter: Letter) -> None:
    if letter.in_reply_to:
        mail["In-Reply-To"] = letter.in_reply_to
    if letter.references:
        mail["References"] = " ".join(letter.references)


def _words(mail: EmailMessage, letter: Letter) -> None:
    with translation.override(letter.language):
        known = {"language": letter.language, "subject": letter.subject, "house": letter.sender_name}
        context = {**_ALWAYS, **known, **letter.context}
        mail.set_content(_render(f"email/{letter.template}.txt", context), cte=CODING)
        html = render_to_string(f"email/{letter.template}.html", context)
        mail.add_alternative(html.replace("</head>", _sheet(), 1), subtype="html", cte=CODING)
    room = WITHIN_MAIL
    for file in letter.files:
        if file.size > room:
            continue
        room -= file.size
        main, _, sub = (file.media_type if file.media_type.count("/") == 1 else "application/octet-stream").partition(
            "/"
        )
        if main in ("message", "multipart"):
            main, sub = "application", "octet-stream"
        mail.add_attachment(whole(file.blob_id), maintype=main, subtype=sub, filename=file.name)


@cache
def _sheet() -> str:
    """How letters look. Mail programs fetch nothing, so it travels with each of them."""
    return f"<style>\n{SHEET.read_text(encoding='utf-8')}</style>\n</head>"


def _render(template: str, context: dict[str, object]) -> str:
    """Plain text: what the template engine wrote for HTML is turned back."""
    from html import unescape

    return unescape(render_to_string(template, context)).strip() + "\n"


def _fix_boundaries(mail: EmailMessage, message_id: str) -> None:
    """The same mail has the same bytes each time that it is tried."""
    sign = "".join(letter for letter in message_id if letter.isalnum())[-40:]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sign}_{number}")
