"""Approvals, budgets, rooms and letters behind the desk's door."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.approvals.models import Approval
from pasillo.operations.bookings.models import Booking
from pasillo.operations.cases.commands import Opening, open_case, reply, say_what_is_due
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Draft, Message
from pasillo.operations.faults.commands import join
from pasillo.operations.faults.models import Fault
from pasillo.operations.purchases.models import CostCentre
from pasillo.operations.voice.queries import recognition_of
from pasillo.strategy.catalogue.slots import Wanted, source_of
from tests.operations import everyday

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(field, before):
    """Manages Field north, and its budget."""
    person = meet(name="Carla Vives", email="carla@nidalia.example", by="system", at=before)
    give_role(person=person, role=Role.MANAGER, area=field, by="system", at=before)
    return person


@pytest.fixture
def eva(before, db):
    """Works here and serves nobody."""
    person = meet(name="Eva Sanz", email="eva@nidalia.example", by="system", at=before)
    give_role(person=person, role=Role.EMPLOYEE, by="system", at=before)
    return person


@pytest.fixture
def asks(before):
    def make(asked, person, answers):
        version = asked.form_versions.get()
        opening = Opening(
            customer_id=person.pk, service_id=asked.service_id, request_type_id=asked.pk, form_version_id=version.pk,
            subject="Two chairs, please", text="A secret of mine.", channel="portal", answers=answers, kind=asked.kind,
        )  # fmt: skip
        return open_case(opening=opening, by=person.ref, at=before)

    return make


@pytest.fixture
def chairs(contact_centre, field, carla, asks, eva, before):
    """Eva wants two chairs of the contact centre's list, paid by Carla's budget; Field checks the figures."""
    buy = everyday.buying(contact_centre, field, carla, at=before)
    return asks(buy, eva, {"item": "chair", "quantity": 2, "centre": "field"})


def step(case, place=1):
    return Approval.objects.get(case=case, place=place)


def test_the_day_of_whoever_decides_begins_with_it_and_nobody_elses(at_desk, chairs, carla, marta):
    assert f'href="/app/approvals/{step(chairs).pk}"' in at_desk(carla).get("/app/day").content.decode()
    assert "Two chairs, please" not in at_desk(marta).get("/app/day").content.decode()


def test_the_tasks_show_what_waits_for_my_yes_and_nobody_elses(at_desk, chairs, carla, marta, eva):
    page = at_desk(carla).get("/app/tasks").content.decode()

    assert "Two chairs, please" in page
    assert f'href="/app/approvals/{step(chairs).pk}"' in page
    assert "A secret of mine." not in page
    for person in (marta, eva):
        assert "Two chairs, please" not in at_desk(person).get("/app/tasks").content.decode()


def test_who_decides_sees_what_it_does_to_the_budget_and_not_the_conversation(at_desk, chairs, carla):
    page = at_desk(carla).get(f"/app/approvals/{step(chairs).pk}").content.decode()

    assert "€500.00" in page
    assert "€240.00" in page
    assert "€260.00" in page
    assert "Chair" in page
    assert "A secret of mine." not in page
    assert 'data-key="a"' in page
    assert at_desk(carla).get(f"/app/cases/{chairs.number}").status_code == 404


def test_yes_and_yes_and_the_budget_pays(at_desk, chairs, carla, ivan):
    yes = {"decision": "give", "words": "They need them."}

    assert at_desk(carla).post(f"/app/approvals/{step(chairs).pk}/decision", yes).url == "/app/tasks"
    assert at_desk(ivan).post(f"/app/approvals/{step(chairs, 2).pk}/decision", yes).url == "/app/tasks"

    assert CostCentre.objects.get().spent == Decimal(240)
    assert "Approved" in at_desk(carla).get(f"/app/approvals/{step(chairs).pk}").content.decode()


def test_who_decides_is_told_before_they_decide_that_the_budget_does_not_bear_it(at_desk, chairs, carla):
    CostCentre.objects.update(budget=Decimal(100))
    browser, path = at_desk(carla), f"/app/approvals/{step(chairs).pk}"

    shown = browser.get(path).content.decode()
    assert "Field north has €100.00 left, this costs €240.00: €140.00 are missing." in shown

    refused = browser.post(f"{path}/decision", {"decision": "give", "words": "Please."})
    assert refused.status_code == 422
    assert "has only €100.00 left; this costs €240.00" in refused.content.decode()
    assert "Please.</textarea>" in refused.content.decode()
    assert step(chairs).state == "asked"
    assert browser.post(f"{path}/decision", {"decision": "decline", "words": "Next year."}).status_code == 302


def test_a_no_without_a_reason_keeps_the_page_and_one_with_a_reason_is_told(at_desk, chairs, carla):
    browser, path = at_desk(carla), f"/app/approvals/{step(chairs).pk}/decision"

    refused = browser.post(path, {"decision": "decline", "words": " "})
    assert refused.status_code == 422
    assert "Please say why" in refused.content.decode()
    assert browser.post(path, {"decision": "", "words": "Hm."}).status_code == 422
    assert "Hm.</textarea>" in browser.post(path, {"decision": "", "words": "Hm."}).content.decode()

    assert browser.post(path, {"decision": "decline", "words": "We have three in the cellar."}).status_code == 302
    assert Message.objects.get(direction="out").text == "We have three in the cellar."
    assert Case.objects.get().state == "resolved"


def test_what_is_not_mine_to_decide_is_not_there(at_desk, chairs, carla, marta, eva, ivan, elena):
    path = f"/app/approvals/{step(chairs).pk}"

    for person in (marta, eva, ivan):
        assert at_desk(person).get(path).status_code == 404
        assert at_desk(person).post(f"{path}/decision", {"decision": "give"}).status_code == 404
    assert at_desk(elena).get(path).status_code == 403
    assert at_desk(carla).get("/app/approvals/987654").status_code == 404
    assert step(chairs).state == "asked"


def test_the_case_shows_who_was_asked_and_what_the_budget_has_left(at_desk, chairs, marta):
    page = at_desk(marta).get(f"/app/cases/{chairs.number}").content.decode()

    assert "is asked for a yes" in page
    assert "Waiting for an answer" in page
    assert "€260.00" in page


def test_the_case_of_a_booked_room_shows_the_room(at_desk, contact_centre, hours, asks, eva, marta, before):
    room = everyday.rooms(contact_centre, hours, at=before)
    wanted = Wanted(request_type_id=room.pk, key="when", settings=everyday.ROOM, at=before)
    free = source_of(everyday.ROOM).offered(wanted)[0]

    case = asks(room, eva, {"people": 2, "when": free.to_json()})

    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert "The room is booked" in page
    assert Booking.objects.get().resource.name in page


def test_the_case_of_a_fault_shows_how_many_are_affected(at_desk, contact_centre, asks, eva, elena, marta, before):
    light = everyday.lights(contact_centre, at=before)
    case = asks(light, eva, {"place": "stairs", "what": "Dark."})
    join(Fault.objects.get().pk, person_id=elena.pk, by=elena.ref, at=now())

    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()

    assert "1 more person has joined" in page


def test_an_ordinary_case_asks_nothing_more_of_the_database(at_desk, marta, case, django_assert_max_num_queries):
    browser = at_desk(marta)
    browser.get(f"/app/cases/{case.number}")

    with django_assert_max_num_queries(45) as asked:
        browser.get(f"/app/cases/{case.number}")

    tables = "approvals_", "purchases_", "bookings_", "letters_", "faults_"
    assert [query["sql"][:80] for query in asked if any(table in query["sql"] for table in tables)] == []


@pytest.fixture
def praise(opens):
    case = opens("Thank you", "Jordi Mas was wonderful.")
    Case.objects.filter(pk=case.pk).update(kind="compliment")
    return case


def test_praise_is_thanked_for_and_reaches_whom_it_names(at_desk, marta, jordi, praise):
    browser = at_desk(marta)
    page = browser.get(f"/app/cases/{praise.number}").content.decode()
    assert f'name="people" value="{jordi.pk}" checked' in page
    assert f'name="people" value="{marta.pk}" checked' not in page

    assert browser.post(f"/app/cases/{praise.number}/resolution", {"without_reply": "1"}).status_code == 422
    assert browser.post(f"/app/cases/{praise.number}/thanks", {"text": " "}).status_code == 422
    browser.post(f"/app/cases/{praise.number}/thanks", {"text": "We tell him.", "people": [jordi.pk]})

    assert Case.objects.get().state == "thanked"
    assert recognition_of(jordi.pk) == 1
    assert "The praise went to" in browser.get(f"/app/cases/{praise.number}").content.decode()


def test_who_reads_praise_is_told_that_nothing_counts_it(at_desk, marta, elena, opens):
    case = opens("Thank you", "Jordi Mas was wonderful.")
    praised = Opening(
        customer_id=elena.pk, service_id=case.service_id, subject="Thanks", text="So kind.", channel="email",
        kind="compliment",
    )  # fmt: skip
    praise = open_case(opening=praised, by=elena.ref, at=case.opened_at)

    page = at_desk(marta).get(f"/app/cases/{praise.number}").content.decode()

    assert "Praise has no clock: it is thanked for." in page
    assert "Nothing is promised for this service yet." not in page


def test_a_reply_to_praise_is_never_offered_with_resolve_and_the_reason_is_told_at_once(at_desk, marta, praise):
    browser, path = at_desk(marta), f"/app/cases/{praise.number}"
    draft = {"kind": "reply", "text": "We tell him.", "step": "resolve", "revision": "0"}
    assert browser.post(f"{path}/draft", draft, headers={"hx-request": "true"}).status_code == 200

    page = browser.get(path).content.decode()
    assert "Send and resolve" not in page
    assert 'popovertarget="p-thank"' in page
    said = {"kind": "reply", "reply": "We tell him.", "then": "resolve", "key": "k1"}
    refused = browser.post(f"{path}/messages", said, headers={"hx-request": "true"})
    assert (refused.status_code, "Praise is not a problem to solve" in refused.content.decode()) == (422, True)
    assert Draft.objects.get().text == "We tell him."

    browser.post(f"{path}/messages", said | {"then": ""}, headers={"hx-request": "true"})
    assert browser.post(f"{path}/resolution", headers={"hx-request": "true"}).status_code == 422
    say_what_is_due(at=now() + timedelta(seconds=11))
    assert Message.objects.get(direction="out").text == "We tell him."
    assert not Draft.objects.exists()


def test_what_was_begun_as_a_reply_goes_out_as_the_thanks(at_desk, marta, praise):
    browser, path = at_desk(marta), f"/app/cases/{praise.number}"
    browser.post(f"{path}/draft", {"kind": "reply", "text": "We tell him.", "revision": "0"})

    browser.post(f"{path}/thanks", {"text": "Something else."})

    assert Draft.objects.get().text == "We tell him."
    Case.objects.filter(pk=praise.pk).update(state="new")
    browser.post(f"{path}/thanks", {"text": "We tell him."})
    assert not Draft.objects.exists()


def test_a_complaint_is_made_formal_and_closed_by_a_person(at_desk, marta, opens, ivan):
    case = opens("Nobody came")
    Case.objects.filter(pk=case.pk).update(kind="complaint")
    browser, path = at_desk(marta), f"/app/cases/{case.number}"
    for noun in ("thanks", "formality", "settlement"):
        assert at_desk(ivan).post(f"{path}/{noun}", {"text": "x", "reason": "x"}).status_code == 404

    browser.post(f"{path}/formality")
    assert "Formal complaint" in browser.get(path).content.decode()
    assert browser.post(f"{path}/resolution", {"without_reply": "1"}).status_code == 422

    reply(case.pk, text="You are right.", then="resolve", by=marta.ref, at=now())
    browser.post(f"{path}/settlement", {"reason": "She is content."})
    assert Case.objects.get().state == "closed"
