"""The staff menu: the loop of the house, and the places of it that this person may enter."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pasillo.ground.people.granting import gives_roles
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.steering import answers_for_some


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the menu: where it leads, how it looks and who sees it."""

    url: str
    words: str
    icon: str
    key: str = ""
    who_steers: bool = False
    who_serves: bool = False
    who_answers: bool = False
    who_sets_up: bool = False
    who_plans: bool = False
    who_keeps: bool = False
    who_has_an_office: bool = False


MENU: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        gettext_noop("Strategy"),
        (
            Place(url="cockpit:catalogue", words=gettext_noop("Catalogue"), icon="layers", who_plans=True),
            Place(url="cockpit:objectives", words=gettext_noop("Objectives"), icon="target", who_keeps=True),
            Place(url="cockpit:segments", words=gettext_noop("Segments"), icon="users", who_plans=True),
        ),
    ),
    (
        gettext_noop("Operations"),
        (
            Place(url="desk:day", words=gettext_noop("My day"), icon="house", key="d"),
            Place(url="desk:work", words=gettext_noop("Work"), icon="inbox", key="w"),
            Place(url="desk:alarms", words=gettext_noop("Alarms"), icon="bell", key="m"),
            Place(url="chat:turns", words=gettext_noop("Chats"), icon="message-circle", who_serves=True),
            Place(url="email:held", words=gettext_noop("Held messages"), icon="shield-alert", who_serves=True),
            Place(url="desk:tasks", words=gettext_noop("Tasks"), icon="list-checks", key="t"),
            Place(url="desk:team", words=gettext_noop("Team and load"), icon="headset", who_steers=True),
            Place(url="desk:customers", words=gettext_noop("Customers"), icon="circle-user", key="u"),
        ),
    ),
    (
        gettext_noop("Measurement"),
        (Place(url="cockpit:show", words=gettext_noop("Cockpit"), icon="gauge", key="c", who_answers=True),),
    ),
    (
        gettext_noop("Improvement"),
        (
            Place(url="desk:board", words=gettext_noop("Improvement board"), icon="lightbulb", key="i"),
            Place(url="desk:ideas", words=gettext_noop("My ideas"), icon="user-round"),
        ),
    ),
    (
        gettext_noop("Settings"),
        (
            Place(
                url="office:home",
                words=gettext_noop("Administration"),
                icon="settings",
                key="a",
                who_has_an_office=True,
            ),
            Place(url="email:mailboxes", words=gettext_noop("Mailboxes"), icon="mail", who_sets_up=True),
            Place(url="messaging:channels", words=gettext_noop("Channels"), icon="message-square", who_sets_up=True),
            Place(url="phone:phones", words=gettext_noop("Phone systems"), icon="phone", who_sets_up=True),
            Place(url="webhooks:hooks", words=gettext_noop("Webhooks"), icon="radio", who_sets_up=True),
        ),
    ),
    (
        gettext_noop("As a customer"),
        (Place(url="portal:home", words=gettext_noop("Portal"), icon="door-open", key="p"),),
    ),
)

AT_HAND = ("desk:day", "desk:work", "cockpit:show", "office:home", "desk:alarms", "desk:tasks", "desk:board")
BESIDE_MORE = 4
NEARER = {
    "office:home": ("messaging:channels", "webhooks:hooks", "phone:phones")
}  # places of their own below another's address


def menu(seen: Sight, path: str, counts: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The groups and places for this person, the present one marked."""
    groups = []
    answers = answers_for_some(seen)
    at_hand = _at_hand(seen, answers=answers)
    for title, places in MENU:
        entries = [
            _entry(place, path, (counts or {}).get(place.url)) | {"at_hand": place.url in at_hand}
            for place in places
            if _open(place, seen, answers=answers)
        ]
        if entries:
            groups.append({"title": _(title), "entries": entries})
    return groups


def first_place(groups: list[dict[str, Any]]) -> str:
    """Where the sign of the house leads: to what lies nearest at hand."""
    entries = [entry for group in groups for entry in group["entries"]]
    nearest = [entry["url"] for entry in entries if entry["at_hand"]] or [entry["url"] for entry in entries]
    return str(nearest[0]) if nearest else "/"


def places(*names: str) -> dict[str, str]:
    """The addresses of these pages; empty for a door that is not there."""
    return {name: _address(name) for name in names}


def _at_hand(seen: Sight, *, answers: bool) -> list[str]:
    """What the bar of a phone shows at once: who steers gets the cockpit there, who only sets up the administration."""
    open_to = {place.url for _title, places in MENU for place in places if _open(place, seen, answers=answers)}
    if seen.steers:
        open_to.discard("office:home")
    return [name for name in AT_HAND if name in open_to][:BESIDE_MORE]


def _entry(place: Place, path: str, count: Any) -> dict[str, Any]:
    address = _address(place.url)
    here = path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
    if any(path.startswith(_address(name)) for name in NEARER.get(place.url, ())):
        here = False
    return {
        "url": address,
        "words": _(place.words),
        "icon": place.icon,
        "key": place.key,
        "here": here or (place.url == "desk:work" and path.startswith("/app/cases/")),
        "count": count,
    }


def _open(place: Place, seen: Sight, *, answers: bool) -> bool:
    if place.who_plans and not (answers or Role.ADMIN in seen.roles):
        return False
    if place.who_keeps and not (answers or Role.ADMIN in seen.roles or seen.serves):
        return False
    if place.who_answers and not answers:
        return False
    if place.who_serves and not (seen.serves or seen.roles & {Role.ADMIN, Role.AUDITOR}):
        return False
    if place.who_sets_up and not seen.roles & {Role.ADMIN, Role.HEAD}:
        return False
    if place.who_has_an_office and not (gives_roles(seen) or Role.AUDITOR in seen.roles):
        return False
    return _address(place.url) != "" and (seen.steers or not place.who_steers)


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
