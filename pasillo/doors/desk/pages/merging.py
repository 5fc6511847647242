"""Two cases about the same need become one; and it is undone, where they were two needs after all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.desk.answers import lead_to, says_why_here, serving, the_case
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.split_view import undoing_view
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.mergings import undoing_by
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_case


@require_POST
@serving
@says_why_here
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """This case goes on in another one, or the other one in this: whoever asks serves both."""
    this, other = the_case(request, number), _other(request)
    gone, kept = (other, this) if request.POST.get("keep") == "this" else (this, other)
    shares = bool(request.POST.get("shares"))
    commands.merge(gone.pk, into_id=kept.pk, shares=shares, by=who(request), at=now())
    return lead_to(request, looking_of(request).case(kept.number))


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """What would go back and what would stay; then it is undone."""
    case, error, found = the_case(request, number), "", None
    try:
        found = undoing_by(sight(request), case)
        if request.method == "POST":
            commands.unmerge(case.pk, by=who(request), at=now())
            return redirect("desk:case", number)
    except Refused as refusal:
        error, found = str(refusal), None
    context = {
        "number": number,
        "subject": case.subject,
        "language": case.language,
        "undoing": undoing_view(found, sight(request)) if found else None,
        "error": error,
    }
    return render(request, "desk/unmerge.html", context, 422 if error else 200)


def _other(request: HttpRequest) -> Case:
    """The case that was chosen from the list, or whose number was typed."""
    given = request.POST.get("typed", "").strip().lstrip("#") or request.POST.get("other", "")
    if not given:
        raise Refused(_("Choose the other case, or write its number."))
    if not given.isdecimal() or len(given) > 18:
        raise Refused(_("A number has only digits."))
    try:
        return served_case(sight(request), int(given))
    except LookupError:
        raise Refused(_("Among the cases that you serve there is none with the number %(n)s.") % {"n": given}) from None
