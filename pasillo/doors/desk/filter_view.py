"""What one can ask of the queue, as a form shows it, and what was asked, as chips that can be taken off."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.looking import Looking
from pasillo.doors.desk.words import channel_name, kind_word, priority_word
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Area, Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.narrowing import CHANNELS, KINDS, ME, NOBODY
from pasillo.operations.cases.phases import PRIORITIES
from pasillo.operations.cases.queries import colleagues
from pasillo.strategy.catalogue.models import Service

Choices = list[tuple[str, str]]


def filter_view(request: HttpRequest, look: Looking) -> dict[str, Any]:
    """The form of the filter, and one chip for each value that was asked for."""
    sorts = _sorts(sight(request)) if look.asked else {}
    return {"chips": _chips(look, sorts), "on": bool(look.asked), "words": look.asked.words}


def form_view(request: HttpRequest, look: Looking) -> dict[str, Any]:
    """All that can be asked for, each sort with its choices, what was asked ticked."""
    seen = sight(request)
    titles = {
        "assignee": _("Who holds it"),
        "priority": _("Priority"),
        "service": _("Service"),
        "area": _("Area"),
        "channel": _("Channel"),
        "kind": _("Kind"),
    }
    sorts = _sorts(seen)
    groups = [
        {
            "name": name,
            "title": title,
            "choices": [
                {"value": value, "word": word, "on": value in getattr(look.asked, name)} for value, word in sorts[name]
            ],
        }
        for name, title in titles.items()
        if len(sorts[name]) > 1
    ]
    return {"groups": groups, "words": look.asked.words, "split": look.split, "clear": look.at(look.split).address}


def _sorts(seen: Sight) -> dict[str, Choices]:
    language = get_language()
    services = Service.objects.exclude(state="draft").order_by("block", "position").values_list("slug", "names")
    areas = Area.objects.all() if seen.sees_all else Area.objects.filter(pk__in=seen.area_ids)
    holders: Choices = [(ME, _("Me")), (NOBODY, _("Nobody"))]
    return {
        "service": [(slug, in_language(names, language)) for slug, names in services],
        "area": [(str(pk), name) for pk, name in areas.order_by("name").values_list("pk", "name")],
        "channel": [(one, channel_name(one)) for one in CHANNELS],
        "kind": [(one, kind_word(one)) for one in KINDS],
        "priority": [(str(one), priority_word(one)) for one in PRIORITIES],
        "assignee": holders + [(str(person.pk), person.name) for person in _others(seen)],
    }


def _others(seen: Sight) -> list[Person]:
    return [person for person in colleagues(seen) if person.pk != seen.person_id]


def _chips(look: Looking, sorts: dict[str, Choices]) -> list[dict[str, str]]:
    chips = [
        _chip(look, name, value, word)
        for name, choices in sorts.items()
        for value, word in choices
        if value in getattr(look.asked, name)
    ]
    if look.asked.words:
        rest = replace(look, asked=replace(look.asked, words=""), view="")
        chips.append({"word": f"“{look.asked.words}”", "without": rest.address})
    return chips


def _chip(look: Looking, name: str, value: str, word: str) -> dict[str, str]:
    left = tuple(one for one in getattr(look.asked, name) if one != value)
    asked: dict[str, Any] = {name: left}
    rest = replace(look, asked=replace(look.asked, **asked), view="")
    return {"word": word, "without": rest.address}
