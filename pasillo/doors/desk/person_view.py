"""One person as the desk shows them: by which names they are known, who may be the same, and what was joined."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.finding import known_to
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.channel_icons import channel_icon
from pasillo.doors.shell.moments import when
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people import likeness, proofs
from pasillo.ground.people.likenesses import Likeness, alike
from pasillo.ground.people.models import Joining, Person, Role
from pasillo.ground.people.sight import Sight
from pasillo.ground.people.together import joinings_in, names_of, one_person, roots_of, signs_in
from pasillo.operations.cases import queries
from pasillo.operations.cases.commands.knowing import why_not_read
from pasillo.operations.cases.phases import OPEN

SHOWN = 8


def joins(seen: Sight) -> bool:
    """Whether this visitor may say who is one person: who serves, and who administers."""
    return seen.serves or Role.ADMIN in seen.roles


def looks_through(seen: Sight) -> bool:
    """Whether the list of all who look alike is for this visitor."""
    return Role.ADMIN in seen.roles or Role.HEAD in seen.roles or bool(seen.managed_ids)


def people_in_sight(seen: Sight, person_ids: Iterable[int]) -> list[Person]:
    """Those of these contacts of whom the visitor may know."""
    people = Person.objects.filter(pk__in=list(person_ids)).select_related("account")
    known = people if Role.ADMIN in seen.roles or seen.sees_all else known_to(seen, people)
    return list(known.order_by("pk"))


def names_view(person: Person) -> list[dict[str, Any]]:
    """Every name of one contact, with how far it is proven, in words."""
    return [
        {
            "id": one.identity_id,
            "way": way_of(one.realm),
            "icon": _icon(one.realm),
            "shown": one.shown,
            "proof": str(proofs.WORDS[one.proof]),
            "tone": proofs.TONES[one.proof],
            "may_confirm": one.identity_id is not None and one.proof in (proofs.CLAIMED, proofs.CHANNEL),
        }
        for one in names_of(person)
    ]


def way_of(realm: str) -> str:
    """Where a name is worth something, in a word."""
    kind = realm.removeprefix("claimed:").partition(":")[0]
    return {"email": _("E-mail"), "phone": _("Phone")}.get(kind) or channel_word(kind)


def _icon(realm: str) -> str:
    kind = realm.removeprefix("claimed:").partition(":")[0]
    return channel_icon(kind)


def contacts_view(person_id: int, seen: Sight) -> list[dict[str, Any]]:
    """The contacts that are this person, as far as the visitor may know of them, each with its names."""
    ids = one_person(person_id)
    found = {one.pk: one for one in people_in_sight(seen, ids)}
    rows = {one.person_id: one for one in joinings_in(person_id)} if len(ids) > 1 else {}
    return [
        {
            "id": pk,
            "name": found[pk].name,
            "url": reverse("desk:customer", args=[pk]),
            "signs_in": signs_in(found[pk]),
            "names": names_view(found[pk]),
            "joining": _joined(rows[pk]) if pk in rows else None,
        }
        for pk in ids
        if pk in found
    ]


def _joined(joining: Joining) -> dict[str, Any]:
    return {
        "id": joining.pk,
        "at": when(joining.joined_at),
        "reads": joining.reads_at is not None,
        "why_not_read": why_not_read(joining),
    }


def offers_view(seen: Sight, person_id: int) -> list[dict[str, Any]]:
    """Who may be the same person as this one, with the reason, the likeliest first."""
    with for_the_house("who looks like whom is asked of everybody, and shown of those whom the visitor knows"):
        pairs = alike(one_person(person_id))
    mine = set(one_person(person_id))
    return _told(seen, [(pair, pair.other_id if pair.one_id in mine else pair.one_id) for pair in pairs], person_id)


def _told(seen: Sight, pairs: list[tuple[Likeness, int]], person_id: int) -> list[dict[str, Any]]:
    found = {one.pk: one for one in people_in_sight(seen, [other for _pair, other in pairs])}
    return [
        {"person": _small(found[other]), "to": person_id, **_reasons(pair)} for pair, other in pairs if other in found
    ][:SHOWN]


def _reasons(pair: Likeness) -> dict[str, Any]:
    return {
        "why": "; ".join(str(likeness.WORDS[one]) for one in pair.reasons),
        "strength": str(likeness.STRENGTHS[pair.strength]),
        "tone": {3: "ok", 2: "ok"}.get(pair.strength, ""),
    }


def all_offers(seen: Sight) -> list[dict[str, Any]]:
    """All who look like each other, of whom the visitor may know both."""
    with for_the_house("who looks like whom is asked of everybody, and shown of those whom the visitor knows"):
        pairs = alike()
    found = {
        one.pk: one for one in people_in_sight(seen, {pk for pair in pairs for pk in (pair.one_id, pair.other_id)})
    }
    roots = roots_of(found)
    return [
        {"one": _small(found[pair.one_id]), "other": _small(found[pair.other_id]), **_reasons(pair)}
        for pair in pairs
        if pair.one_id in found and pair.other_id in found
        if roots.get(pair.one_id, pair.one_id) != roots.get(pair.other_id, pair.other_id)
    ]


def _small(person: Person) -> dict[str, Any]:
    return {
        "id": person.pk,
        "name": person.name,
        "url": reverse("desk:customer", args=[person.pk]),
        "sub": " · ".join(
            filter(None, [person.email or "", person.phone, person.account.name if person.account else ""])
        ),
        "signs_in": signs_in(person),
    }


def preview_of(seen: Sight, person: Person, into: Person) -> dict[str, Any]:
    """What would be one, before two are joined: names, cases, and what the customer sees then."""
    sides = [_side(seen, one) for one in (into, person)]
    two = all(
        any(signs_in(one) for one in Person.objects.filter(pk__in=one_person(side.pk))) for side in (into, person)
    )
    return {"sides": sides, "both_sign_in": two, "into": _small(into), "person": _small(person)}


def _side(seen: Sight, person: Person) -> dict[str, Any]:
    ids = one_person(person.pk)
    theirs = queries.visible_to(seen).filter(customer_id__in=ids)
    figures = theirs.aggregate(n=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN)))
    newest = theirs.order_by("-opened_at", "-pk")[:3]
    return {
        **_small(person),
        "contacts": len(ids),
        "names": [name for one in people_in_sight(seen, ids) for name in names_view(one)],
        "cases": ngettext("%(n)s case", "%(n)s cases", figures["n"]) % {"n": figures["n"]},
        "open": ngettext("%(n)s open", "%(n)s open", figures["open"]) % {"n": figures["open"]},
        "newest": [{"number": one.number, "subject": one.subject, "language": one.language} for one in newest],
    }
