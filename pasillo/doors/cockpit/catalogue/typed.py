"""What was typed into the sheet of a service, read part by part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from pasillo.ground.hours.models import Calendar
from pasillo.ground.kit.plain import safe
from pasillo.ground.people.models import Area, Person
from pasillo.ground.people.organisation import organisation
from pasillo.strategy.catalogue.models import Audience, Block, Family, Paradigm, Service

TEXTS = {"texts": ("names", "summaries", "keywords"), "promise": ("promise_texts", "advice")}
PARTS = ("texts", "promise", "running")


def changes_in(part: str, given: QueryDict, service: Service) -> dict[str, Any]:
    """The changes that one part of the sheet asks for."""
    if part == "running":
        return _running(given)
    changes: dict[str, Any] = {
        name: texts_in(given, name, getattr(service, name)) for name in TEXTS[part] if part in TEXTS
    }
    return changes | ({"steps": steps_in(given)} if part == "promise" else {})


def texts_in(given: QueryDict, name: str, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """A text in each language; what exists in a language that is not spoken here any more stays."""
    languages = organisation().languages
    kept = {code: words for code, words in (before or {}).items() if code not in languages}
    typed = {code: clean(given.get(f"{name}_{code}", "")) for code in languages}
    return kept | {code: words for code, words in typed.items() if words}


def steps_in(given: QueryDict) -> list[dict[str, Any]]:
    """What happens next, a line for each step and a box for each language: “We call you: to agree on the day”."""
    lines = {code: clean(given.get(f"steps_{code}", "")).splitlines() for code in organisation().languages}
    steps = []
    for place in range(max((len(one) for one in lines.values()), default=0)):
        parted = {code: one[place].partition(":") for code, one in lines.items() if len(one) > place}
        names = {code: name.strip() for code, (name, _colon, _words) in parted.items() if name.strip()}
        texts = {code: words.strip() for code, (_name, _colon, words) in parted.items() if words.strip()}
        if names:
            steps.append({"names": names, "texts": texts})
    return steps[:12]


def steps_as_lines(steps: Sequence[Mapping[str, Any]], code: str) -> str:
    """The steps of a service as they are typed in one language."""
    lines = []
    for step in steps:
        name, words = step.get("names", {}).get(code, ""), step.get("texts", {}).get(code, "")
        lines.append(f"{name}: {words}" if words else name)
    return "\n".join(lines)


def clean(text: str) -> str:
    """What a person can have typed."""
    return safe(text).replace("\r\n", "\n").strip()[:4000]


def _running(given: QueryDict) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "owner": _chosen(
            Person.objects.filter(memberships__isnull=False, is_active=True).distinct().get, given, "owner"
        ),
        "family": _chosen(Family.objects.get, given, "family"),
        "instead": _chosen(Service.objects.get, given, "instead"),
        "serving_areas": list(Area.objects.filter(pk__in=[int(pk) for pk in given.getlist("serving") if _is_id(pk)])),
    }
    for name, find in (("area", Area.objects.get), ("calendar", Calendar.objects.get)):
        found = _chosen(find, given, name)
        changes |= {name: found} if found else {}
    changes |= {"block": given["block"]} if given.get("block") in Block.values else {}
    changes |= {"audience": given["audience"]} if given.get("audience") in Audience.values else {}
    paradigm, position = given.get("paradigm", ""), given.get("position", "")
    changes |= {"paradigm": paradigm} if paradigm in ("", *Paradigm.values) else {}
    return changes | ({"position": int(position)} if position.isdecimal() and len(position) < 6 else {})


def _chosen(find: Callable[..., Any], given: QueryDict, name: str) -> Any:
    value = given.get(name, "")
    if not _is_id(value):
        return None
    try:
        return find(pk=int(value))
    except (Service.DoesNotExist, Person.DoesNotExist, Family.DoesNotExist, Area.DoesNotExist, Calendar.DoesNotExist):
        return None


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
