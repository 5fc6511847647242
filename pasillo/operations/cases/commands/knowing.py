"""Two contacts are one person: what the one may read of what the other asked, and that it ends when they are parted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import forget
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Joining
from pasillo.ground.people.proofs import reaches
from pasillo.ground.people.together import names_of
from pasillo.operations.cases.commands.sharing import ANY
from pasillo.operations.cases.commands.step import person_in, say
from pasillo.operations.cases.facts import PersonAdded, PersonLeft
from pasillo.operations.cases.models import Case, Participant


@transaction.atomic
def let_read(joining_id: int, *, by: str, at: datetime) -> int:
    """Who signs in reads what they asked by their other name: once both names are proven to be theirs.

    Returns how many cases they read now that they did not read before.
    """
    joining = Joining.objects.select_for_update(of=("self",)).select_related("person", "root").get(pk=joining_id)
    if refusal := why_not_read(joining):
        raise Refused(refusal)
    cases = list(_unread(joining))
    for case in cases:
        Participant.objects.create(
            case=case, person_id=joining.root_id, added_by_id=person_in(by), added_at=at, by_joining=joining.pk
        )
        forget(("others", case.pk))
        say(case, PersonAdded(case_id=case.pk, person_id=joining.root_id), by=by, at=at)
    forget(ANY)
    people.note_reading(joining.pk, at=joining.reads_at or at)
    return len(cases)


def why_not_read(joining: Joining) -> str:
    """What stands against it, as a sentence; nothing, where both names are proven."""
    if joining.undone_at is not None:
        return _("They are not joined any more.")
    if joining.root.verified_at is None:
        return _("%(name)s has not yet proven the address with which they sign in.") % {"name": joining.root.name}
    if not reaches([one.proof for one in names_of(joining.person)]):
        return _("Not every name of %(name)s is proven yet. Confirm them first.") % {"name": joining.person.name}
    return ""


def _unread(joining: Joining) -> list[Case]:
    theirs = Case.objects.filter(customer_id=joining.person_id, unverified=False)
    return list(theirs.exclude(participants__person_id=joining.root_id).order_by("id"))


@transaction.atomic
def part_people(joining_id: int, *, by: str, at: datetime) -> Joining:
    """They are two people after all: the one reads nothing of the other's any more."""
    joining = people.part(joining_id, by=by, at=at)
    for taking_part in Participant.objects.filter(by_joining=joining.pk).select_related("case"):
        case = taking_part.case
        taking_part.delete()
        forget(("others", case.pk))
        say(case, PersonLeft(case_id=case.pk, person_id=taking_part.person_id), by=by, at=at)
    people.note_reading(joining.pk, at=None)
    return joining
