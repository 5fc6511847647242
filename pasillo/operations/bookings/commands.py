"""Every way in which bookings change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.files.commands import keep
from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import are_together, forget, known
from pasillo.operations.bookings.facts import RoomBooked, RoomChanged, RoomGivenBack
from pasillo.operations.bookings.free_times import Time, read_value
from pasillo.operations.bookings.ics import CALENDAR, calendar_file
from pasillo.operations.bookings.models import Booking, Resource
from pasillo.operations.bookings.queries import free_near, is_offered, rooms_of, seats_wanted
from pasillo.operations.bookings.words import span_words, times_words
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.commands import FileIn

MOST_SEATS = 10_000
ANY = "any booking"


@transaction.atomic
def offer_room(
    *, name: str, calendar: Calendar, seats: int = 1, place: str = "", slug: str = "", by: str, at: datetime
) -> Resource:
    """A room that can be booked from now on."""
    check_room(name, seats)
    given = {"name": name, "place": place, "seats": seats, "calendar": calendar, "is_offered": True}
    room, is_new = Resource.objects.update_or_create(slug=slug or slugify(name), defaults=given)
    _say_changed(room, sorted(given), is_new=is_new, by=by, at=at)
    return room


@transaction.atomic
def change_room(
    room_id: int, *, name: str, calendar: Calendar, seats: int, place: str, is_offered: bool, by: str, at: datetime
) -> Resource:
    """A room is called otherwise, has other hours, or cannot be booked any more. What is booked stays booked."""
    room = Resource.objects.select_for_update().get(pk=room_id)
    check_room(name, seats)
    wished = {"name": name.strip(), "place": place.strip(), "seats": seats, "calendar": calendar}
    wished["is_offered"] = is_offered
    changed = sorted(word for word, value in wished.items() if getattr(room, word) != value)
    for word in changed:
        setattr(room, word, wished[word])
    if changed:
        room.save(update_fields=changed)
        _say_changed(room, changed, is_new=False, by=by, at=at)
    return room


def _say_changed(room: Resource, changed: list[str], *, is_new: bool, by: str, at: datetime) -> None:
    fact = RoomChanged(room_id=room.pk, settings=changed, is_new=is_new, is_offered=room.is_offered)
    tell(fact, about=f"room:{room.pk}", by=by, at=at)


def check_room(name: str, seats: int) -> None:
    """A room has a name and at least one seat."""
    if not name.strip():
        raise Refused(_("The room needs a name."))
    if not 1 <= seats <= MOST_SEATS:
        raise Refused(_("A room has at least one seat."))


@transaction.atomic
def book(case_id: int, value: str, *, settings: Mapping[str, Any], by: str, at: datetime) -> Booking:
    """Take a time of a room for a case, and confirm it."""
    booking = hold(case_id, value, settings=settings, at=at)
    confirm(case_id, by=by, at=at)
    return booking


@transaction.atomic
def hold(case_id: int, value: str, *, settings: Mapping[str, Any], at: datetime) -> Booking:
    """Take a time of a room. Of two at the same moment one has it; the other hears what is free near it."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    return _hold(case, _time(value, settings, case, at=at), settings, at=at)


@transaction.atomic
def confirm(case_id: int, *, by: str, at: datetime) -> None:
    """Say what is held for a case; that is its solution. Nothing held, nothing said."""
    if are_together() and not known(ANY, Booking.objects.exists):
        return
    if not asked(_held_for, case_id):
        return
    booking = Booking.objects.select_related("case", "resource").filter(case=case_id, state=Booking.State.HELD).first()
    if booking is not None:
        _say(booking, _booked(booking), by=by, at=at)
        _confirm(booking, by=by, at=at)


def _held_for(case_id: int) -> QuerySet[Any]:
    return Booking.objects.filter(case=case_id, state=Booking.State.HELD).values_list("pk", flat=True)


@transaction.atomic
def move(case_id: int, value: str, *, settings: Mapping[str, Any], by: str, at: datetime) -> Booking:
    """Another time instead. The old one stays theirs until the new one is."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    held = _held(case_id, at=at)
    time = _time(value, settings, case, at=at)
    held.state, held.given_back_at = Booking.State.GIVEN_BACK, at
    held.save(update_fields=["state", "given_back_at"])
    booking = _hold(case, time, settings, sequence=held.sequence + 1, at=at)
    _say(booking, _given_back(held), by=by, at=at)
    _say(booking, _booked(booking), by=by, at=at)
    _confirm(booking, by=by, at=at)
    return booking


@transaction.atomic
def give_back(case_id: int, *, by: str, at: datetime) -> Booking:
    """It is not needed any more: somebody else can have the room."""
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    held = _held(case_id, at=at)
    _release(held, by=by, at=at)
    with translation.override(held.case.language):
        words = _("You gave back %(room)s on %(when)s. It is free for others again.") % _told(held)
    if may(held.case.state, "reply"):
        cases.reply(case_id, text=words, by_machine=True, by="system", at=at)
    return held


def let_go(case_id: int, *, by: str, at: datetime) -> None:
    """The request is cancelled: what it held is free again, unless its time is over."""
    held = Booking.objects.select_related("case", "resource").filter(case=case_id, state=Booking.State.HELD).first()
    if held is not None and held.ends_at > at:
        _release(held, by=by, at=at)


def _release(held: Booking, *, by: str, at: datetime) -> None:
    held.state, held.given_back_at = Booking.State.GIVEN_BACK, at
    held.save(update_fields=["state", "given_back_at"])
    _say(held, _given_back(held), by=by, at=at)


def _held(case_id: int, *, at: datetime) -> Booking:
    held = Booking.objects.select_related("case", "resource").filter(case=case_id, state=Booking.State.HELD).first()
    if held is None:
        raise Refused(_("Nothing is booked here."))
    if held.starts_at <= at:
        raise Refused(_("This time has begun already."))
    return held


def _time(value: str, settings: Mapping[str, Any], case: Case, *, at: datetime) -> Time:
    time = read_value(value)
    if time is None or not is_offered(time, settings, at=at):
        raise Refused(_("This time is not offered. Please choose another one."))
    seats = Resource.objects.values_list("seats", flat=True).get(pk=time.resource_id)
    people = seats_wanted(case.answers, settings)
    if people > seats:
        raise Refused(_too_small(time, settings, seats=seats, people=people, at=at))
    return time


def _too_small(time: Time, settings: Mapping[str, Any], *, seats: int, people: int, at: datetime) -> str:
    """What is free and large enough, or that nothing is."""
    largest = max((room.seats for room in rooms_of(settings)), default=0)
    free = times_words(free_near(time, settings, people=people, at=at))
    words = {"seats": seats, "people": people, "free": free, "largest": largest}
    if free:
        return _("This room has %(seats)s seats and you are %(people)s. Free and large enough: %(free)s.") % words
    if largest < people:
        return _("You are %(people)s, and our largest room has %(largest)s seats.") % words
    return _("This room has %(seats)s seats and you are %(people)s. No larger one is free near this time.") % words


def _hold(case: Case, time: Time, settings: Mapping[str, Any], *, sequence: int = 0, at: datetime) -> Booking:
    """The database decides who was first; the other one is told what is free instead."""
    people = seats_wanted(case.answers, settings)
    forget(ANY)
    try:
        with transaction.atomic():
            made = Booking.objects.create(
                resource_id=time.resource_id,
                case=case,
                person_id=case.customer_id,
                people=people,
                starts_at=time.starts_at,
                ends_at=time.ends_at,
                sequence=sequence,
                made_at=at,
            )
    except IntegrityError as clash:
        free = times_words(free_near(time, settings, people=people, at=at))
        words = _("This time has just been taken. Free near it: %(free)s.") % {"free": free}
        raise Refused(words if free else _("This time has just been taken, and nothing near it is free.")) from clash
    return Booking.objects.select_related("case", "resource").get(pk=made.pk)


def _confirm(booking: Booking, *, by: str, at: datetime) -> None:
    """The confirmation is the solution: nobody has to do anything any more."""
    case = booking.case
    with translation.override(case.language):
        words = _("%(room)s is yours: %(when)s.") % _told(booking)
        if booking.resource.place:
            words += " " + _("You find it here: %(place)s.") % {"place": booking.resource.place}
        file = FileIn(name=_("booking") + ".ics", blob=keep(calendar_file(booking, at=at), media_type=CALENDAR))
    then = "resolve" if may(case.state, "resolve") else None
    if may(case.state, "reply"):
        cases.reply(case.pk, text=words, files=[file], then=then, by_machine=True, by="system", at=at)


def _told(booking: Booking) -> dict[str, str]:
    return {"room": booking.resource.name, "when": span_words(booking.starts_at, booking.ends_at, booking.resource)}


def _booked(booking: Booking) -> RoomBooked:
    return RoomBooked(
        case_id=booking.case_id,
        booking_id=booking.pk,
        resource_id=booking.resource_id,
        starts_at=booking.starts_at.isoformat(),
        ends_at=booking.ends_at.isoformat(),
    )


def _given_back(booking: Booking) -> RoomGivenBack:
    return RoomGivenBack(
        case_id=booking.case_id,
        booking_id=booking.pk,
        resource_id=booking.resource_id,
        starts_at=booking.starts_at.isoformat(),
    )


def _say(booking: Booking, fact: Fact, *, by: str, at: datetime) -> None:
    tell(fact, about=f"case:{booking.case_id}", by=by, at=at)
