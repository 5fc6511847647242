"""Two contacts turn out to be one person; and two people after all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.facts import PeopleToldApart, PersonJoined, PersonParted
from pasillo.ground.people.likenesses import reasons_of
from pasillo.ground.people.models import Apart, Joining, Person
from pasillo.ground.people.together import one_person, signs_in, works_here


@transaction.atomic
def join(person_id: int, *, into_id: int, both_sign_in: bool = False, by: str, at: datetime) -> Joining:
    """Two contacts are one person from now on, shown as `into`. Nothing is rewritten and nobody may read more by it.

    Two who both come in by a sign-in of their own are only joined when somebody says so: `both_sign_in`.
    """
    likeness = reasons_of(person_id, into_id)
    theirs, others = one_person(person_id), one_person(into_id)
    people = {one.pk: one for one in _locked([*theirs, *others])}
    _check(people, theirs, others, both_sign_in)
    root = others[0]
    joining = Joining.objects.create(
        person_id=theirs[0],
        into_id=root,
        root_id=root,
        why=",".join(likeness.reasons) if likeness else "",
        joined_at=at,
        joined_by=by,
    )
    Joining.objects.filter(root_id=theirs[0], undone_at=None).update(root_id=root)
    fact = PersonJoined(person_id=theirs[0], into_id=root, joining_id=joining.pk)
    tell(fact, about=f"person:{root}", by=by, at=at)
    return joining


def _locked(person_ids: Sequence[int]) -> list[Person]:
    return list(Person.objects.select_for_update(of=("self",)).filter(pk__in=person_ids).order_by("pk"))


def _check(people: dict[int, Person], theirs: list[int], others: list[int], both_sign_in: bool) -> None:
    if set(theirs) & set(others):
        raise Refused(_("These are one person already."))
    if works_here(people):
        raise Refused(_("Whoever works here is never joined with a customer."))
    if not all(one.is_active for one in people.values()):
        raise Refused(_("One of them is disabled. Let them in again first, or leave them apart."))
    two = all(any(signs_in(people[one]) for one in side) for side in (theirs, others))
    if two and not both_sign_in:
        raise Refused(
            _("Both sign in by themselves. Say that one person uses both accounts, if you have made sure of it.")
        )


@transaction.atomic
def part(joining_id: int, *, by: str, at: datetime) -> Joining:
    """They are two people after all: each is shown with what came by their own names, before and since."""
    joining = Joining.objects.select_for_update().get(pk=joining_id)
    if joining.undone_at is not None:
        raise Refused(_("Somebody has undone this already."))
    joining.undone_at, joining.undone_by = at, by
    joining.save(update_fields=["undone_at", "undone_by"])
    _find_roots(joining.root_id)
    fact = PersonParted(person_id=joining.person_id, into_id=joining.into_id, joining_id=joining.pk)
    tell(fact, about=f"person:{joining.into_id}", by=by, at=at)
    return joining


def _find_roots(root_id: int) -> None:
    """As whom each of those is shown who had been shown as this one."""
    rows = list(Joining.objects.select_for_update().filter(root_id=root_id, undone_at=None))
    into = {row.person_id: row.into_id for row in rows}
    for row in rows:
        top = row.into_id
        while top in into:
            top = into[top]
        if top != row.root_id:
            row.root_id = top
            row.save(update_fields=["root"])


@transaction.atomic
def tell_apart(one_id: int, *, other_id: int, by: str, at: datetime) -> None:
    """Somebody looked: they are not one person, and nobody is asked about them again."""
    first, second = sorted((one_id, other_id))
    _apart, is_new = Apart.objects.get_or_create(one_id=first, other_id=second, defaults={"told_at": at, "told_by": by})
    if is_new:
        tell(PeopleToldApart(person_id=first, other_id=second), about=f"person:{first}", by=by, at=at)


@transaction.atomic
def note_reading(joining_id: int, *, at: datetime | None) -> None:
    """Since when the one may read what the other asked; nothing, where they may not."""
    Joining.objects.filter(pk=joining_id).update(reads_at=at)
