"""The cockpit's pages: they read, and change nothing."""

from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.cockpit import cases_view, course_view, lead, matrix_view, worst_view
from pasillo.doors.cockpit.asking import Asked
from pasillo.doors.cockpit.scope import Steered, steered_by
from pasillo.doors.shell.guards import answers
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Area
from pasillo.measurement.reports import course, first_answers, handoffs, worst_experiences
from pasillo.measurement.reports.matrix import Row, matrix
from pasillo.measurement.reports.measures.base import in_order, measures
from pasillo.measurement.reports.window import LENGTHS
from pasillo.measurement.stories.models import Story

FIRST = 4


@require_safe
@answers
def show(request: HttpRequest) -> HttpResponse:
    """Which promise breaks, what has changed, and who suffers from it."""
    asked = Asked.of(request)
    services = _services(request)
    ids = list(services)
    if not Story.objects.filter(service_id__in=ids).exists():
        return render(request, "cockpit/empty.html", _common(asked))
    rows = matrix(ids, asked.window)
    courses = course.courses(ids, until=asked.window.end)
    ledger = worst_experiences.worst_experiences(ids, asked.window)
    only = request.GET.get("only") == "deviating"
    context = _common(asked) | {
        "lead": lead.lead(rows, services, courses, ledger, asked),
        "blocks": matrix_view.blocks(_wanted(rows, only), services, courses, asked),
        "heads": matrix_view.heads(),
        "only": only,
        "all_n": len(rows),
        "deviating_n": sum(1 for row in rows if row.tone),
        "all_url": asked.page("cockpit:show"),
        "deviating_url": asked.page("cockpit:show", only="deviating"),
        "worst": worst_view.entries(ledger.experiences[: _beside(rows)], services, sight(request)),
        "worst_n": ledger.listed,
        "worst_url": asked.page("cockpit:worst"),
        "thread": worst_view.thread(ledger.experiences),
        "course": _course(courses, rows, services),
        "answers": course_view.answers(first_answers.first_answers(ids, asked.window)),
        "passed_on": course_view.passed_on(handoffs.handoffs(ids, asked.window), _area_names()),
    }
    return render(request, "cockpit/show.html", context)


@require_safe
@answers
def cases(request: HttpRequest) -> HttpResponse:
    """The rows behind one figure."""
    asked = Asked.of(request)
    services = _services(request)
    if not asked.measure or asked.service_id not in services:
        raise Http404
    measure = measures[asked.measure]
    context = _common(asked) | {
        "measure": measure,
        "part": measure.parts.get(asked.part, ""),
        "parts": cases_view.parts(asked),
        "service": services[asked.service_id],
        "found": cases_view.listed(asked, sight(request)),
    }
    return render(request, "cockpit/cases.html", context)


@require_safe
@answers
def worst(request: HttpRequest) -> HttpResponse:
    """Everyone on the list of the worst experiences."""
    asked = Asked.of(request)
    services = _services(request)
    ledger = worst_experiences.worst_experiences(services, asked.window, limit=100)
    context = _common(asked) | {
        "worst": worst_view.entries(ledger.experiences, services, sight(request)),
        "ledger": ledger,
        "thread": worst_view.thread(ledger.experiences),
        "definition": worst_experiences.DEFINITION,
    }
    return render(request, "cockpit/worst.html", context)


@require_safe
@answers
def figures(request: HttpRequest) -> HttpResponse:
    """How every figure is counted, and from which facts."""
    others = (worst_experiences, course, first_answers, handoffs)
    names = ("worst", "course", "answers", "handoffs")
    context = _common(Asked.of(request)) | {
        "measures": in_order(),
        "others": [
            {"name": name, "definition": report.DEFINITION, "source": report.SOURCE}
            for name, report in zip(names, others, strict=True)
        ],
    }
    return render(request, "cockpit/figures.html", context)


def _services(request: HttpRequest) -> dict[int, Steered]:
    return {service.id: service for service in steered_by(sight(request), get_language() or "en")}


def _beside(rows: list[Row]) -> int:
    """As many experiences as stand beside the matrix without making the page longer."""
    return max(2, min(FIRST, ceil(len(rows) / 4)))


def _wanted(rows: list[Row], only: bool) -> list[Row]:
    return [row for row in rows if row.tone] if only else rows


def _course(courses: dict[int, course.Course], rows: list[Row], services: dict[int, Steered]) -> dict[str, Any] | None:
    spoken_of = lead.most_deviating(rows)
    one = course_view.chosen(courses, rows, spoken_of.service_id if spoken_of else None)
    return course_view.shown(one, services[one.service_id]) if one else None


def _area_names() -> dict[int, str]:
    return dict(Area.objects.values_list("pk", "name"))


def _common(asked: Asked) -> dict[str, Any]:
    start, end = (date_format(localtime(moment), _("j M, H:i")) for moment in (asked.window.start, asked.window.end))
    return {
        "asked": asked,
        "span": _("%(start)s to %(end)s") % {"start": start, "end": end},
        "window": asked.window,
        "lengths": LENGTHS,
        "here_url": asked.page("cockpit:show"),
        "figures_url": asked.page("cockpit:figures"),
    }
