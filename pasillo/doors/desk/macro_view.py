"""Macros as their page shows them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.going_out import step_words
from pasillo.doors.desk.words import priority_word
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.operations.cases.next_steps import ASK, AWAITED, RESOLVE, TO_AREA
from pasillo.operations.cases.phases import PRIORITIES
from pasillo.operations.cases.queries import areas
from pasillo.operations.macros.models import Macro
from pasillo.operations.macros.placeholders import ALLOWED, unknown_in
from pasillo.operations.macros.queries import macros_for, may_change

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACES = [f"{{{{{one}}}}}" for one in ALLOWED]
NEW = {
    **dict.fromkeys(("name", "shortcut", "next_step", "takes", "priority"), ""),
    "owner": "me",
    **{f"text_{code}": "" for code in LANGUAGES},
}


def macro_lines(request: HttpRequest) -> list[dict[str, Any]]:
    """The macros of this person, by whose they are."""
    seen, groups = sight(request), dict[str, list[dict[str, Any]]]()
    for macro in macros_for(seen).select_related("area"):
        whose = _("Mine") if macro.person_id else macro.area.name if macro.area else _("Everybody's")
        changes = may_change(seen, person_id=macro.person_id, area_id=macro.area_id)
        groups.setdefault(whose, []).append(_line(macro, changes))
    return [{"title": title, "macros": lines} for title, lines in groups.items()]


def _line(macro: Macro, changes: bool) -> dict[str, Any]:
    text = in_language(macro.texts, get_language())
    return {
        "name": macro.name,
        "shortcut": macro.shortcut,
        "text": text,
        "languages": [code for code in LANGUAGES if macro.texts.get(code)],
        "does": _does(macro),
        "used": macro.used,
        "url": reverse("desk:macro", args=[macro.pk]) if changes else "",
        "unknown": unknown_in(" ".join(macro.texts.values())),
    }


def _does(macro: Macro) -> list[str]:
    does = [step_words(macro.next_step)] if macro.next_step else []
    does += [_("taken by whoever uses it")] if macro.takes else []
    return does + ([priority_word(macro.priority)] if macro.priority else [])


def form_of(macro: Macro) -> dict[str, str]:
    """A macro as its form holds it."""
    return {
        "name": macro.name,
        "shortcut": macro.shortcut,
        "next_step": macro.next_step,
        "takes": "1" if macro.takes else "",
        "priority": str(macro.priority or ""),
        "owner": f"area:{macro.area_id}" if macro.area_id else "me" if macro.person_id else "all",
        **{f"text_{code}": macro.texts.get(code, "") for code in LANGUAGES},
    }


def owners(request: HttpRequest) -> dict[str, Any]:
    """What the form of a macro offers to this person."""
    seen = sight(request)
    every = areas()
    whose = [("me", _("only me"))]
    whose += [(f"area:{area.pk}", area.name) for area in every if may_change(seen, person_id=None, area_id=area.pk)]
    whose += [("all", _("everybody"))] if may_change(seen, person_id=None, area_id=None) else []
    steps = [("", _("nothing")), *((step, step_words(step)) for step in (*AWAITED, RESOLVE) if step != ASK)]
    steps += [(f"{TO_AREA}{area.pk}", _("then passed to %(area)s") % {"area": area.name}) for area in every]
    priorities = [("", _("as it is")), *((str(one), priority_word(one)) for one in PRIORITIES)]
    return {"owners": whose, "steps": steps, "priorities": priorities, "fillable": PLACES}
