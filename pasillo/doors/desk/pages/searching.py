"""Search over cases and customers, and the entries of the palette. Only what the visitor may see is found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.desk.case_view import small
from pasillo.doors.desk.finding import find_cases, find_customers
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.plain import plain, safe
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.macros.queries import macros_for
from pasillo.strategy.catalogue.queries import published_services

FEW, LATELY = 5, 4
Option = dict[str, str]


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Cases by number, subject or customer; customers by name, address or phone."""
    words = safe(request.GET.get("q", "")).strip()[:200]
    return render(request, "desk/search.html", {"q": words} | _found(request, words, 50))


@require_safe
@staff
def palette(request: HttpRequest) -> HttpResponse:
    """What the palette offers besides its commands, while one types; and the cases opened last, before one does."""
    words = safe(request.GET.get("q", "")).strip()[:200]
    found = _groups(request, words) if words else [_recent(request)]
    return render(request, "desk/_palette_found.html", {"found": found})


def _found(request: HttpRequest, words: str, limit: int) -> dict[str, Any]:
    if not words:
        return {"cases": [], "customers": []}
    seen, language = sight(request), get_language() or "en"
    cases = [small(case, language) | {"who": case.customer.name} for case in find_cases(seen, words, limit)]
    customers = [
        {"name": person.name, "email": person.email or "", "url": reverse("desk:customer", args=[person.pk])}
        for person in find_customers(seen, words, FEW)
    ]
    return {"cases": cases, "customers": customers}


def _recent(request: HttpRequest) -> dict[str, Any]:
    """The cases of these numbers, in this order, as far as they are still the visitor's to see."""
    wanted = [int(one) for one in request.GET.get("recent", "").split(",") if one.isdigit() and len(one) < 16][:LATELY]
    theirs = queries.visible_to(sight(request)).filter(number__in=wanted).select_related("customer")
    by_number = {case.number: case for case in theirs}
    options = [_case(by_number[number]) for number in wanted if number in by_number]
    return {"title": _("Opened lately"), "icon": "history", "options": options}


def _groups(request: HttpRequest, words: str) -> list[dict[str, Any]]:
    seen = sight(request)
    customers = [
        _option(person.name, reverse("desk:customer", args=[person.pk]), person.email or person.phone)
        for person in find_customers(seen, words, FEW)
    ]
    return [
        {"title": _("Cases"), "icon": "inbox", "options": [_case(case) for case in find_cases(seen, words, FEW)]},
        {"title": _("Customers"), "icon": "user-round", "options": customers},
        {"title": _("Services"), "icon": "layers", "options": _services(words)},
        {"title": _("Macros"), "icon": "zap", "options": _macros(request, words)},
    ]


def _services(words: str) -> list[Option]:
    """The cases of a service, by its name."""
    wanted, language = plain(words), get_language()
    named = ((in_language(service.names, language), service.slug) for service in published_services())
    fitting = [(name, slug) for name, slug in named if wanted in plain(name)][:FEW]
    return [_option(name, f"{reverse('desk:work')}?service={slug}", _("its cases")) for name, slug in fitting]


def _macros(request: HttpRequest, words: str) -> list[Option]:
    wanted = plain(words)
    fitting = [one for one in macros_for(sight(request)) if wanted in plain(f"{one.name} {one.shortcut}")][:FEW]
    return [_option(one.name, reverse("desk:macros"), "", macro=one.shortcut or one.name) for one in fitting]


def _case(case: Case) -> Option:
    address = reverse("desk:case", args=[case.number])
    return _option(f"#{case.number} {case.subject}", address, case.customer.name) | {"language": case.language}


def _option(words: str, url: str, sub: str, *, macro: str = "") -> Option:
    return {"words": words, "url": url, "sub": sub, "language": "", "macro": macro}
