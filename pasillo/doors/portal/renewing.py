"""A link whose time is over: the page offers to mail a new one to the address that we know."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.portal import commands
from pasillo.doors.portal.links import renewed_link
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.seats import seat_of_link
from pasillo.doors.shell.clock import now
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case


@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Mails a new link, once a day at most. The page says the same every time."""
    try:
        seat = seat_of_link(token)
    except LookupError:
        raise Http404 from None
    at = now()
    if seat.case.customer.email:
        commands.mail_link(seat.case, letter=_letter(seat.case, at=at), at=at)
    return show_page(request, "portal/link_sent.html", {"seat": seat, "case": seat.case})


def _letter(case: Case, *, at: datetime) -> dict[str, str]:
    with translation.override(case.language):
        words = _(
            "Hello %(name)s,\n\nwith this link you see your request %(number)s again. It works for two weeks:"
            "\n\n%(link)s\n\nIf you did not ask for it, you need not do anything."
        ) % {"name": case.customer.name, "number": case.number, "link": renewed_link(case, at=at)}
        return {
            "template": "link",
            "to": case.customer.email or "",
            "language": case.language,
            "subject": _("Your link to request %(number)s at %(organisation)s")
            % {"number": case.number, "organisation": organisation_name()},
            "text": words,
        }
