"""A mail that opens a case."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.email import places
from pasillo.doors.channels.email.answering import may_write_to
from pasillo.doors.channels.email.brakes import DAY
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing.addresses import Address
from pasillo.doors.channels.email.parsing.automatic import is_of_our_house
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.words import original_file, subject_of, words_of
from pasillo.doors.channels.email.writers import Writer, writer_of
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit import together
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.operations.cases.acknowledged import promised_to
from pasillo.operations.cases.commands import Opening, note, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations import commands as conversations

NOBODY = "unknown sender"
PROMISED = "acknowledgements promised"


def open_new(
    inbound: Inbound, mail: ParsedMail, contents: list[bytes], *, box: Mailbox, is_proven: bool = False, at: datetime
) -> Case:
    """A case of the service to which the mailbox leads, for whoever wrote, or about whom one of us wrote."""
    writer = writer_in(mail, box, is_proven=is_proven)
    case = open_case(opening=opening_for(inbound, mail, contents, writer=writer, at=at), by="system", at=at)
    say_more(case, writer, inbound, at=at)
    return case


def writer_in(mail: ParsedMail, box: Mailbox, *, is_proven: bool) -> Writer:
    """Who wrote, and whose case it is."""
    serves = _serves if is_proven else _nobody
    return replace(writer_of(mail, rule=box.writer_rule, is_ours=places.is_ours, serves=serves), is_proven=is_proven)


def opening_for(inbound: Inbound, mail: ParsedMail, contents: list[bytes], *, writer: Writer, at: datetime) -> Opening:
    """What a mail tells of a need."""
    customer = _met(writer.customer, mail, at=at)
    words = words_of(mail, contents, inbound.blob, inside=writer.sent_on)
    is_unproven = writer.is_for_somebody_else or not writer.is_proven
    if not mail.is_generated and not writer.is_for_somebody_else:
        conversations.note_reached(writer.author.address)
    return Opening(
        customer_id=customer.pk,
        service_id=places.service_for(inbound.mailbox).pk,
        subject=writer.sent_on.subject if writer.sent_on else subject_of(mail),
        text=words.text,
        quoted=words.quoted,
        channel="email",
        language=mail.language,
        files=words.files,
        html=words.html,
        outside_id=words.outside_id,
        key=f"inbound:{inbound.pk}:case" + (":again" if inbound.about else ""),
        contact_at=inbound.received_at,
        unverified=customer.verified_at is None and is_unproven,
        is_unproven=customer.verified_at is not None and is_unproven,
        acknowledge=not writer.is_for_somebody_else and _may_acknowledge(customer, inbound, mail, at=at),
    )


def say_more(case: Case, writer: Writer, inbound: Inbound, *, at: datetime) -> None:
    """What one of us said on top is for us alone; that it was sent on is said, because nothing else proves it."""
    if writer.sent_on is None:
        return
    person = Person.objects.filter(email__iexact=writer.author.address).first()
    said = _("Sent on by %(who)s.") % {"who": writer.author.name or writer.author.address}
    note(
        case.pk,
        text=f"{said}\n\n{writer.sent_on.said_on_top}".strip(),
        key=f"inbound:{inbound.pk}:sent-on",
        by=person.ref if person else "system",
        at=at,
    )


def open_unread(inbound: Inbound, *, at: datetime) -> Case:
    """A case about a mail that could not be read safely. Nothing of the mail is shown, the original is attached."""
    customer = _stand_in(at=at)
    opening = Opening(
        customer_id=customer.pk,
        service_id=places.service_for(inbound.mailbox).pk,
        subject=_("A mail that could not be read safely"),
        text=_("A mail came in that could not be read safely. The original is attached; open it with care."),
        channel="email",
        files=[original_file(inbound.blob)],
        key=f"inbound:{inbound.pk}:case",
        contact_at=inbound.received_at,
        unverified=True,
        acknowledge=False,
    )
    return open_case(opening=opening, by="system", at=at)


def _met(writer: Address, mail: ParsedMail, *, at: datetime) -> Person:
    """The person behind an address; for a mail without one, somebody unknown."""
    if not writer.usable:
        return _stand_in(at=at)
    return people.meet(name=writer.name, email=writer.address.lower(), language=mail.language, by="system", at=at)


def _serves(address: str) -> bool:
    """Is this the address of one of us who serves? Asked only where our mail server has confirmed the sender."""
    serving = Membership.objects.filter(role__in=[Role.AGENT, Role.MANAGER, Role.HEAD], person__is_active=True)
    return bool(address) and serving.filter(person__email__iexact=address).exists()


def _nobody(address: str) -> bool:
    return False


@transaction.atomic
def _stand_in(*, at: datetime) -> Person:
    known = Person.objects.filter(email=None, found_by=NOBODY).first()
    return known or people.meet(name=NOBODY.capitalize(), by="system", at=at)


def _may_acknowledge(customer: Person, inbound: Inbound, mail: ParsedMail, *, at: datetime) -> bool:
    """Machines, lists, ourselves and people who had their mail today get none."""
    if not mail.may_auto_answer or mail.is_spam or not customer.email:
        return False
    if places.is_ours(customer.email) or is_of_our_house(mail.message_id, _our_domains(inbound)):
        return False
    if not may_write_to(customer.email, about="", is_verified=customer.verified_at is not None, at=at):
        return False
    return customer.verified_at is not None or _is_first_of_the_day(customer, at=at)


def _is_first_of_the_day(customer: Person, *, at: datetime) -> bool:
    """Whoever is not proven gets one a day: is one promised already that has not gone out yet?"""
    promised: set[int] | None = together.recall(PROMISED)
    if promised is None:
        return customer.pk not in promised_to([customer.pk], since=at - DAY)
    is_first = customer.pk not in promised
    promised.add(customer.pk)
    return is_first


def note_promised(customer_ids: Collection[int], *, at: datetime) -> None:
    """Asked for many at once: known until this transaction ends."""
    together.note(PROMISED, set(promised_to(customer_ids, since=at - DAY)))


def _our_domains(inbound: Inbound) -> frozenset[str]:
    return frozenset({inbound.mailbox.rpartition("@")[2].lower()}) - {"localhost"}
