"""The organisation itself: its name, the languages it speaks, its zone and its rules for coming in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.languages import LANGUAGES
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.facts import OrganisationChanged
from pasillo.ground.people.models import Organisation
from pasillo.ground.people.organisation import as_first_set, forget_organisation

LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class OrganisationAs:
    """The organisation as somebody wishes it."""

    name: str
    languages: Sequence[str]
    zone: str = ""
    staff_needs_two: bool = False
    customers_sign_up: bool = True


@transaction.atomic
def change_organisation(*, version: int, wish: OrganisationAs, by: str, at: datetime) -> Organisation:
    """Other settings for the whole house. Whoever saw an older version is shown this one."""
    first = as_first_set()
    Organisation.objects.get_or_create(pk=Organisation.THE_ONE, defaults={**_fields(first), "version": 0})
    kept = Organisation.objects.select_for_update().get(pk=Organisation.THE_ONE)
    if kept.version != version:
        raise ChangedMeanwhile(kept)
    wished = _checked(wish)
    changed = [name for name, value in wished.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, wished[name])
    kept.version = version + 1
    kept.save()
    tell(OrganisationChanged(settings=changed, version=kept.version), about="organisation", by=by, at=at)
    forget_organisation()
    return kept


def note_example(*, at: datetime) -> None:
    """The example company is here from now on: every page says so."""
    Organisation.objects.filter(pk=Organisation.THE_ONE).update(example_since=at)
    forget_organisation()


def _checked(wish: OrganisationAs) -> dict[str, object]:
    name = safe(wish.name).strip()
    if not name:
        raise Refused(_("The organisation needs a name."))
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has at most %(most)s letters.") % {"most": LONGEST_NAME})
    spoken = [code for code in LANGUAGES if code in wish.languages]
    if not spoken:
        raise Refused(_("Choose at least one language."))
    if wish.zone and wish.zone not in available_timezones():
        raise Refused(_("We do not know this time zone."))
    return {**asdict(wish), "name": name, "languages": spoken}


def _fields(first: Organisation) -> dict[str, object]:
    return {name: getattr(first, name) for name in ("name", "languages", "zone")}
