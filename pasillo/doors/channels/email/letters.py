"""From a promised effect to the letter: who gets it, from which address, in which thread."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.aside_letters import aside_letter
from pasillo.doors.channels.email.history import history_of
from pasillo.doors.channels.email.marks import message_id_for
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.places import mailbox_of
from pasillo.doors.channels.email.writing import Letter
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.threads import token_for

LINK = "link"
OWN_TEMPLATES = ("acknowledgement", "resolved", "reply")


@dataclass(frozen=True)
class Occasion:
    """The case that a letter is about, if any, and the mailbox from which it goes out."""

    case: Case | None
    mailbox: Mailbox


def occasion_of(effect: Effect) -> Occasion:
    """What is asked once for a letter, before it is written."""
    case_id = effect.payload.get("case_id")
    case = Case.objects.select_related("customer", "area").get(pk=case_id) if case_id else None
    return Occasion(case, mailbox_of(case))


def letter_for(effect: Effect, occasion: Occasion | None = None) -> Letter | None:
    """The letter of an effect; None when there is nobody any more to whom it could go."""
    payload: dict[str, Any] = effect.payload
    if payload.get("template") == "aside":
        return aside_letter(effect, payload)
    occasion = occasion or occasion_of(effect)
    return (
        _about_a_case(effect, payload, occasion.case, occasion.mailbox)
        if occasion.case
        else _plain(effect, payload, occasion)
    )


def _about_a_case(effect: Effect, payload: dict[str, Any], case: Case, mailbox: Mailbox) -> Letter | None:
    person = _reader(payload.get("person_id", case.customer_id), case)
    if person is None or not person.email:
        return None
    said = payload.get("message_id") or payload.get("copy_of")
    message = Message.objects.select_related("author").filter(pk=said).first() if said else None
    before = payload.get("also", ())
    also = list(Message.objects.filter(pk__in=before).order_by("said_at", "id")) if before else []
    template = payload.get("template", "reply")
    sign = f"m{message.pk}" if message else f"e{effect.pk.hex[:12]}"
    thread = _thread(case, before=message)
    with translation.override(case.language):
        return Letter(
            template=_template(template),
            language=case.language,
            subject=_subject(case, template),
            context=_context(case, person, message, also, payload) | _manners(case, mailbox, message),
            sender_name=mailbox.name or organisation_name(),
            sender_address=mailbox.address,
            recipient_name=person.name if template == "reply" else "",
            recipient_address=person.email,
            message_id=_id(case, person, sign, mailbox),
            at=effect.promised_at,
            reply_to=_reply_to(case, person, mailbox),
            in_reply_to=thread[-1] if thread else "",
            references=tuple(thread),
            is_automatic=template != "reply" or bool(message and message.by_machine),
            is_answer=template == "acknowledgement",
            files=tuple(file for one in (*also, message) if one for file in one.files.all()),
        )


def _reader(person_id: int, case: Case) -> Person | None:
    return case.customer if person_id == case.customer_id else Person.objects.filter(pk=person_id).first()


def _template(name: str) -> str:
    """The words of most letters are written already; whoever is invited to a case also needs the link."""
    if name == "shared":
        return "reply"
    return name if name in OWN_TEMPLATES else "letter"


def _plain(effect: Effect, payload: dict[str, Any], occasion: Occasion) -> Letter | None:
    """A letter whose words are written already, such as the link to sign in."""
    if not payload.get("to"):
        return None
    return plain_letter(
        occasion.mailbox,
        to=str(payload["to"]),
        language=str(payload.get("language", "en")),
        subject=str(payload.get("subject", organisation_name())),
        text=str(payload.get("text", "")),
        key=effect.pk.hex,
        at=effect.promised_at,
    )


def plain_letter(
    mailbox: Mailbox, *, to: str, language: str, subject: str, text: str, key: str, at: datetime
) -> Letter:
    """A letter of a few words that belongs to no case; its `key` tells it from every other."""
    return Letter(
        template="letter",
        language=language,
        subject=subject,
        context={"text": text, "paragraphs": _paragraphs(text), "signature": organisation_name()},
        sender_name=mailbox.name or organisation_name(),
        sender_address=mailbox.address,
        recipient_name="",
        recipient_address=to,
        message_id=f"<{key}@{_domain(mailbox)}>",
        at=at,
    )


def _subject(case: Case, template: str) -> str:
    """An automatic mail never repeats the subject: a stranger may have chosen it for somebody else to read."""
    if template == "acknowledgement":
        return _("We received your request %(number)s") % {"number": case.number}
    if template == "shared":
        return _("Request %(number)s is shared with you") % {"number": case.number}
    if template == "resolved":
        return _("Your request %(number)s is solved") % {"number": case.number}
    return f"Re: {case.subject}" if not case.subject.lower().startswith("re:") else case.subject


def _context(
    case: Case, person: Person, message: Message | None, also: list[Message], payload: dict[str, Any]
) -> dict[str, object]:
    """What the letter says; `also` is what was said just before and goes in the same letter."""
    text = "\n\n".join(one.text for one in (*also, message)) if message else str(payload.get("text", ""))
    name = message.author.name if message and message.author else case.area.name
    return {
        "number": case.number,
        "text": text,
        "paragraphs": _paragraphs(text),
        "signature": f"{name}, {organisation_name()}" if name != organisation_name() else name,
        "solves": bool(payload.get("solves")),
        "link": settings.BASE_URL + "/r/" + token_for(case.conversation_id, person.pk, purpose=LINK),
    }


def _manners(case: Case, mailbox: Mailbox, message: Message | None) -> dict[str, object]:
    """What this mailbox adds below each reply: its signature, and what was said before if it wants to."""
    if message is None:
        return {}
    history = history_of(case, before=message) if mailbox.quotes_history else []
    return {"foot": mailbox.signature, "foot_lines": mailbox.signature.splitlines(), "history": history}


def _paragraphs(text: str) -> list[list[str]]:
    return [block.split("\n") for block in text.strip().split("\n\n") if block.strip()]


def _thread(case: Case, *, before: Message | None) -> list[str]:
    """The Message-IDs of what was said before, the first and the last few."""
    said = Message.objects.filter(conversation_id=case.conversation_id, held=False).exclude(outside_id="")
    said = said.filter(pk__lt=before.pk) if before else said.filter(direction="in")
    ids = [one for one in said.order_by("id").values_list("outside_id", flat=True) if _is_id(one)]
    return ids if len(ids) <= 6 else [ids[0], *ids[-5:]]


def _is_id(text: str) -> bool:
    return text.startswith("<") and text.endswith(">") and "@" in text and text.isascii() and " " not in text


def _id(case: Case, person: Person, sign: str, mailbox: Mailbox) -> str:
    return message_id_for(conversation_id=case.conversation_id, person_id=person.pk, sign=sign, domain=_domain(mailbox))


def _reply_to(case: Case, person: Person, mailbox: Mailbox) -> str:
    """With plus addresses the reply address itself proves the thread, even if a program drops the references."""
    if not mailbox.takes_plus:
        return ""
    local, _at, domain = mailbox.address.rpartition("@")
    return f"{local}+{token_for(case.conversation_id, person.pk)}@{domain}"


def _domain(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2] or "localhost"
