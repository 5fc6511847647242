"""What was done to persons, roles, areas and settings: every fact of it, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.console.office.audit_words import GROUPS, sentence
from pasillo.doors.console.office.everyday.choosing import name_of
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.shell.called import called
from pasillo.doors.shell.guards import audits
from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Account, Area, Person, Segment, Skill
from pasillo.operations.bookings.models import Resource
from pasillo.operations.calls.models import PhoneSystem
from pasillo.operations.history.models import Run
from pasillo.operations.purchases.models import CostCentre
from pasillo.strategy.catalogue.models import RequestType

PAGE = 50
SORTS = ("room", "budget", "request_type", "segment", "account", "calendar", "phone_system", "import")


@require_safe
@audits
def show(request: HttpRequest) -> HttpResponse:
    """Fifty facts at a time; all of them, those of one person, or those of one sort."""
    asked, about = request.GET.get("sort", ""), number_in(request.GET.get("person"))
    names = GROUPS.get(asked, (None, frozenset().union(*(names for _w, names in GROUPS.values()))))[1]
    found = Entry.objects.filter(name__in=names)
    if about is not None:
        found = found.filter(Q(about=f"person:{about}") | Q(by=f"person:{about}"))
    before = number_in(request.GET.get("before"))
    if before is not None:
        found = found.filter(pk__lt=before)
    entries = list(found.order_by("-pk")[: PAGE + 1])
    context = {
        "rows": _rows(entries[:PAGE]),
        "older": _older(entries, asked, about),
        "sorts": [("", _("Everything"))] + [(code, _(words)) for code, (words, _names) in GROUPS.items()],
        "sort": asked,
        "whose": Person.objects.filter(pk=about or 0).first(),
    }
    return office(request, "audit", context)


def _older(entries: list[Entry], asked: str, about: int | None) -> str:
    if len(entries) <= PAGE:
        return ""
    kept = {"sort": asked, "person": about, "before": entries[PAGE - 1].pk}
    return urlencode({name: value for name, value in kept.items() if value})


def _rows(entries: list[Entry]) -> list[dict[str, Any]]:
    people = {int(ref[7:]) for entry in entries for ref in (entry.about, entry.by) if _is_person(ref)}
    people |= {entry.data[name] for entry in entries for name in ("cover_id", "manager_id") if entry.data.get(name)}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    areas = dict(Area.objects.values_list("pk", "name"))
    skills = dict(Skill.objects.values_list("pk", "name"))
    things = _things({entry.about for entry in entries})
    return [
        {
            "at": entry.happened_at,
            "by": names.get(int(entry.by[7:]), entry.by) if _is_person(entry.by) else _("The house itself"),
            "words": sentence(entry, names=names, areas=areas, skills=skills, things=things),
            "person": int(entry.about[7:]) if _is_person(entry.about) else None,
            "number": entry.pk,
        }
        for entry in entries
    ]


def _things(about: set[str]) -> dict[str, str]:
    """The rooms, requests, customers, hours and ways in that facts are about, as they are called today."""
    ids: dict[str, list[int]] = {sort: [] for sort in SORTS}
    for ref in about:
        sort, _sep, number = ref.partition(":")
        if sort in ids:
            ids[sort].append(int(number))
    rooms = Resource.objects.filter(pk__in=ids["room"]).values_list("pk", "name")
    centres = CostCentre.objects.filter(pk__in=ids["budget"]).values_list("pk", "name")
    asked = RequestType.objects.filter(pk__in=ids["request_type"]).select_related("service")
    segments = Segment.objects.filter(pk__in=ids["segment"]).values_list("pk", "name")
    accounts = Account.objects.filter(pk__in=ids["account"]).values_list("pk", "name")
    hours = Calendar.objects.filter(pk__in=ids["calendar"]).values_list("pk", "name")
    phones = PhoneSystem.objects.filter(pk__in=ids["phone_system"]).values_list("pk", "name")
    imports = Run.objects.filter(pk__in=ids["import"]).values_list("pk", "log_name")
    return {
        **called(about),
        **{f"calendar:{pk}": name for pk, name in hours},
        **{f"phone_system:{pk}": name for pk, name in phones},
        **{f"import:{pk}": name for pk, name in imports},
        **{f"segment:{pk}": name for pk, name in segments},
        **{f"account:{pk}": name for pk, name in accounts},
        **{f"room:{pk}": name for pk, name in rooms},
        **{f"budget:{pk}": name for pk, name in centres},
        **{f"request_type:{one.pk}": name_of(one) for one in asked},
    }


def _is_person(ref: str) -> bool:
    return ref.startswith("person:") and ref[7:].isdecimal()
