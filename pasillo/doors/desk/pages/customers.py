"""Customers: who they are, what they asked for, and how it was for them."""

from datetime import datetime
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.case_view import customer_view, small
from pasillo.doors.desk.customers_view import customers_page, lived_line
from pasillo.doors.desk.person_view import contacts_view, joins, looks_through, offers_view
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import safe
from pasillo.ground.people.models import Person
from pasillo.ground.people.together import one_person
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case, Cases
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
    context["looks_through"] = looks_through(sight(request))
    return render(request, "desk/customers.html", context)


@require_safe
@staff
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One customer, by all the names they have, with those of their cases that are the visitor's to see."""
    seen, language = sight(request), get_language() or "en"
    person = Person.objects.select_related("account").filter(pk=person_id).first()
    theirs = queries.visible_to(seen).filter(customer_id__in=one_person(person_id)).select_related("service")
    begins = _after(request)
    newest = theirs.order_by("-opened_at", "-pk")
    cases = list((newest.filter(_before(begins)) if begins else newest)[: MOST + 1])
    if person is None or not (cases or begins or seen.sees_all):
        raise Http404
    shown = cases[:MOST]
    context = {
        "customer": customer_view(person),
        "figures": _figures(theirs),
        "may_act": seen.serves,
        "may_join": joins(seen),
        "lived": lived_line(shown),
        "contacts": contacts_view(person_id, seen),
        "offers": offers_view(seen, person_id) if joins(seen) else [],
        "earlier": _earlier(person_id, shown[-1]) if len(cases) > MOST else "",
        "cases": {
            "open": [small(case, language) for case in shown if case.state in OPEN],
            "ended": [small(case, language) for case in shown if case.state not in OPEN],
        },
    }
    return render(request, "desk/customer.html", context)


def _figures(theirs: Cases) -> dict[str, int]:
    found: dict[str, int] = theirs.aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN)), disputed=Count("pk", filter=Q(cycle__gt=1))
    )
    return found


def _earlier(person_id: int, last: Case) -> str:
    place = Signer(salt="customers").sign(f"{last.opened_at.isoformat()}|{last.pk}")
    return f"{reverse('desk:customer', args=[person_id])}?{urlencode({'after': place})}"


def _before(place: str) -> Q:
    moment, _bar, number = place.partition("|")
    opened = datetime.fromisoformat(moment)
    return Q(opened_at__lt=opened) | Q(opened_at=opened, pk__lt=int(number))


def _after(request: HttpRequest) -> str:
    try:
        return Signer(salt="customers").unsign(request.GET.get("after", ""))
    except BadSignature:
        return ""
