"""Ana books a room: what is offered, that nobody gets it twice, and what else is free."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pasillo.ground.files.queries import whole
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.bookings.commands import book, give_back, move
from pasillo.operations.bookings.free_times import Time, is_free, nearest, read_value, times
from pasillo.operations.bookings.models import Booking, Resource
from pasillo.operations.cases.commands import cancel
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.slots import Wanted, source_of
from pasillo.strategy.objectives.commands import set_objective
from tests.operations import everyday
from tests.operations.told import told

ROOM = everyday.ROOM


@pytest.fixture
def asked(repairs, office, monday):
    return everyday.rooms(repairs, office, at=monday)


@pytest.fixture
def ebro(asked):
    return Resource.objects.get(slug="ebro")


@pytest.fixture
def at_ten(ebro, monday):
    return value(ebro, monday + timedelta(hours=1))


def value(room, starts, minutes=60):
    return Time(resource_id=room.pk, starts_at=starts, ends_at=starts + timedelta(minutes=minutes)).value


def offered(asked, at):
    wanted = Wanted(request_type_id=asked.pk, key="when", settings=ROOM, at=at)
    return source_of(ROOM).offered(wanted)


def test_what_is_offered_lies_in_the_opening_hours_ahead(asked, ebro, monday, later):
    slots = [slot for slot in offered(asked, later(0.5)) if slot.value.startswith(f"{ebro.pk}-")]

    assert {slot.free for slot in slots} == {1}
    assert [slot.starts_at.hour for slot in slots[:7]] == [10, 11, 12, 13, 14, 15, 16]
    assert slots[0].name == "Sala Ebro (6)"
    assert max(slot.ends_at for slot in slots) == datetime(2026, 3, 5, 17, tzinfo=UTC)


def test_a_room_is_booked_confirmed_and_solved_by_itself(asked, asks_for, ana, ebro, at_ten, monday, later):
    case = asks_for(asked, ana, {"people": 4, "when": {"slot": at_ten}}, language="es")

    booking = Booking.objects.get(case=case)
    assert (booking.resource, booking.people, booking.starts_at) == (ebro, 4, later(1))
    assert Case.objects.get().state == "resolved"
    assert told(case, "room.booked", "case.resolved") == ["room.booked", "case.resolved"]
    said = Message.objects.get(direction="out")
    assert said.by_machine
    assert "Sala Ebro" in said.text
    assert "10:00" in said.text
    file = whole(MessageFile.objects.get().blob_id).decode()
    assert "DTSTART:20260302T100000Z\r\n" in file
    assert "LOCATION:Sala Ebro\\, First floor\r\n" in file
    assert [slot.free for slot in offered(asked, monday) if slot.value == at_ten] == [0]


def test_what_cannot_be_booked_opens_no_case(asked, asks_for, ana, at_ten):
    with pytest.raises(Refused, match="largest room has 12 seats"):
        asks_for(asked, ana, {"people": 60, "when": {"slot": at_ten}})

    assert not Case.objects.exists()
    assert not Booking.objects.exists()


def test_a_case_that_holds_nothing_confirms_nothing(asked, asks_for, ana):
    asks_for(asked, ana, {"people": 2})

    assert not Message.objects.filter(direction="out").exists()


def test_no_clock_goes_on_for_what_was_solved_at_once(asked, asks_for, ana, at_ten, monday):
    set_objective(asked.service_id, metric="resolution", target_minutes=60, by="system", at=monday)
    set_objective(asked.service_id, metric="first_response", target_minutes=30, by="system", at=monday)

    asks_for(asked, ana, {"people": 2, "when": {"slot": at_ten}})

    assert dict(Clock.objects.values_list("metric", "state")) == {"resolution": "met", "first_response": "cancelled"}


def test_who_comes_second_hears_what_is_free_near_it_and_nothing_is_booked(
    asked, asks_for, ana, budi, ebro, at_ten, monday
):
    first, second = (asks_for(asked, person, {"people": 8}) for person in (ana, budi))
    book(
        first.pk,
        value(Resource.objects.get(slug="tajo"), monday + timedelta(hours=1)),
        settings=ROOM,
        by=ana.ref,
        at=monday,
    )

    with pytest.raises(
        Refused, match=r"just been taken. Free near it: Sala Tajo, Monday 2 March, 11:00 to 12:00; Sala Tajo"
    ):
        book(
            second.pk,
            value(Resource.objects.get(slug="tajo"), monday + timedelta(hours=1)),
            settings=ROOM,
            by=budi.ref,
            at=monday,
        )

    assert Booking.objects.count() == 1
    assert Case.objects.get(pk=second.pk).state == "new"


def test_a_room_that_is_too_small_is_refused_with_those_that_are_not(asked, asks_for, ana, at_ten, monday):
    case = asks_for(asked, ana, {"people": 9})

    with pytest.raises(Refused, match="6 seats and you are 9.*Sala Tajo"):
        book(case.pk, at_ten, settings=ROOM, by=ana.ref, at=monday)
    assert not Booking.objects.exists()


def test_where_no_room_is_large_enough_that_is_what_is_said(asked, asks_for, ana, at_ten, monday):
    case = asks_for(asked, ana, {"people": 50})

    with pytest.raises(Refused, match="^You are 50, and our largest room has [0-9]+ seats.$"):
        book(case.pk, at_ten, settings=ROOM, by=ana.ref, at=monday)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("wrong", ["", "1", "1-20260302T0930Z-60", "1-20260302T1000Z-61", "999-20260302T1000Z-60",
                                   "1-99999999T9999Z-60", "1-20260307T1000Z-60", "x" * 300])  # fmt: skip
def test_a_time_that_was_not_offered_is_refused(asked, asks_for, ana, ebro, wrong, monday):
    case = asks_for(asked, ana, {"people": 1})

    with pytest.raises(Refused, match="not offered"):
        book(case.pk, wrong.replace("1-", f"{ebro.pk}-", 1), settings=ROOM, by=ana.ref, at=monday)
    assert not Booking.objects.exists()


def test_moved_the_old_time_is_free_and_the_calendar_knows_it_is_the_same(
    asked, asks_for, ana, budi, ebro, at_ten, later, monday
):
    case = asks_for(asked, ana, {"people": 2})
    book(case.pk, at_ten, settings=ROOM, by=ana.ref, at=monday)

    moved = move(case.pk, value(ebro, later(3)), settings=ROOM, by=ana.ref, at=later(0.5))

    assert (moved.starts_at, moved.sequence) == (later(3), 1)
    assert told(case, "room.booked", "room.given_back") == ["room.booked", "room.given_back", "room.booked"]
    other = asks_for(asked, budi, {"people": 2})
    assert book(other.pk, at_ten, settings=ROOM, by=budi.ref, at=later(0.5)).starts_at == later(1)
    files = [whole(file.blob_id).decode() for file in MessageFile.objects.order_by("pk")[:2]]
    assert [f"UID:case-{case.pk}@pasillo" in file for file in files] == [True, True]
    assert "SEQUENCE:1" in files[1]


def test_a_move_to_a_taken_time_leaves_the_old_one_theirs(asked, asks_for, ana, budi, ebro, at_ten, later, monday):
    case, other = (asks_for(asked, person, {"people": 2}) for person in (ana, budi))
    book(case.pk, at_ten, settings=ROOM, by=ana.ref, at=monday)
    book(other.pk, value(ebro, later(3)), settings=ROOM, by=budi.ref, at=monday)

    with pytest.raises(Refused, match="just been taken"):
        move(case.pk, value(ebro, later(3)), settings=ROOM, by=ana.ref, at=later(0.5))

    assert Booking.objects.get(case=case).state == "held"
    assert Booking.objects.get(case=case).starts_at == later(1)


def test_given_back_it_is_free_and_what_has_begun_cannot_be(asked, asks_for, ana, at_ten, monday, later):
    case = asks_for(asked, ana, {"people": 2})
    book(case.pk, at_ten, settings=ROOM, by=ana.ref, at=monday)
    with pytest.raises(Refused, match="begun"):
        give_back(case.pk, by=ana.ref, at=later(1))

    give_back(case.pk, by=ana.ref, at=later(0.5))

    assert Booking.objects.get().state == "given_back"
    assert [slot.free for slot in offered(asked, monday) if slot.value == at_ten] == [1]
    with pytest.raises(Refused, match="Nothing is booked"):
        give_back(case.pk, by=ana.ref, at=later(0.6))


def test_cancelling_the_request_gives_the_room_back(asked, asks_for, ana, budi, at_ten, monday, later):
    case = asks_for(asked, ana, {"people": 2})
    Booking.objects.create(
        resource_id=read_value(at_ten).resource_id,
        case=case,
        person=ana,
        starts_at=later(1),
        ends_at=later(2),
        made_at=monday,
    )

    cancel(case.pk, reason="Not needed.", by=budi.ref, at=later(0.5))

    assert Booking.objects.get().state == "given_back"
    assert not Clock.objects.filter(state="running").exists()


def test_the_database_itself_refuses_two_bookings_of_one_room(asked, asks_for, ana, ebro, monday, later):
    made = [asks_for(asked, ana, {"people": 1}) for _ in range(3)]
    common = {"resource": ebro, "person": ana, "made_at": monday}
    Booking.objects.create(case=made[0], starts_at=later(1), ends_at=later(2), **common)
    Booking.objects.create(case=made[1], starts_at=later(2), ends_at=later(3), **common)

    with pytest.raises(IntegrityError, match="never_booked_twice"), transaction.atomic():
        Booking.objects.create(case=made[2], starts_at=later(1.5), ends_at=later(2.5), **common)


@pytest.mark.django_db(transaction=True)
def test_six_who_press_at_the_same_moment_are_one_booking_and_five_answers(asked, asks_for, ana, at_ten, monday):
    cases = [asks_for(asked, ana, {"people": 1}) for _ in range(6)]
    together, outcomes = threading.Barrier(6), []

    def press(case_id):
        try:
            together.wait(10)
            book(case_id, at_ten, settings=ROOM, by=ana.ref, at=monday)
            outcomes.append("booked")
        except Refused as refusal:
            outcomes.append(str(refusal).partition(".")[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[case.pk]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["This time has just been taken"] * 5 + ["booked"]
    assert Booking.objects.count() == 1
    assert Case.objects.filter(state="resolved").count() == 1


def test_open_stretches_are_cut_into_times_that_fit(monday):
    stretch = (monday, monday + timedelta(minutes=150))

    cut = times(7, [stretch], after=monday - timedelta(1), minutes=60)

    assert [one.starts_at - monday for one in cut] == [timedelta(0), timedelta(hours=1)]
    assert read_value(cut[0].value) == cut[0]
    assert is_free(cut[0], [(monday + timedelta(hours=1), monday + timedelta(hours=2))])
    assert not is_free(cut[0], [(monday + timedelta(minutes=59), monday + timedelta(hours=2))])
    assert nearest(cut[1].starts_at, cut, limit=1) == [cut[1]]
