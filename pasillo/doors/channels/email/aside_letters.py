"""The letter to somebody whom we ask about a case: only our own words, no link to it, no thread of the customer."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.marks import message_id_for
from pasillo.doors.channels.email.places import mailbox_of
from pasillo.doors.channels.email.writing import Letter
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.threads import token_for


def aside_letter(effect: Effect, payload: dict[str, Any]) -> Letter | None:
    """What goes out to whom we ask; None when they have no address any more."""
    case = Case.objects.get(pk=payload["case_id"])
    person = Person.objects.filter(pk=payload["person_id"]).first()
    message = Message.objects.select_related("author").get(pk=payload["message_id"])
    if person is None or not person.email:
        return None
    box = mailbox_of(case)
    local, _at, domain = box.address.rpartition("@")
    asked = message.conversation_id
    ids = Message.objects.filter(conversation_id=asked, pk__lt=message.pk).exclude(outside_id="").order_by("id")
    thread = list(ids.values_list("outside_id", flat=True))[-5:]
    with translation.override(person.language or case.language):
        return Letter(
            template="letter",
            language=person.language or case.language,
            subject=_("A question about our case %(number)s") % {"number": case.number},
            context={
                "text": message.text,
                "paragraphs": [one.split("\n") for one in message.text.strip().split("\n\n") if one.strip()],
                "signature": f"{message.author.name}, {organisation_name()}" if message.author else organisation_name(),
            },
            sender_name=box.name or organisation_name(),
            sender_address=box.address,
            recipient_name=person.name,
            recipient_address=person.email,
            message_id=message_id_for(
                conversation_id=asked, person_id=person.pk, sign=f"m{message.pk}", domain=domain or "localhost"
            ),
            at=effect.promised_at,
            reply_to=f"{local}+{token_for(asked, person.pk)}@{domain}" if box.takes_plus else "",
            in_reply_to=thread[-1] if thread else "",
            references=tuple(thread),
            is_automatic=False,
        )
