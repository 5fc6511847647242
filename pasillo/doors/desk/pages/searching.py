"""Search over cases and customers, and the entries of the palette. Only what the visitor may see is found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.case_view import small
from pasillo.doors.desk.finding import find_cases, find_customers
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import safe

FEW = 5


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Cases by number, subject or customer; customers by name or address."""
    words = safe(request.GET.get("q", "")).strip()[:200]
    return render(request, "desk/search.html", {"q": words} | _found(request, words, 50))


@require_safe
@staff
def palette(request: HttpRequest) -> HttpResponse:
    """What the palette offers besides its commands, while one types."""
    words = safe(request.GET.get("q", "")).strip()[:200]
    return render(request, "desk/_palette_found.html", {"q": words} | _found(request, words, FEW))


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
