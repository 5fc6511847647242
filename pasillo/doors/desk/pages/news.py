"""What is meant for one person alone: somebody calls them or named them, or a reply of theirs came back."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.desk.answers import my_id, serving
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.together import names_shown
from pasillo.operations.calls.calling_back import calls_due
from pasillo.operations.calls.models import Call
from pasillo.operations.calls.queries import ringing_for
from pasillo.operations.cases.queries import visible_to
from pasillo.operations.conversations.models import Draft
from pasillo.operations.conversations.queries import mentions_of

LATELY = timedelta(seconds=45)


@require_safe
@serving
def show(request: HttpRequest) -> HttpResponse:
    """The notices of the last moments, for a page that has just heard that there are some."""
    return render(
        request,
        "desk/_news.html",
        {"news": _ringing(request) + _to_call(request) + _mentions(request) + _returned(request)},
    )


def _ringing(request: HttpRequest) -> list[dict[str, Any]]:
    """Who calls in this moment at the extension of this visitor, or was just picked up there."""
    ringing = [call for call in ringing_for(my_id(request), at=now()) if not call.outgoing]
    names = names_shown(call.customer for call in ringing if call.customer) if ringing else {}
    return [
        {
            "icon": "phone",
            "words": _call_words(call, names.get(call.customer_id or 0) or call.number or _("Somebody")),
            "url": reverse("desk:call", args=[call.pk]),
        }
        for call in ringing
    ]


def _call_words(call: Call, name: str) -> str:
    return f"{name} · {_('talking')}" if call.answered_at else _("%(who)s calls") % {"who": name}


def _to_call(request: HttpRequest) -> list[dict[str, Any]]:
    """Whom this visitor has promised to call in this moment."""
    due = calls_due(my_id(request), at=now(), since=LATELY)
    words = _("Call %(who)s now: it is promised")
    return [_notice("phone", words % {"who": one.case.customer.name}, one.case.number) for one in due]


def _mentions(request: HttpRequest) -> list[dict[str, Any]]:
    new = mentions_of(my_id(request)).filter(at__gte=now() - LATELY).select_related("message__author")
    cases = _cases(request, [mention.message.conversation_id for mention in new])
    return [
        _notice(
            "at-sign",
            _("%(who)s named you in case %(number)s")
            % {"who": mention.message.author.name if mention.message.author else "Pasillo", "number": number},
            number,
        )
        for mention in new
        if (number := cases.get(mention.message.conversation_id))
    ]


def _returned(request: HttpRequest) -> list[dict[str, Any]]:
    back = Draft.objects.filter(person_id=my_id(request), goes_at=None, returned_at__gte=now() - LATELY)
    cases = _cases(request, [draft.conversation_id for draft in back])
    return [
        _notice("undo-2", _("Your reply was not sent; it is a draft again."), cases.get(draft.conversation_id))
        for draft in back
        if draft.returned
    ]


def _cases(request: HttpRequest, conversation_ids: list[int]) -> dict[int, int]:
    found = visible_to(sight(request)).filter(conversation_id__in=conversation_ids)
    return dict(found.values_list("conversation_id", "number"))


def _notice(icon: str, words: str, number: int | None) -> dict[str, Any]:
    return {"icon": icon, "words": words, "url": reverse("desk:case", args=[number]) if number else ""}
