"""What a mail says, in the form in which a conversation keeps it."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.enclosed_words import enclosed_words
from pasillo.doors.channels.email.onetime import masked
from pasillo.doors.channels.email.parsing.automatic import takes_no_answers
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.parsing.sent_on import SentOn
from pasillo.ground.files.commands import keep
from pasillo.ground.files.models import Blob
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.conversations.masking import masked as without_our_secrets

ORIGINAL = "original.eml"


def words_of(
    mail: ParsedMail,
    contents: Sequence[bytes],
    original: Blob,
    *,
    inside: SentOn | None = None,
    by_machine: bool = False,
) -> Words:
    """The new words, the quotation, the HTML and the files; an unreadable rest stays at hand as the original.

    Of a mail that one of us sent on, only what is inside: the customer reads it, and not what was said on top.
    One-time codes and links of a machine are masked: who reads cases could take over somebody's account with them.
    """
    if (mail.is_generated or takes_no_answers(mail.sender)) and masked(f"{mail.subject}\n{mail.text}\n{mail.html}")[1]:
        return _masked(mail, by_machine=by_machine)
    if inside is not None:
        files = files_of(mail, contents, original)
        return Words(text=inside.text, quoted=inside.quoted, channel="email", language=mail.language, files=files)
    return Words(
        text="\n\n".join(part for part in (mail.new_text, enclosed_words(mail)) if part) or _silence(mail),
        quoted=mail.quoted,
        channel="email",
        language=mail.language,
        html=keep(html_of(mail), media_type="text/html") if mail.html else None,
        files=files_of(mail, contents, original),
        outside_id=mail.message_id,
        by_machine=by_machine,
    )


def _masked(mail: ParsedMail, *, by_machine: bool) -> Words:
    """Only the words, without the secrets; the mail as it came stays in the intake, where nobody looks by chance."""
    return Words(
        text=shown(mail, mail.new_text) or _silence(mail),
        quoted=shown(mail, mail.quoted),
        channel="email",
        language=mail.language,
        outside_id=mail.message_id,
        by_machine=by_machine,
    )


def shown(mail: ParsedMail, text: str) -> str:
    """A part of a mail without its secrets; that they are codes may be said in another part of it."""
    hint = f"{mail.subject} {mail.text[:2_000]}".replace("\n", " ")
    return masked(f"{hint}\n{text}")[0].partition("\n")[2]


def html_of(mail: ParsedMail) -> bytes:
    """The HTML as it is kept: the secret link of a letter of ours that it quotes is masked, as in its words."""
    return without_our_secrets(mail.html).encode()


def subject_of(mail: ParsedMail) -> str:
    """The subject; of a machine's mail without its codes."""
    return shown(mail, mail.subject) if mail.is_generated or takes_no_answers(mail.sender) else mail.subject


def files_of(mail: ParsedMail, contents: Sequence[bytes], original: Blob) -> list[FileIn]:
    """The files of a mail, their bytes kept."""
    found = [
        FileIn(name=file.filename, blob=keep(content), media_type=file.media_type, content_id=file.content_id)
        for file, content in zip(mail.attachments, contents, strict=True)
    ]
    return found if mail.is_complete else [*found, original_file(original)]


def original_file(original: Blob) -> FileIn:
    """The mail as it came."""
    return FileIn(name=ORIGINAL, blob=original, media_type="message/rfc822")


def _silence(mail: ParsedMail) -> str:
    """What a person reads where the mail says nothing."""
    with translation.override(mail.language):
        if mail.html or mail.attachments:
            return _("(This mail has no text.)")
        return _("(This mail was empty.)")
