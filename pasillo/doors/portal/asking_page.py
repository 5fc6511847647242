"""The page of a form: the questions, and beside them what we promise and what happens next."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from pasillo.doors.portal.contact import EMAIL, NAME
from pasillo.doors.portal.filled import WORDS, Filled
from pasillo.doors.portal.honest import lived_this_month
from pasillo.doors.portal.offers import titles
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.promise_words import first_answer, service_day, span
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.questions import Typed, sections
from pasillo.doors.shell.visitor import person
from pasillo.ground.hours.business_time import due
from pasillo.ground.hours.queries import timetable
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.form_schema import WITH_FILES
from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.objectives.queries import objectives_of

DAY = 24 * 60


def form_page(
    request: HttpRequest, request_type: RequestType, filled: Filled, *, saved_at: datetime | None, status: int = 200
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
    asked_for = {asked.key for asked in filled.form.of_kind(*WITH_FILES)}
    context: dict[str, Any] = {
        "service": service,
        "request_type": request_type,
        "block_title": titles()[service.block][0],
        "title": in_language(request_type.names, language),
        "summary": in_language(request_type.summaries, language) or in_language(service.summaries, language),
        "sections": sections(filled.form, typed),
        "filled": filled,
        "wrong": filled.summary(),
        "has_file_question": bool(asked_for),
        "own": {name: (filled.raw.get(name) or [""])[-1] for name in (WORDS, NAME, EMAIL)},
        "own_files": [file for file in filled.files if file.field not in asked_for],
        "saved_at": saved_at,
        "promise": promise_card(service, language),
    }
    return show_page(request, "portal/form.html", context, status)


def promise_card(service: Service, language: str) -> dict[str, Any]:
    """What we promise about a service, what was really lived, and the steps that follow."""
    at = now()
    targets = {one.metric: one.target_minutes for one in objectives_of(service.pk, at=at) if one.target_minutes}
    card: dict[str, Any] = {
        "words": in_language(service.promise_texts, language),
        "advice": in_language(service.advice, language),
        "steps": [
            (in_language(step.get("names", {}), language), in_language(step.get("texts", {}), language))
            for step in service.steps
        ],
        "span": "",
        "answer": "",
        "until": None,
        "lived": "",
        "lived_is_longer": False,
    }
    try:
        hours = timetable(service.calendar_id, at=at)
    except LookupError:
        return card
    day = service_day(hours)
    if "first_response" in targets:
        card["answer"] = first_answer(hours, at, targets["first_response"])
    if "resolution" in targets:
        until = due(hours, at, timedelta(minutes=targets["resolution"]))
        card |= {"span": span(targets["resolution"], day), "until": until}
        card |= _honest(service.pk, promised=(until - at).total_seconds() / 60, at=at)
    return card


def _honest(service_id: int, *, promised: float, at: datetime) -> dict[str, Any]:
    """What half of the customers waited, asleep or awake, against the same promise counted the same way."""
    lived = lived_this_month(service_id, at=at)
    if lived is None:
        return {}
    return {"lived": span(lived.minutes, DAY), "lived_is_longer": lived.minutes > promised}
