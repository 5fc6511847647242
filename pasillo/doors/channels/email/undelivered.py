"""The mails that nobody will try again: when, why, and the case, for whoever may see the case."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.channels.email.flow import why_said
from pasillo.doors.channels.messaging.undelivered import PAGE, Undelivered, cases_in, listed
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.visitor import sight
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.queries import given_up


@require_safe
@sets_up
def show(request: HttpRequest) -> HttpResponse:
    """Fifty at a time, the newest first."""
    rows = list(_before(given_up("mail"), request.GET.get("before", ""))[: PAGE + 1])
    older = f"{rows[PAGE - 1].promised_at.isoformat()}~{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    cases = cases_in(sight(request), "pk", {pk for row in rows if (pk := _case_of(row))})
    found = [
        Undelivered(
            at=row.promised_at, why=why_said(row.error), has_case=_case_of(row) != 0, case=cases.get(_case_of(row))
        )
        for row in rows[:PAGE]
    ]
    return listed(request, found, older=older, name=_("Mailboxes"), back=reverse("email:mailboxes"))


def _case_of(effect: Effect) -> int:
    """The case of a mail; 0 when it belongs to none, such as the link to sign in."""
    sort, _colon, number = effect.about.partition(":")
    return int(effect.payload.get("case_id") or (number if sort == "case" and number.isdecimal() else 0))


def _before(mails: QuerySet[Effect], place: str) -> QuerySet[Effect]:
    moment, _mark, number = place.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(number)
    except ValueError:
        return mails
    return mails.filter(Q(promised_at__lt=at) | Q(promised_at=at, pk__lt=pk)) if at.tzinfo else mails
