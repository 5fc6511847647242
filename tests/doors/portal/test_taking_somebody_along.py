"""Elena takes her neighbour Ramón along: he reads and writes in this one request, and decides nothing."""

import uuid

import pytest
from django.test import Client

from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.portal import links
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases.commands import add_person, note, remove_person, reply
from pasillo.operations.cases.models import Participant
from pasillo.operations.cases.queries import own_cases, served_by, visible_to
from pasillo.operations.conversations.models import Message
from tests.doors.portal.conftest import MONDAY


def once(**more):
    return {"key": str(uuid.uuid4())} | more


def page(response):
    return response.content.decode()


@pytest.fixture
def shared(answered, elena, ramon):
    add_person(answered.pk, email=ramon.email, by=elena.ref, at=MONDAY)
    return answered


@pytest.fixture
def as_ramon(ramon):
    browser = Client()
    browser.force_login(ramon)
    browser.cookies["language"] = "en"
    return browser


def test_elena_adds_him_on_the_page_and_he_gets_a_letter_with_a_link_of_his_own(as_elena, answered, ramon):
    said = as_elena.post(f"/requests/{answered.number}/people", once(email="ramon@gil.example"), follow=True)

    assert "ramon@gil.example" in page(said)
    assert ramon.name not in page(said), "his name is ours to know, not hers"
    effect = Effect.objects.get(payload__template="shared")
    letter = letter_for(effect)
    assert letter.recipient_address == "ramon@gil.example"
    assert letter.context["link"].endswith(links.link_for(answered, ramon.pk))
    assert "Elena Prats" in letter.context["text"]
    assert answered.subject not in letter.subject + letter.context["text"]


def test_the_answer_is_the_same_for_an_address_that_nobody_knows(as_elena, answered):
    said = as_elena.post(f"/requests/{answered.number}/people", once(email="nobody@nowhere.example"), follow=True)

    assert "nobody@nowhere.example" in page(said)
    assert Participant.objects.count() == 1


def test_he_reads_and_writes_by_his_link_and_by_signing_in(client, as_ramon, shared, ramon):
    link = links.link_for(shared, ramon.pk)
    assert "Nora comes today" in page(client.get(link))
    client.post(f"{link}/messages", once(text="I have her keys."))
    as_ramon.post(f"/requests/{shared.number}/messages", once(text="I am at home all day."))

    written = Message.objects.filter(author=ramon).order_by("id").values_list("text", "direction")
    assert list(written) == [("I have her keys.", "in"), ("I am at home all day.", "in")]
    assert f"/requests/{shared.number}" in page(as_ramon.get("/requests"))


@pytest.mark.parametrize("act", ["confirmation", "dispute", "cancellation", "feedback", "people"])
def test_he_decides_nothing(as_ramon, shared, marta, act):
    reply(shared.pk, text="Done.", then="resolve", by=marta.ref, at=MONDAY)
    before = Entry.objects.count()
    words = {"reason": "Not solved!", "score": "1", "words": "bad", "email": "third@party.example"}
    answer = as_ramon.post(f"/requests/{shared.number}/{act}", once(**words))

    shared.refresh_from_db()
    assert answer.status_code == 422
    assert "Only Elena Prats can decide this." in page(answer)
    assert shared.state == "resolved"
    assert Entry.objects.count() == before
    assert Participant.objects.count() == 1


def test_he_never_sees_our_notes(as_ramon, shared, marta):
    note(shared.pk, text="She has been difficult.", by=marta.ref, at=MONDAY)

    assert "She has been difficult." not in page(as_ramon.get(f"/requests/{shared.number}"))


def test_what_we_say_goes_to_both_each_in_their_own_letter(shared, marta, elena, ramon):
    reply(shared.pk, text="Nora is on her way.", by=marta.ref, at=MONDAY)
    said = Message.objects.get(text="Nora is on her way.")
    letters = [letter_for(one) for one in Effect.objects.filter(key__startswith=f"message:{said.pk}")]

    assert {letter.recipient_address for letter in letters} == {elena.email, ramon.email}
    assert len({letter.message_id for letter in letters}) == 2
    assert all(elena.email not in letter.recipient_address or letter.context["link"] for letter in letters)
    assert len({letter.context["link"] for letter in letters}) == 2


def test_who_is_let_go_sees_nothing_any_more(client, as_elena, as_ramon, shared, ramon):
    link = links.link_for(shared, ramon.pk)
    as_elena.post(f"/requests/{shared.number}/people", once(leaves=str(ramon.pk)))

    assert client.get(link).status_code == 404
    assert as_ramon.get(f"/requests/{shared.number}").status_code == 404
    assert str(shared.number) not in page(as_ramon.get("/requests"))
    assert not own_cases(sight_of(ramon)).exists()
    assert Entry.objects.filter(name="case.person_left").count() == 1


def test_a_colleague_who_is_taken_along_is_a_guest_and_not_one_who_serves(shared, elena, django_user_model, db):
    from datetime import UTC, datetime

    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.commands import set_hours
    from pasillo.ground.people.commands import give_role, meet, open_area
    from pasillo.ground.people.models import Role

    always = set_hours(name="Always", rule=CalendarRule.always(), effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    field = open_area(name="Field", function="field", calendar=always, by="system", at=MONDAY)
    nora = meet(name="Nora Sanz", email="nora@nidalia.example", by="system", at=MONDAY)
    give_role(person=nora, role=Role.AGENT, area=field, by="system", at=MONDAY)
    add_person(shared.pk, email=nora.email, by=elena.ref, at=MONDAY)

    assert list(visible_to(sight_of(nora))) == [shared]
    assert not served_by(sight_of(nora)).exists()


@pytest.mark.parametrize("email", ["", "ramon", "ramon@", "a@b\r\nBcc: x@y.example"])
def test_an_address_that_is_none_is_refused_and_stays_in_the_field(as_elena, answered, email):
    answer = as_elena.post(f"/requests/{answered.number}/people", once(email=email))

    assert answer.status_code == 422
    assert "is not complete" in page(answer)
    assert not Participant.objects.exists()


def test_no_more_than_ten(answered, elena):
    from pasillo.ground.kit.refusals import Refused

    for number in range(10):
        add_person(answered.pk, email=f"guest{number}@gil.example", by=elena.ref, at=MONDAY)
    with pytest.raises(Refused, match="No more than 10"):
        add_person(answered.pk, email="one@more.example", by=elena.ref, at=MONDAY)
    remove_person(answered.pk, person_id=Participant.objects.first().person_id, by=elena.ref, at=MONDAY)
    assert Participant.objects.count() == 9


def test_a_stranger_cannot_add_anybody(client, as_ramon, answered):
    assert as_ramon.post(f"/requests/{answered.number}/people", once(email="x@y.example")).status_code == 404
    assert not Participant.objects.exists()
