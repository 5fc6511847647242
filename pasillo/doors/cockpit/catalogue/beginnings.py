"""From what a new service can begin: three patterns that are known to work, or nothing."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pasillo.ground.people.organisation import organisation

BEGINNINGS: dict[str, dict[str, Any]] = {
    "fault": {
        "title": gettext_lazy("Something is broken"),
        "words": gettext_lazy("A fault is reported with place and photo, and somebody comes."),
        "block": "delivery",
        "paradigm": "industrialise",
        "kind": "incident",
        "fields": (
            ("what", "long_text", gettext_lazy("What does not work?"), {"required": True}),
            ("where", "address", gettext_lazy("Where is it?"), {}),
            ("photo", "photo", gettext_lazy("A photo, if it helps"), {}),
            ("danger", "yes_no", gettext_lazy("Is somebody in danger?"), {"required": True}),
        ),
    },
    "change": {
        "title": gettext_lazy("Something changes"),
        "words": gettext_lazy("A customer changes what they have, on a day that suits them."),
        "block": "lifecycle",
        "paradigm": "empower",
        "kind": "request",
        "fields": (
            ("what", "long_text", gettext_lazy("What shall change?"), {"required": True}),
            ("day", "date", gettext_lazy("From which day?"), {"required": True, "not_before_today": True}),
            ("agreed", "consent", gettext_lazy("Your consent"), {"required": True}),
        ),
    },
    "voice": {
        "title": gettext_lazy("Somebody wants to tell us something"),
        "words": gettext_lazy("A question, a complaint, an idea or thanks, in their own words."),
        "block": "customer",
        "paradigm": "self_service",
        "kind": "question",
        "fields": (
            ("what", "long_text", gettext_lazy("What would you like to tell us?"), {"required": True}),
            ("answer", "yes_no", gettext_lazy("Do you want an answer?"), {"required": True}),
        ),
    },
}


def fields_of(beginning: str) -> list[dict[str, Any]]:
    """The questions of a pattern, in every language of the installation."""
    return [_field(*asked) for asked in BEGINNINGS[beginning]["fields"]]


def new_field(kind: str, key: str) -> dict[str, Any]:
    """A question as it begins: it can be kept at once and is made one's own afterwards."""
    return _field(key, kind, gettext_lazy("New question"), {})


def _field(key: str, kind: str, label: Any, more: dict[str, Any]) -> dict[str, Any]:
    field = {"key": key, "kind": kind, "labels": _everywhere(label), **more}
    if kind in ("choice", "several"):
        first, second = gettext_lazy("First answer"), gettext_lazy("Second answer")
        field["options"] = [
            {"value": "first", "names": _everywhere(first)},
            {"value": "second", "names": _everywhere(second)},
        ]
    if kind == "consent":
        field["texts"] = _everywhere(gettext_lazy("I agree that you use this to serve my request."))
    if kind == "money":
        field["currencies"] = ["EUR"]
    if kind == "slot":
        week = {day: [["09:00", "13:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        field["slots"] = {"source": "weekly", "zone": organisation().zone or "UTC", "week": week, "places": 1}
    return field


def _everywhere(words: Any) -> dict[str, str]:
    said = {}
    for language in organisation().languages:
        with override(language):
            said[language] = str(words)
    return said


def kinds_of_question() -> dict[str, str]:
    """Every kind of question, as one calls it."""
    return {
        "text": _("Short text"),
        "long_text": _("Long text"),
        "number": _("Number"),
        "money": _("Money"),
        "date": _("Date"),
        "slot": _("Time slot"),
        "choice": _("Choice"),
        "several": _("Several choices"),
        "yes_no": _("Yes or no"),
        "person": _("Person"),
        "address": _("Address"),
        "file": _("File"),
        "photo": _("Photo"),
        "consent": _("Consent"),
    }
