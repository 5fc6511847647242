"""What is for colleagues only is not offered to customers, by no way in; what was asked stays theirs to follow."""

import re

import pytest
from django.test import Client

from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.commands import (
    change_service,
    draft_request_type,
    draft_service,
    publish_form,
    publish_service,
    retire_service,
)
from tests.doors.portal.conftest import BY, MONDAY

ROOM = "/services/meeting-room"


def page(response):
    return response.content.decode()


def bare(answer, address):
    """A page without its own address and without what is drawn by lot."""
    return re.sub(r'"[A-Za-z0-9]{64}"', "", page(answer)).replace(address, "")


@pytest.fixture
def tomas(contact_centre):
    """Works in Finance and serves nobody."""
    person = meet(name="Tomás Vidal", email="tomas@nidalia.example", language="en", by=BY, at=MONDAY)
    give_role(person=person, role=Role.EMPLOYEE, by=BY, at=MONDAY)
    return person


@pytest.fixture
def as_tomas(tomas):
    client = Client()
    client.force_login(tomas)
    return client


@pytest.fixture
def meeting_room(contact_centre):
    names = {"en": "Book a meeting room"}
    details = {"audience": "colleagues", "keywords": {"en": "projector"}}
    service = draft_service(
        block="customer", names=names, slug="meeting-room", area=contact_centre, details=details, by=BY, at=MONDAY
    )
    publish_service(service.pk, by=BY, at=MONDAY)
    asked = draft_request_type(service.pk, names=names, slug="room", by=BY, at=MONDAY)
    publish_form(asked.pk, fields=[], by=BY, at=MONDAY)
    return service


def test_tomas_finds_the_meeting_room_and_asks_for_it(as_tomas, meeting_room):
    assert "Book a meeting room" in page(as_tomas.get("/"))
    assert f"{ROOM}/room" in page(as_tomas.get("/search", {"q": "projector"}))
    assert as_tomas.get(ROOM).status_code == 200
    assert as_tomas.get(f"{ROOM}/room").status_code == 200


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_customer_meets_it_nowhere_and_cannot_tell_it_from_nothing(client, elena, question, meeting_room, signed_in):
    if signed_in:
        client.force_login(elena)

    assert "meeting" not in page(client.get("/"))
    for words in ("projector", "projectro", "meeting room"):
        assert "meeting-room" not in page(client.get("/search", {"q": words}))
    assert "We found nothing" in page(client.get("/search", {"q": "projector"}))
    for hidden, nothing in ((ROOM, "/services/nothing"), (f"{ROOM}/room", "/services/nothing/room")):
        answers = [client.get(address) for address in (hidden, nothing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert bare(answers[0], hidden) == bare(answers[1], nothing)
    assert client.post(f"{ROOM}/room", {"do": "send", "key": "x", "_words": "For six"}).status_code == 404
    assert client.post(f"{ROOM}/room/draft", {"_words": "For six"}).status_code == 404


def test_what_is_for_both_is_offered_to_both(client, as_tomas, meeting_room):
    change_service(meeting_room.pk, changes={"audience": "both"}, by=BY, at=MONDAY)

    for visitor in (client, as_tomas):
        assert "Book a meeting room" in page(visitor.get("/"))
        assert visitor.get(f"{ROOM}/room").status_code == 200


def test_a_colleague_may_ask_for_what_customers_ask_for(as_tomas, move_request):
    assert as_tomas.get("/services/move-home/new").status_code == 200


def test_an_old_link_says_to_colleagues_only_that_it_is_gone_and_never_leads_a_customer_inside(
    client, as_tomas, moving, meeting_room
):
    change_service(moving.pk, changes={"instead": meeting_room}, by=BY, at=MONDAY)
    retire_service(moving.pk, by=BY, at=MONDAY)
    gone = client.get("/services/move-home")
    assert gone.status_code == 410
    assert "meeting" not in page(gone)
    assert "Book a meeting room" in page(as_tomas.get("/services/move-home"))

    retire_service(meeting_room.pk, by=BY, at=MONDAY)
    assert client.get(ROOM).status_code == 404
    assert as_tomas.get(ROOM).status_code == 410


def test_who_had_asked_follows_their_request_when_the_service_goes_inside(as_elena, elena, her_case, moving):
    change_service(moving.pk, changes={"audience": "colleagues"}, by=BY, at=MONDAY)

    assert as_elena.get("/services/move-home/new").status_code == 404
    assert "Move home" in page(as_elena.get(f"/requests/{her_case.number}"))
    assert her_case.subject in page(as_elena.get("/requests"))
    sent = as_elena.post(f"/requests/{her_case.number}/messages", {"text": "When will you come?", "key": "k1"})
    assert sent.status_code == 302


def test_who_no_longer_works_here_is_offered_it_no_more_and_keeps_what_they_asked(as_tomas, tomas, meeting_room):
    opening = Opening(customer_id=tomas.pk, service_id=meeting_room.pk, subject="For six", text="On Monday.",
                      channel="portal")  # fmt: skip
    case = open_case(opening=opening, by=tomas.ref, at=MONDAY)
    tomas.memberships.all().delete()

    assert as_tomas.get(ROOM).status_code == 404
    assert "For six" in page(as_tomas.get(f"/requests/{case.number}"))


def test_a_colleague_finds_what_is_for_colleagues_first_and_a_customer_sees_no_place_for_it(
    as_tomas, as_elena, moving, meeting_room
):
    theirs = page(as_tomas.get("/"))
    assert theirs.index('id="colleagues"') < theirs.index(">Book a meeting room<") < theirs.index('id="lifecycle"')
    assert 'id="customer"' not in theirs
    assert 'href="/#colleagues">For us who work here<' in page(as_tomas.get(f"{ROOM}/room"))
    assert "For us who work here" in page(as_tomas.get("/search?q=meeting room"))
    assert 'id="colleagues"' not in page(as_elena.get("/"))
