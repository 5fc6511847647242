"""A customer: who they are and what they have asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.case_view import customer_view, small
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Person
from pasillo.operations.cases import queries
from pasillo.operations.cases.phases import OPEN

MOST = 100


@require_safe
@staff
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One customer, with those of their cases that are the visitor's to see."""
    seen, language = sight(request), get_language() or "en"
    person = Person.objects.select_related("account").filter(pk=person_id).first()
    theirs = queries.visible_to(seen).filter(customer_id=person_id).select_related("service").order_by("-opened_at")
    cases = list(theirs[:MOST])
    if person is None or not (cases or seen.serves or seen.sees_all):
        raise Http404
    figures = {
        "all": len(cases),
        "open": sum(1 for case in cases if case.state in OPEN),
        "disputed": sum(1 for case in cases if case.cycle > 1),
    }
    context = {"customer": customer_view(person), "figures": figures, "may_act": seen.serves}
    return render(request, "desk/customer.html", context | {"cases": [small(case, language) for case in cases]})
