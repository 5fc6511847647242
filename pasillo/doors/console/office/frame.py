"""What all pages of the office share: the tabs that this person may open, and words that several pages say."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.granting import gives_roles
from pasillo.ground.people.models import PersonSkill, Role
from pasillo.ground.people.sight import Sight

SETS_UP = frozenset({Role.ADMIN, Role.HEAD})
TABS = (
    ("health", gettext_noop("Setup")),
    ("organisation", gettext_noop("Organisation")),
    ("areas", gettext_noop("Areas")),
    ("calendars", gettext_noop("Hours")),
    ("people", gettext_noop("People")),
    ("skills", gettext_noop("Skills")),
    ("routing", gettext_noop("Routing")),
    ("everyday", gettext_noop("Everyday requests")),
    ("providers", gettext_noop("Other doors")),
    ("imports", gettext_noop("Imports")),
    ("audit", gettext_noop("What was done")),
    ("history", gettext_noop("Taken over")),
)
ROLES = {
    Role.AGENT: gettext_noop("Agent"),
    Role.MANAGER: gettext_noop("Area manager"),
    Role.HEAD: gettext_noop("Head of operations"),
    Role.EMPLOYEE: gettext_noop("Employee"),
    Role.ADMIN: gettext_noop("Administrator"),
    Role.AUDITOR: gettext_noop("Auditor"),
}
LEVELS = {
    PersonSkill.Level.LEARNING: gettext_noop("learning"),
    PersonSkill.Level.ABLE: gettext_noop("able"),
    PersonSkill.Level.EXPERT: gettext_noop("expert"),
}


def office(request: HttpRequest, tab: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the office; its template is named after its tab unless it says otherwise."""
    seen = sight(request)
    tabs = [
        {"url": reverse(f"office:{name}"), "words": _(words), "here": name == tab}
        for name, words in TABS
        if opens(name, seen)
    ]
    template = context.pop("template", tab)
    return render(request, f"office/{template}.html", {"tabs": tabs, **context}, status)


def opens(tab: str, seen: Sight) -> bool:
    """Whether this page of the office is for this person."""
    if tab == "people":
        return gives_roles(seen)
    if tab in ("audit", "history"):
        return bool(seen.roles & (SETS_UP | {Role.AUDITOR}))
    if tab == "routing":
        return Role.HEAD in seen.roles or bool(seen.managed_ids)
    if tab in ("providers", "everyday", "imports"):
        return Role.ADMIN in seen.roles
    return bool(seen.roles & SETS_UP)


def role_words(role: str) -> str:
    """A role as people say it."""
    known = {str(value): words for value, words in ROLES.items()}
    return _(known[role]) if role in known else role


def level_words(level: int) -> str:
    """How well somebody does something."""
    known = {int(value): words for value, words in LEVELS.items()}
    return _(known[level]) if level in known else str(level)


def choices_of_levels() -> list[tuple[int, str]]:
    """The levels, as a form offers them."""
    return [(int(level), _(words)) for level, words in LEVELS.items()]


def number_in(text: str | None) -> int | None:
    """The number that a form brought, if it is one that the database can bear."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 15 else None


def differing(now: dict[str, str], typed: dict[str, str], labels: dict[str, str]) -> list[dict[str, str]]:
    """What somebody else made of it meanwhile, beside what was typed here: only where the two differ."""
    return [
        {"name": name, "label": label, "theirs": now[name], "yours": typed[name]}
        for name, label in labels.items()
        if now[name] != typed[name]
    ]
