"""What the composer offers while one writes: macros after a slash, colleagues after an at sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import done, my_id, says_why_here, serving, the_case
from pasillo.doors.desk.composer_view import ends_by_resolving, send_words
from pasillo.doors.desk.going_out import step_words
from pasillo.doors.desk.words import priority_word
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import person, sight, who
from pasillo.ground.hours.dates import dated
from pasillo.ground.kit.languages import in_language
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import RESOLVE
from pasillo.operations.cases.queries import colleagues_of
from pasillo.operations.macros.commands import use
from pasillo.operations.macros.models import Macro
from pasillo.operations.macros.placeholders import gap
from pasillo.operations.macros.queries import macro_for, macros_for, text_for

MOST = 200


@require_safe
@serving
def macros(request: HttpRequest, number: int) -> HttpResponse:
    """The macros of this person, with their words as they would stand in a reply to this customer."""
    case = the_case(request, number)
    values = values_for(request, case)
    offered = [_offer(macro, text_for(macro, case, values), case) for macro in macros_for(sight(request))[:MOST]]
    return render(request, "desk/_offers.html", {"offers": offered, "sort": "macros"})


def _offer(macro: Macro, text: str, case: Case) -> dict[str, object]:
    step = macro.next_step if macro.next_step != RESOLVE or ends_by_resolving(case) else ""
    does = [step_words(step)] if step else []
    does += [_("taken by you")] if macro.takes else []
    does += [priority_word(macro.priority)] if macro.priority else []
    return {
        "id": macro.pk,
        "name": macro.name,
        "key": macro.shortcut,
        "text": text,
        "sub": ", ".join(does) or text[:90],
        "step": step,
        "step_words": send_words(step) if step else "",
        "number": case.number,
    }


def values_for(request: HttpRequest, case: Case) -> dict[str, str]:
    """What a macro may say about this case: only what its customer may read. What is not known leaves a mark."""
    me = person(request)
    missing = _missing()
    with translation.override(case.language):
        due = timezone.localtime(case.next_due_at) if case.next_due_at else None
        known = {
            "customer.name": case.customer.name,
            "case.number": str(case.number),
            "agent.name": me.name if me else "",
            "service.name": in_language(case.service.names, case.language),
            "promise.due": dated(due, _("l j F Y, H:i")) if due else "",
        }
    return {name: value.strip() or gap(missing[name]) for name, value in known.items()}


def _missing() -> dict[str, str]:
    """How a gap is called, for whoever has to fill it."""
    return {
        "customer.name": _("name of the customer"),
        "case.number": _("number of the case"),
        "agent.name": _("your name"),
        "service.name": _("name of the service"),
        "promise.due": _("promised time"),
    }


@require_POST
@serving
@says_why_here
def used(request: HttpRequest, number: int, macro_id: int) -> HttpResponse:
    """A macro stands in the composer now: what it does at once is done."""
    case = the_case(request, number)
    try:
        macro = macro_for(sight(request), macro_id)
    except LookupError as missing:
        raise Http404 from missing
    use(macro, case_id=case.pk, by=who(request), at=now())
    return done(request, f"/app/cases/{case.number}")


@require_safe
@serving
def colleagues(request: HttpRequest, number: int) -> HttpResponse:
    """Who can be named in a note of this case: those who may see it, and nobody else."""
    case = the_case(request, number)
    people = colleagues_of(case).exclude(pk=my_id(request))[:MOST]
    offered = [
        {"id": one.pk, "name": one.name, "key": "", "text": f"@{one.name} ", "sub": "", "step": "", "step_words": "",
         "number": case.number}
        for one in people
    ]  # fmt: skip
    return render(request, "desk/_offers.html", {"offers": offered, "sort": "people"})
