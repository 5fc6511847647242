"""The wish to be rid of the example company, and the first administrator of what comes after it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.example.removal import WISHED, has_own_administrator, is_being_played, is_here
from pasillo.doors.shell.examples import RESERVED
from pasillo.ground.effects.models import Done
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet, set_password, verify
from pasillo.ground.people.models import Person, Role


@dataclass(frozen=True, kw_only=True)
class First:
    """Who administers the house when the example is gone."""

    name: str
    email: str
    password: str
    language: str = "en"


@transaction.atomic
def wish_removal(*, by: str, at: datetime, first: First | None = None) -> Person | None:
    """Ask for the removal; asked twice, it is done once. Returns the administrator who was made for afterwards."""
    if not is_here():
        raise Refused(_("There is no example company here."))
    if is_being_played():
        raise Refused(_("The example company is still being loaded. Please wait until it is there."))
    made = None
    if not has_own_administrator():
        made = _first_administrator(first, by=by, at=at)
    Done.objects.update_or_create(key=WISHED, defaults={"about": made.ref if made else by, "done_at": at})
    return made


def _first_administrator(first: First | None, *, by: str, at: datetime) -> Person:
    if first is None or not first.name.strip():
        raise Refused(_("Say who administers the house afterwards: name, address and password."))
    email = first.email.strip()
    if "@" not in email.strip("@") or " " in email:
        raise Refused(_("This is not an address that one can write to."))
    if email.lower().endswith(RESERVED):
        raise Refused(_("Addresses that end in .example go with the example. Please use one of your own."))
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody has this address here already. Please use another one."))
    person = meet(name=first.name, email=email, language=first.language, by=by, at=at)
    verify(person.pk, by=by, at=at)
    give_role(person=person, role=Role.ADMIN, area=None, by=by, at=at)
    return set_password(person.pk, password=first.password, by=by, at=at)
