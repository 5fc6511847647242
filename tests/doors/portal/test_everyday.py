"""The four everyday requests as who works at Nidalia asks for them in the portal."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.effects.sending import send_all
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.approvals.commands import give
from pasillo.operations.approvals.models import Approval
from pasillo.operations.bookings.models import Booking
from pasillo.operations.cases.commands import resolve
from pasillo.operations.cases.models import Case
from pasillo.operations.faults.models import Affected
from tests.operations import everyday

BY = "system"


@pytest.fixture
def long_ago():
    return now() - timedelta(days=40)


@pytest.fixture
def carla(contact_centre, long_ago):
    person = meet(name="Carla Vives", email="carla@nidalia.example", by=BY, at=long_ago)
    give_role(person=person, role=Role.MANAGER, area=contact_centre, by=BY, at=long_ago)
    return person


@pytest.fixture
def rooms(contact_centre, long_ago):
    always = set_hours(name="Always", rule=CalendarRule.always(), effective_from=long_ago)
    return everyday.rooms(contact_centre, always, at=long_ago)


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page).group(1)


def free_in(page):
    return re.findall(r'name="(?:when|slot)" value="([^"]+)"(?! checked)(?! disabled)', page)


def ask(client, path, **answers):
    page = client.get(path).content.decode()
    return client.post(path, {"key": key_in(page), "do": "send", **answers})


def test_a_room_that_is_booked_for_later_is_not_asked_whether_it_works_before_it_began(as_elena, rooms, monkeypatch):
    path = "/services/book-a-room/book-a-room"
    made = ask(as_elena, path, people="3", when=free_in(as_elena.get(path).content.decode())[20])
    begins = Booking.objects.get().starts_at

    page = as_elena.get(made.url).content.decode()
    assert "It is booked for" in page
    for words in ("We believe that it is solved", "It works", "Not solved", "How was it for you?"):
        assert words not in page
    assert "Booked" in as_elena.get("/requests").content.decode()
    assert "It is booked for" in as_elena.get("/").content.decode()

    for module in ("one", "mine"):
        monkeypatch.setattr(f"pasillo.doors.portal.{module}.now", lambda: begins + timedelta(minutes=1))
    page = as_elena.get(made.url).content.decode()
    assert "We believe that it is solved" in page
    assert "It works" in page
    assert "Does it work?" in as_elena.get("/requests").content.decode()


def test_the_form_of_a_room_is_a_calendar_of_what_is_free(as_elena, rooms):
    page = as_elena.get("/services/book-a-room/book-a-room").content.decode()

    assert "Sala Ebro (6)" in page
    assert page.count('class="cal-d"') >= 3
    assert len(free_in(page)) > 40


def test_a_room_is_booked_in_one_go_and_is_in_the_calendar(as_elena, rooms):
    path = "/services/book-a-room/book-a-room"
    chosen = free_in(as_elena.get(path).content.decode())[20]

    made = ask(as_elena, path, people="3", when=chosen)

    page = as_elena.get(made.url).content.decode()
    assert "Into my calendar" in page
    assert Case.objects.get().state == "resolved"
    file = as_elena.get(made.url + "/booking.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in file.content
    again = as_elena.get(path).content.decode()
    assert f'value="{chosen}" disabled' in again


def test_who_comes_second_keeps_every_word_and_reads_what_is_free(as_elena, ramon, rooms):
    path = "/services/book-a-room/book-a-room"
    other = Client()
    other.force_login(ramon)
    other.cookies["language"] = "en"
    page = other.get(path).content.decode()
    chosen = free_in(page)[20]
    ask(as_elena, path, people="3", when=chosen)

    refused = other.post(
        path, {"key": key_in(page), "do": "send", "people": "4", "when": chosen, "_words": "With a beamer."}
    )

    told = refused.content.decode()
    assert refused.status_code == 422
    assert "not free any more" in told
    assert "With a beamer." in told
    assert 'name="people" value="4"' in told
    assert Booking.objects.count() == 1
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_one_has_it_and_the_other_reads_what_is_near(elena, ramon, rooms):
    path, barrier, answers = "/services/book-a-room/book-a-room", threading.Barrier(2), []
    clients = []
    for one in (elena, ramon):
        client = Client()
        client.force_login(one)
        client.cookies["language"] = "en"
        clients.append((client, client.get(path).content.decode()))
    chosen = free_in(clients[0][1])[20]

    def press(client, page):
        try:
            barrier.wait(10)
            answers.append(
                client.post(path, {"key": key_in(page), "do": "send", "people": "2", "when": chosen, "_words": "Mine."})
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=pair) for pair in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    lost = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "Free near it: Sala" in lost or "not free any more" in lost
    assert "Mine.</textarea>" in lost
    assert Booking.objects.count() == 1


def test_a_booking_is_moved_and_given_back_by_its_customer_alone(as_elena, ramon, rooms):
    path = "/services/book-a-room/book-a-room"
    made = ask(as_elena, path, people="3", when=free_in(as_elena.get(path).content.decode())[20])
    page = as_elena.get(made.url).content.decode()
    other = Client()
    other.force_login(ramon)
    other.cookies["language"] = "en"
    for noun in ("room", "room-back"):
        assert other.post(f"{made.url}/{noun}", {"slot": "x"}).status_code == 404
    assert other.get(f"{made.url}/booking.ics").status_code == 404

    moved = as_elena.post(f"{made.url}/room", {"key": "m1", "slot": free_in(page)[30]})
    assert moved.status_code == 302
    assert Booking.objects.filter(state="held").count() == 1
    assert Booking.objects.get(state="held").sequence == 1

    refused = as_elena.post(f"{made.url}/room", {"key": "m2", "slot": "nonsense"})
    assert refused.status_code == 422
    assert "not offered" in refused.content.decode()

    as_elena.post(f"{made.url}/room-back", {"key": "m3"})
    assert not Booking.objects.filter(state="held").exists()
    assert "It is free for others again." in as_elena.get(made.url).content.decode()


def test_a_letter_waits_for_a_named_yes_and_comes_as_a_file(as_elena, contact_centre, carla, long_ago):
    everyday.letters(contact_centre, approved_by=contact_centre, at=long_ago)

    made = ask(as_elena, "/services/letter/letter", for_whom="The bank")
    page = as_elena.get(made.url).content.decode()
    assert "It waits for the yes of Carla Vives" in page
    assert "Our promise to you runs on meanwhile." in page

    give(Approval.objects.get().pk, words="With pleasure.", by=carla.ref, at=now())
    send_all(at=now())

    page = as_elena.get(made.url).content.decode()
    assert "It waits for" not in page
    assert "With pleasure." in page
    file = re.search(r'href="(/requests/\d+/files/\d+)"', page).group(1)
    pdf = as_elena.get(file)
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_a_purchase_says_what_it_costs_and_who_pays(as_elena, contact_centre, carla, marta, long_ago):
    everyday.buying(contact_centre, contact_centre, carla, at=long_ago)

    made = ask(as_elena, "/services/buy/buy", item="stapler", quantity="1", centre="field")
    assert "€9.90, paid by Field north" in as_elena.get(made.url).content.decode()

    made = ask(as_elena, "/services/buy/buy", item="chair", quantity="1", centre="field")
    assert "€120.00, if it is approved" in as_elena.get(made.url).content.decode()


def test_what_was_reported_already_is_said_before_it_is_sent_and_one_can_join(
    as_elena, ramon, contact_centre, marta, long_ago
):
    everyday.lights(contact_centre, at=long_ago)
    other = Client()
    other.force_login(ramon)
    other.cookies["language"] = "en"
    ask(other, "/services/light/light", place="stairs", what="I fell, and my knee is blue.")

    offered = ask(as_elena, "/services/light/light", place="stairs", what="It is dark.")
    page = offered.content.decode()
    assert offered.status_code == 200
    assert "This was reported already: Stairs" in page
    assert "knee" not in page
    assert "It is dark." in page
    assert Case.objects.count() == 1

    fault = re.search(r'name="fault" value="(\d+)"', page).group(1)
    joined = as_elena.post(
        "/services/light/light", {"key": key_in(page), "do": "join", "fault": fault, "place": "stairs"}
    )
    assert joined.url == "/requests"
    assert Affected.objects.get().fault_id == int(fault)
    mine = as_elena.get("/requests").content.decode()
    assert "Reported by others" in mine
    assert "Stairs" in mine

    resolve(Case.objects.get().pk, by=marta.ref, at=now())
    assert "Repaired" in as_elena.get("/requests").content.decode()


def test_who_says_that_theirs_is_another_fault_is_believed(as_elena, ramon, contact_centre, long_ago):
    everyday.lights(contact_centre, at=long_ago)
    other = Client()
    other.force_login(ramon)
    other.cookies["language"] = "en"
    ask(other, "/services/light/light", place="stairs", what="Dark.")

    made = ask(as_elena, "/services/light/light", place="stairs", what="The handrail is loose.", anyway="1")

    assert made.status_code == 302
    assert Case.objects.count() == 2
    for wrong in ("", "x", "999999999999999999999"):
        assert as_elena.post("/services/light/light", {"do": "join", "fault": wrong}).url == "/requests"
