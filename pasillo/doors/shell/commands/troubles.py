"""Troubles are noticed once, told to whoever administers, and forgotten when they are over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.shell.commands.letters import write_letter
from pasillo.doors.shell.models import KnownTrouble
from pasillo.doors.shell.troubles import Trouble, troubles
from pasillo.ground.people.models import Person, Role

AGAIN = timedelta(hours=1)


def look(at: datetime) -> int:
    """Compares what is wrong now with what was known. Returns how many troubles are new."""
    return note(troubles(at), at=at)


@transaction.atomic
def note(found: list[Trouble], *, at: datetime) -> int:
    """What is new is told by mail, unless the same was told within the hour; what is over is known no more."""
    known = {one.key: one for one in KnownTrouble.objects.select_for_update()}
    now_there = {one.key[:120] for one in found}
    KnownTrouble.objects.exclude(key__in=now_there).filter(ended_at=None).update(ended_at=at)
    KnownTrouble.objects.filter(ended_at__lt=at - AGAIN).exclude(key__in=now_there).delete()
    new = [one for one in found if one.key not in known or known[one.key].ended_at is not None]
    for one in new:
        was = known.get(one.key)
        told = was.told_at if was and was.told_at + AGAIN > at else at
        KnownTrouble.objects.update_or_create(
            key=one.key[:120], defaults={"since": one.since, "told_at": told, "ended_at": None}
        )
        if told == at:
            _tell(one, at=at)
    return len(new)


def _tell(trouble: Trouble, *, at: datetime) -> None:
    told = Person.objects.filter(memberships__role=Role.ADMIN, is_active=True).exclude(email=None).distinct()
    for person in told:
        with translation.override(person.language):
            write_letter(
                key=f"trouble:{trouble.key}:{at.isoformat()}:{person.pk}"[:200],
                template="trouble",
                to=person.email or "",
                subject=_("Messages do not flow at %(organisation)s"),
                words=trouble.says().replace("%", "%%") + "\n\n%(link)s",
                path=trouble.path,
                at=at,
            )
