"""The questions of the chosen service, asked by one of ours while somebody tells their need."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from pasillo.doors.shell.answers import around
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.questions import Typed, sections
from pasillo.doors.shell.sent_files import SentFiles, sent_files
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import NOWHERE, Around, names_in
from pasillo.strategy.catalogue.form_schema import WITH_FILES, Field
from pasillo.strategy.catalogue.models import Audience, FormVersion, RequestType, Service
from pasillo.strategy.catalogue.queries import (
    current_form,
    form_of,
    form_version,
    offered_services,
    published_request_types,
    published_services,
)

MARK = "q-"
IN_THEIR_WORDS = "0"


@dataclass(frozen=True, kw_only=True)
class Questions:
    """What can be asked of a service, what was chosen of it, and the answers so far."""

    choices: Sequence[RequestType] = ()
    chosen: RequestType | None = None
    version: FormVersion | None = None
    form: Form = field(default_factory=Form)
    raw: Mapping[str, Sequence[str]] = field(default_factory=dict)
    around: Around = NOWHERE
    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    came: SentFiles = field(default_factory=SentFiles)


def questions_in(request: HttpRequest, given: QueryDict) -> Questions:
    """The questions that go with what was chosen. Somebody who will not be asked tells it in their own words."""
    service = given.get("service", "")
    if not _is_id(service):
        return Questions()
    choices = list(published_request_types(int(service)).select_related("service"))
    chosen = _chosen(given, choices)
    return _answered(request, given, choices, chosen) if chosen else Questions(choices=choices)


def _chosen(given: QueryDict, choices: Sequence[RequestType]) -> RequestType | None:
    """What was chosen for this service; the first where the service was only just chosen; nothing for their words."""
    if "request_of" not in given:
        return None
    if given["request_of"] != given["service"]:
        return choices[0] if choices else None
    return next((one for one in choices if str(one.pk) == given.get("request")), None)


def _answered(request: HttpRequest, given: QueryDict, choices: Sequence[RequestType], chosen: RequestType) -> Questions:
    number = given.get("version", "")
    version = form_version(chosen.pk, int(number)) if _is_id(number) and int(number) < 2**31 else None
    version = version or current_form(chosen.pk)
    whole = form_of(version)
    form = Form(tuple(_not_now(asked) if asked.kind in WITH_FILES else asked for asked in whole.fields))
    names = [name for asked in form.fields if asked.kind not in WITH_FILES for name in names_in(asked)]
    raw = {name: given.getlist(MARK + name) for name in names if MARK + name in given}
    photos = {asked.key for asked in form.of_kind("photo")}
    asked_for = [asked.key for asked in form.fields if asked.kind in WITH_FILES]
    came = sent_files(request, asked_for, place=f"desk.call:{sight(request).person_id}", mark=MARK, pictures=photos)
    for file in came.files:
        raw.setdefault(file.field, []).append(file.name)
    surroundings = around(form, request_type_id=chosen.pk, seen=sight(request), at=now())
    checked = form.check(raw, around=surroundings)
    return Questions(
        choices=choices,
        chosen=chosen,
        version=version,
        form=form,
        raw=raw,
        around=surroundings,
        answers=checked.answers,
        errors={**checked.errors, **came.errors},
        came=came,
    )


def _not_now(asked: Field) -> Field:
    """Who calls has no photo at hand: what the portal needs can be sent later here."""
    return replace(asked, required=False, required_if=None, min=None)


def shown(request: HttpRequest, asked: Questions, *, with_errors: bool) -> dict[str, Any]:
    """The questions as the page shows them; their names carry a mark, to be told from those of the page."""
    language = get_language() or "en"
    return {
        "choices": [(str(one.pk), in_language(one.names, language)) for one in asked.choices],
        "chosen": str(asked.chosen.pk) if asked.chosen else IN_THEIR_WORDS,
        "version": asked.version.number if asked.version else "",
        "sections": _sections(request, asked, language, with_errors=with_errors) if asked.chosen else [],
        "files": asked.came.shown(),
        "takes_files": any(one.kind in WITH_FILES for one in asked.form.fields),
        "in_their_words": IN_THEIR_WORDS,
    }


def _sections(request: HttpRequest, asked: Questions, language: str, *, with_errors: bool) -> list[dict[str, Any]]:
    chosen = asked.chosen
    typed = Typed(
        raw=asked.raw,
        files=(),
        errors=asked.errors if with_errors else {},
        language=language,
        today=timezone.localdate(now()),
        around=asked.around,
        people_url=reverse("portal:people", args=[chosen.service.slug, chosen.slug]) if chosen else "",
    )
    groups = sections(asked.form, typed)
    for question in (one for group in groups for one in group["questions"]):
        question["key"] = MARK + question["key"]
        if question["condition"]:
            question["condition"]["json"] = json.dumps(_marked(json.loads(question["condition"]["json"])))
    return groups


def _marked(condition: Any) -> Any:
    """The same condition about the marked names."""
    if isinstance(condition, list):
        return [_marked(part) for part in condition]
    if not isinstance(condition, dict):
        return condition
    return {key: MARK + one if key == "field" else _marked(one) for key, one in condition.items()}


def services_for(customer: Person | None) -> list[Service]:
    """What can be written down for them: what is for colleagues only, for a colleague, or while nobody was named."""
    services = published_services() if customer is None else offered_services(sight_of(customer))
    return list(services)


def is_for_colleagues(service: Service) -> bool:
    """Whether customers do not meet it."""
    return service.audience == Audience.COLLEAGUES


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 16
