"""The page of a form: the questions, and beside them what we promise and what happens next."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from pasillo.doors.portal.contact import EMAIL, NAME
from pasillo.doors.portal.faults import KnownFault
from pasillo.doors.portal.filled import WORDS, Filled
from pasillo.doors.portal.left import mark_of
from pasillo.doors.portal.offers import place_of, titles
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.promise_card import promise_card
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.questions import Typed, sections
from pasillo.doors.shell.visitor import person
from pasillo.ground.kit.languages import borrowed, in_language
from pasillo.strategy.catalogue.form_schema import WITH_FILES
from pasillo.strategy.catalogue.models import RequestType


def form_page(
    request: HttpRequest,
    request_type: RequestType,
    filled: Filled,
    *,
    saved_at: datetime | None,
    known: KnownFault | None = None,
    is_left: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form with everything that was typed, and what is wrong with it."""
    language = get_language() or "en"
    service = request_type.service
    typed = Typed(
        raw=filled.raw,
        files=filled.files,
        errors=filled.errors,
        language=language,
        today=timezone.localdate(now()),
        around=filled.around,
        people_url=reverse("portal:people", args=[service.slug, request_type.slug]) if person(request) else "",
    )
    summaries = request_type.summaries if any(request_type.summaries.values()) else service.summaries
    asked_for = {asked.key for asked in filled.form.of_kind(*WITH_FILES)}
    context: dict[str, Any] = {
        "service": service,
        "request_type": request_type,
        "place": place_of(service),
        "block_title": titles()[place_of(service)][0],
        "title": in_language(request_type.names, language),
        "title_lang": borrowed(request_type.names, language),
        "summary": in_language(summaries, language),
        "summary_lang": borrowed(summaries, language),
        "sections": sections(filled.form, typed),
        "filled": filled,
        "wrong": filled.summary(),
        "has_file_question": bool(asked_for),
        "own": {name: (filled.raw.get(name) or [""])[-1] for name in (WORDS, NAME, EMAIL)},
        "own_files": [file for file in filled.files if file.field not in asked_for],
        "saved_at": saved_at,
        "known": known,
        "is_left": is_left,
        "mark": mark_of(request),
        "promise": promise_card(
            service, language, at=now(), request_type_id=request_type.pk, kinds=[request_type.kind]
        ),
    }
    return show_page(request, "portal/form.html", context, status)
