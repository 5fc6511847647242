"""Customers: who they are, what they asked for, and how it was for them."""

from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.case_view import customer_view, small
from pasillo.doors.desk.customers_view import customers_page, lived_line
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import safe
from pasillo.ground.people.models import Person
from pasillo.operations.cases import queries
from pasillo.operations.cases.phases import OPEN

MOST = 100


@require_safe
@staff
def everybody(request: HttpRequest) -> HttpResponse:
    """The customers whose cases the visitor may see, by name; words find more."""
    words = safe(request.GET.get("q", "")).strip()[:200]
    people, following = customers_page(sight(request), words=words, after=_after(request))
    address = ""
    if following:
        place = Signer(salt="customers").sign(following)
        address = f"{reverse('desk:customers')}?{urlencode({'q': words, 'after': place})}"
    context = {"q": words, "people": people, "next": address, "may_act": sight(request).serves}
    return render(request, "desk/customers.html", context)


@require_safe
@staff
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One customer, with those of their cases that are the visitor's to see."""
    seen, language = sight(request), get_language() or "en"
    person = Person.objects.select_related("account").filter(pk=person_id).first()
    theirs = queries.visible_to(seen).filter(customer_id=person_id).select_related("service").order_by("-opened_at")
    cases = list(theirs[:MOST])
    if person is None or not (cases or seen.sees_all):
        raise Http404
    figures = {
        "all": len(cases),
        "open": sum(1 for case in cases if case.state in OPEN),
        "disputed": sum(1 for case in cases if case.cycle > 1),
    }
    context = {
        "customer": customer_view(person),
        "figures": figures,
        "may_act": seen.serves,
        "lived": lived_line(cases),
    }
    shown = {
        "open": [small(case, language) for case in cases if case.state in OPEN],
        "ended": [small(case, language) for case in cases if case.state not in OPEN],
    }
    return render(request, "desk/customer.html", context | {"cases": shown})


def _after(request: HttpRequest) -> str:
    try:
        return Signer(salt="customers").unsign(request.GET.get("after", ""))
    except BadSignature:
        return ""
