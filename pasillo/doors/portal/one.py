"""One request: what comes next, who does it and when; what was said; and what the customer can say now."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.portal.everyday import everyday
from pasillo.doors.portal.kept_words import broken_times, kept_words, promise_of
from pasillo.doors.portal.links import link_for
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.seats import Seat, seated
from pasillo.doors.portal.standing import arranged_for, short_tone, short_words, standing_of, waits_of_ours
from pasillo.doors.portal.thread import answers_hidden, is_joined, thread_of
from pasillo.doors.portal.track import steps_of
from pasillo.doors.portal.unsent import Unsent, take_unsent
from pasillo.doors.shell.answers import told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.files import deliver
from pasillo.doors.shell.sent_files import SentFiles
from pasillo.ground.effects.sending import has_road
from pasillo.ground.kit.languages import in_language
from pasillo.operations.bookings.queries import still_to_come
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State, may
from pasillo.operations.cases.queries import file_for, own_cases, people_in
from pasillo.operations.promises.moved import moved_by_hours
from pasillo.operations.promises.queries import card_of, clocks_of
from pasillo.operations.voice.queries import feedback_of
from pasillo.strategy.catalogue.queries import form_of

RATED = frozenset({State.RESOLVED, State.CLOSED, State.DISPUTED})
YOUNG = frozenset({State.NEW, State.ASSIGNED, State.IN_PROGRESS})


@require_safe
@seated
def show(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One request of this customer."""
    unsent = None if seat.token else take_unsent(request, seat.case.number, at=now())
    if unsent is None:
        return request_page(request, seat)
    if not _offered(seat.case, unsent.place):
        unsent = replace(unsent, place="write")
    return request_page(request, seat, typed=unsent.typed, unsent=unsent)


@require_safe
@seated
def file(request: HttpRequest, seat: Seat, file_id: int) -> HttpResponseBase:
    """A file of this conversation."""
    try:
        found = file_for(seat.sight, file_id)
    except LookupError:
        raise Http404 from None
    is_ours = found.message.direction != "in" or found.message.came_from_id is not None
    if found.message.conversation_id != seat.case.conversation_id or (is_ours and not seat.proves_address):
        raise Http404
    return deliver(found)


def request_page(
    request: HttpRequest,
    seat: Seat,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    unsent: Unsent | None = None,
    came: SentFiles | None = None,
) -> HttpResponse:
    """The page of one request; after a refusal with the reason at its place and with everything that was typed."""
    language, at = get_language() or "en", now()
    rows, (hidden, unsent_answers) = thread_of(seat), answers_hidden(seat)
    case = _read_now(seat, rows, at=at)
    clocks = clocks_of([case.pk], at=at, as_customer=True).get(case.pk, [])
    solution = promise_of(clocks, "dispute", "resolution")
    coming = still_to_come([case.pk], at=at).get(case.pk)
    ours = waits_of_ours([case]).get(case.pk)
    moved = moved_by_hours(clocks)
    context: dict[str, Any] = {
        "seat": seat,
        "case": case,
        "service": in_language(case.service.names, language),
        "state_words": short_words(case.state, coming, ours),
        "state_tone": short_tone(case.state, ours),
        "asks": case.state == State.WAITING_CUSTOMER and ours is None,
        "standing": standing_of(
            case,
            promise_of(clocks, "first_response"),
            solution=solution,
            names_people=seat.proves_address,
            coming=coming,
            ours=ours,
            was=moved.get(solution.id) if solution else None,
            unread=unsent_answers > 0,
        ),
        "steps": steps_of(case, solution),
        "kept": kept_words(
            clocks,
            is_arranged=case.state == State.SCHEDULED,
            arranged=arranged_for(case),
            rounds=case.cycle,
            moved=moved,
        ),
        "broken": broken_times(clocks),
        "thread_rows": rows,
        "is_joined": is_joined(rows),
        "in_their_name": bool(rows) and rows[0]["unproven"] and not case.is_over,
        "hidden_answers": hidden,
        "unsent_answers": unsent_answers,
        "letters_leave": has_road("mail"),
        "told": _told(seat, language),
        "card": card_of(case.pk),
        "can": _can(seat, has_begun=coming is None, can_judge=unsent_answers == 0),
        "goes_on": _goes_on(seat),
        "people": _people(seat),
        "can_add": seat.is_customers and seat.proves_address and not case.unverified and not case.is_over,
        "is_young": State(case.state) in YOUNG,
        "can_rate": seat.is_customers and State(case.state) in RATED and coming is None,
        "feedback": feedback_of(case.pk, person_id=seat.person_id),
        **everyday(seat, at=at),
        "errors": errors or {},
        "typed": typed or {},
        "unsent": unsent,
        "came": came.shown() if came else [],
        "key": uuid4(),
        "address": f"{request.scheme}://{request.get_host()}{request.path}",
    }
    return show_page(request, "portal/request.html", context, status)


def _read_now(seat: Seat, rows: list[dict[str, Any]], *, at: datetime) -> Case:
    """Answers that no letter had brought stand before the customer's eyes now: they are given from this moment on."""
    if seat.is_customers and seat.proves_address and any(row["is_unseen"] for row in rows):
        cases.note_seen(seat.case.pk, by=seat.by, at=at)
        seat.case.refresh_from_db()
    return seat.case


def _can(seat: Seat, *, has_begun: bool, can_judge: bool) -> dict[str, bool]:
    """What the customer may do now. Whether a room works is asked once they have been in it, and whether our answer
    helped, once they can have read it.
    """
    can = {verb: seat.is_customers and may(seat.case.state, verb) for verb in ("confirm", "dispute", "cancel")}
    can["confirm"] = can["confirm"] and can_judge
    return can if has_begun else can | {"confirm": False, "dispute": False}


def _goes_on(seat: Seat) -> dict[str, Any] | None:
    """The request that was kept in the place of this one, for whoever takes part in it and has shown who they are."""
    if seat.case.merged_into_id is None or not seat.proves_address:
        return None
    kept = own_cases(seat.sight).filter(pk=seat.case.merged_into_id).first()
    if kept is None:
        return None
    there = link_for(kept, seat.person_id) if seat.token else Seat(case=kept, sight=seat.sight).address("")
    return {"number": kept.number, "url": there}


def _people(seat: Seat) -> list[dict[str, Any]]:
    """Who takes part: by their address, which the customer knows, not by a name that only we know."""
    if not seat.proves_address:
        return []
    found = [{"id": one.person_id, "email": one.person.email or ""} for one in people_in(seat.case.pk)]
    return [one | {"me": one["id"] == seat.person_id} for one in found]


def _offered(case: Case, place: str) -> bool:
    """Whether the page has this form now; the one for writing it always has."""
    if place == "people":
        return True
    if place == "feedback":
        return State(case.state) in RATED
    return place == "write" or may(case.state, place)


def _told(seat: Seat, language: str) -> list[tuple[str, str]]:
    """What the customer answered in the form, with the questions of the version that they were asked."""
    return told(form_of(seat.case.form_version), seat.case.answers, language)
