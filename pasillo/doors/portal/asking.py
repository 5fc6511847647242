"""The form of a request: it keeps what was typed, says what is missing, and sends once."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.portal import commands
from pasillo.doors.portal.asking_page import form_page
from pasillo.doors.portal.brakes import count_stranger
from pasillo.doors.portal.contact import EMAIL
from pasillo.doors.portal.faults import join_fault, known_fault
from pasillo.doors.portal.filled import WORDS, Filled, Raw, fill, names_of
from pasillo.doors.portal.form_versions import VERSION, Asked, asked_in, carried_over, look_again
from pasillo.doors.portal.gone import no_longer_offered
from pasillo.doors.portal.left import is_left, keep_left, take_left
from pasillo.doors.portal.links import shown_link
from pasillo.doors.portal.models import RequestDraft
from pasillo.doors.portal.sending import case_sent_before, send
from pasillo.doors.portal.uploads import uploaded
from pasillo.doors.shell.answers import around, someone
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import ask_to_sign_in
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.choosing import find_choosable
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.models import FormVersion, Kind, RequestType
from pasillo.strategy.catalogue.queries import current_form, form_of, request_type_by_slug

DRAFTS = "request_drafts"
TALK = (Kind.COMPLAINT, Kind.SUGGESTION, Kind.COMPLIMENT)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, slug: str, type_slug: str) -> HttpResponse:
    """Ask for something. The page works without a script and loses nothing that was typed."""
    try:
        request_type = _request_type(request, slug, type_slug)
    except Http404:
        if is_left(request):
            return ask_to_sign_in(request)
        gone = no_longer_offered(request, slug)
        if gone is None:
            raise
        return gone
    if request.method == "POST":
        return _posted(request, request_type)
    take_left(request, request_type.pk)
    draft = _draft_of(request, request_type)
    files = list(draft.files.select_related("blob")) if draft else []
    newest = asked_in(request_type.pk, "", at=now())
    raw = _starting_words(request, draft)
    begun = asked_in(request_type.pk, (raw.get(VERSION) or [""])[-1], at=now())
    if begun.version != newest.version:
        raw = carried_over(raw, begun.form, newest.form)
    filled = _filled(request, request_type, newest.version, raw, files, key=uuid4())
    return form_page(request, request_type, filled, saved_at=draft.updated_at if draft else None)


@require_POST
def draft(request: HttpRequest, slug: str, type_slug: str) -> HttpResponse:
    """Keeps what a signed-in visitor has typed so far, while they type."""
    request_type = _request_type(request, slug, type_slug)
    if person(request) is None or case_sent_before(_key(request)) is not None:
        return HttpResponse(status=204)
    asked = asked_in(request_type.pk, request.POST.get(VERSION, ""), at=now())
    kept = _keep(request, request_type, _raw(request, names_of(asked.form)))
    return HttpResponse(when(kept.updated_at), content_type="text/plain; charset=utf-8")


@require_safe
def people(request: HttpRequest, slug: str, type_slug: str) -> JsonResponse:
    """Whom this visitor may choose as the answer to one question, while they type a name."""
    request_type = _request_type(request, slug, type_slug)
    asked = [one for one in _form(request_type).of_kind("person") if one.key == request.GET.get("question")]
    if person(request) is None or not asked:
        raise Http404
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = (someone(one) for one in find_choosable(sight(request), asked[0].who, words))
    return JsonResponse({"people": [asdict(one) for one in found]})


def _form(request_type: RequestType) -> Form:
    return form_of(current_form(request_type.pk))


def _filled(
    request: HttpRequest, request_type: RequestType, version: FormVersion | None, raw: Raw, files: Any, *, key: UUID
) -> Filled:
    asked = form_of(version)
    surroundings = around(asked, request_type_id=request_type.pk, seen=sight(request), at=now())
    filled = fill(asked, raw, files, key=key, around=surroundings, is_talk=request_type.kind in TALK)
    filled.version = version.number if version else 0
    return filled


def _posted(request: HttpRequest, request_type: RequestType) -> HttpResponse:
    sent = case_sent_before(_key(request))
    if sent is not None:
        return _to_request(request, sent)
    asked = asked_in(request_type.pk, request.POST.get(VERSION, ""), at=now())
    before = _draft_of(request, request_type)
    there = before.files.count() if before else 0
    photos = {one.key for one in asked.form.of_kind("photo")}
    new = uploaded(request, names_of(asked.form, only_files=True), kept=there, pictures=photos)
    kept = _keep(request, request_type, _answered(request, asked), new.files)
    if is_left(request):
        return _left(request, request_type, asked, kept)
    if request.POST.get("do") == "join":
        return join_fault(request, draft_key=kept.key)
    if request.POST.get("do", "send") != "send" and not new.errors:
        return _saved(request, request_type)
    version = asked.newer or asked.version
    files = list(kept.files.select_related("blob"))
    filled = _filled(request, request_type, version, kept.raw, files, key=_key(request))
    filled.errors |= _errors(request, filled) | new.errors | ({WORDS: look_again()} if asked.newer else {})
    filled.errors |= {} if filled.errors else _brake(request)
    if not filled.errors:
        known = known_fault(request, request_type, filled)
        if known is not None:
            return form_page(request, request_type, filled, saved_at=kept.updated_at, known=known)
        try:
            return _to_request(request, send(request, request_type, version, filled, draft_key=kept.key))
        except Refused as refusal:
            filled.errors |= {_slot_key(filled): str(refusal)}
    return form_page(request, request_type, filled, saved_at=kept.updated_at, status=422)


def _answered(request: HttpRequest, asked: Asked) -> dict[str, list[str]]:
    raw = _raw(request, names_of(asked.form))
    if asked.newer is None:
        return raw
    return carried_over(raw, asked.form, form_of(asked.newer)) | {VERSION: [str(asked.newer.number)]}


def _left(request: HttpRequest, request_type: RequestType, asked: Asked, kept: RequestDraft) -> HttpResponse:
    """Their session ended while they wrote: nothing is sent, and all of it stays, here and for when they are back."""
    keep_left(request, kept)
    files = list(kept.files.select_related("blob"))
    version = asked.newer or asked.version
    filled = _filled(request, request_type, version, kept.raw, files, key=_key(request))
    return form_page(request, request_type, filled, saved_at=kept.updated_at, is_left=True, status=401)


def _errors(request: HttpRequest, filled: Filled) -> dict[str, str]:
    if request.POST.get("do", "send") == "send":
        filled.check(is_known=person(request) is not None)
    return filled.errors


def _slot_key(filled: Filled) -> str:
    """Where a refusal of the last moment belongs: to the time that was taken meanwhile, else to the whole."""
    return next((asked.key for asked in filled.form.of_kind("slot") if asked.key in filled.answers), WORDS)


def _brake(request: HttpRequest) -> dict[str, str]:
    """Why somebody who has not signed in cannot send this now, if they cannot."""
    try:
        if person(request) is None:
            count_stranger(request)
    except Refused as refusal:
        return {EMAIL: str(refusal)}
    return {}


def _saved(request: HttpRequest, request_type: RequestType) -> HttpResponse:
    """Back to the same form, with everything in it."""
    address = reverse("portal:form", args=[request_type.service.slug, request_type.slug])
    return HttpResponseRedirect(address)


def _keep(request: HttpRequest, request_type: RequestType, raw: dict[str, list[str]], files: Any = ()) -> RequestDraft:
    someone = person(request)
    do = request.POST.get("do", "")
    dropped = [int(do.removeprefix("drop-"))] if do.removeprefix("drop-").isdecimal() and len(do) < 20 else []
    kept = commands.keep_draft(
        _session_key(request, request_type),
        person_id=someone.pk if someone else None,
        request_type_id=request_type.pk,
        raw=raw,
        files=files,
        dropped_file_ids=dropped,
        at=now(),
    )
    if someone is None:
        request.session[DRAFTS] = {**request.session.get(DRAFTS, {}), str(request_type.pk): str(kept.key)}
    return kept


def _draft_of(request: HttpRequest, request_type: RequestType) -> RequestDraft | None:
    someone = person(request)
    mine = RequestDraft.objects.filter(request_type=request_type)
    if someone is not None:
        return mine.filter(person=someone).first()
    key = _session_key(request, request_type)
    return mine.filter(pk=key, person=None).first() if key else None


def _session_key(request: HttpRequest, request_type: RequestType) -> UUID | None:
    kept = request.session.get(DRAFTS, {}).get(str(request_type.pk))
    return UUID(kept) if kept else None


def _starting_words(request: HttpRequest, kept: RequestDraft | None) -> dict[str, list[str]]:
    if kept is not None:
        return dict(kept.raw)
    words = request.GET.get("words", "").replace("\x00", "")[:500]
    return {"_words": [words]} if words else {}


def _raw(request: HttpRequest, names: list[str]) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in names if name in request.POST}


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _request_type(request: HttpRequest, slug: str, type_slug: str) -> RequestType:
    try:
        return request_type_by_slug(slug, type_slug, sight(request))
    except LookupError:
        raise Http404 from None


def _to_request(request: HttpRequest, case: Case) -> HttpResponse:
    """To the request that was made: signed in by its number, else by the link that is only theirs."""
    someone = person(request)
    if someone is not None and someone.pk == case.customer_id:
        return HttpResponseRedirect(reverse("portal:request", args=[case.number]))
    return HttpResponseRedirect(shown_link(case))
