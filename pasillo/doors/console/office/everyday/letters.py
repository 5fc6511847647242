"""What the letter of a request says, in each language, with blanks; looked at before it is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.everyday.choosing import name_of, the_request
from pasillo.doors.console.office.frame import office
from pasillo.doors.shell.answers import day
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.moments import language_name
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation, organisation_name
from pasillo.operations.letters.blanks import ALWAYS, ANSWER, filled
from pasillo.operations.letters.commands import check_text, questions_of, set_text, withdraw_text
from pasillo.operations.letters.queries import text_of
from pasillo.strategy.catalogue.models import RequestType

Texts = dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, request_type_id: int) -> HttpResponse:
    """The letter of one request: written, looked at, kept or withdrawn."""
    asked = the_request(request_type_id)
    known = text_of(asked.pk)
    if request.method != "POST":
        titles, texts = (dict(known.titles), dict(known.texts)) if known else ({}, {})
        return _page(request, asked, titles, texts)
    titles, texts = _typed(request, "title"), _typed(request, "text")
    try:
        if "end" in request.POST:
            withdraw_text(asked.pk, by=who(request), at=now())
        else:
            check_text(asked.pk, titles=titles, texts=texts)
            if "look" in request.POST:
                return _page(request, asked, titles, texts, sheets=_sheets(asked, titles, texts))
            set_text(asked.pk, titles=titles, texts=texts, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, asked, titles, texts, error=str(refusal))
    messages.success(request, _("Kept. It holds for what is asked from now on."))
    return redirect("office:everyday")


def _typed(request: HttpRequest, name: str) -> Texts:
    """What was written in each language; a language that was left empty gets the letter of another one."""
    given = {code: safe(request.POST.get(f"{name}_{code}", "")).replace("\r\n", "\n").strip() for code in _languages()}
    return {code: words for code, words in given.items() if words}


def _languages() -> list[str]:
    return list(organisation().languages)


def _sheets(asked: RequestType, titles: Texts, texts: Texts) -> list[dict[str, str]]:
    """The letter as somebody would get it today, in each language in which it is written."""
    values = {blank: words for blank, words, _means in _blanks(asked)}
    return [
        {
            "lang": code,
            "language": language_name(code),
            "title": filled(titles[code], values),
            "text": filled(texts[code], values),
        }
        for code in texts
    ]


def _blanks(asked: RequestType) -> list[tuple[str, str, str]]:
    """Every blank, what it would say in an example, and what it means."""
    today = day(now().date())
    known = {
        "name": ("Elena Prats", _("who asked")),
        "email": ("elena@prats.example", _("their e-mail address")),
        "today": (today, _("the day on which it is written")),
        "organisation": (organisation_name(), _("our name")),
        "number": ("48213", _("the number of the request")),
        "service": (in_language(asked.service.names, get_language()), _("the service")),
        "asked_on": (today, _("the day on which it was asked for")),
        "approved_by": ("Lucía Ferrer", _("who said yes last")),
        "approved_on": (today, _("the day of the last yes")),
    }
    answers = [
        (ANSWER + key, f"[{in_language(labels, get_language())}]", in_language(labels, get_language()))
        for key, labels in questions_of(asked.pk).items()
    ]
    return [(blank, *known[blank]) for blank in ALWAYS] + answers


def _page(
    request: HttpRequest,
    asked: RequestType,
    titles: Texts,
    texts: Texts,
    *,
    sheets: list[dict[str, str]] | None = None,
    error: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "template": "letter",
        "name": name_of(asked),
        "titles": titles,
        "texts": texts,
        "languages": [(code, language_name(code)) for code in _languages()],
        "blanks": [(f"{{{blank}}}", means) for blank, _example, means in _blanks(asked)],
        "sheets": sheets or [],
        "is_kept": text_of(asked.pk) is not None,
        "error": error,
    }
    return office(request, "everyday", context, 422 if error else 200)
