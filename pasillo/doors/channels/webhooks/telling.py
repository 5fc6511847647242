"""Whoever administers learns that we stopped to knock at a door."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from pasillo.doors.channels.webhooks.models import Hook
from pasillo.ground.effects.commands import promise
from pasillo.ground.kit.words import _
from pasillo.ground.people.models import Membership, Role

SUBJECT = _("The hook “%(hook)s” is switched off")
WORDS = _(
    "Hello %(name)s,\n\nthe address of the hook “%(hook)s” has not taken what we told it for a long time, or it said "
    "that it is gone. We have stopped to knock there. Nothing is lost: open the hook again and replay the time "
    "that it missed.\n\n%(link)s"
)


def tell_administrators(hook: Hook, *, at: datetime) -> None:
    """A letter to each of them, in their language, once for each time."""
    link = settings.BASE_URL + reverse("webhooks:hook", args=[hook.pk])
    rows = Membership.objects.select_related("person").filter(role=Role.ADMIN, person__is_active=True)
    for person in {row.person for row in rows}:
        with translation.override(person.language):
            said = {"hook": hook.name, "name": person.name, "link": link}
            letter = {
                "template": "letter", "to": person.email, "language": person.language,
                "subject": str(SUBJECT) % said, "text": str(WORDS) % said,
            }  # fmt: skip
        key = f"{hook.ref}:off:{person.pk}:{at.isoformat()}"
        promise("mail", key=key, payload=letter, about=person.ref, at=at)
