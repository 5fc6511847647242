"""Marta finds that Elena and a number on WhatsApp are one person, and that Elena reads no more than she proved."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people import commands as people
from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Apart, Identity, Joining, Person, Role
from pasillo.ground.people.sight import sight_of
from pasillo.ground.people.together import root_of
from pasillo.measurement.reports.one_person import Customers
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Participant
from pasillo.operations.cases.queries import own_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(before, opens, elena):
    """Somebody on WhatsApp, with a case of their own, from the number that Elena once told."""
    person = people.recognise(realm="whatsapp", address="34600112233", shown="+34600112233", name="Eli", at=before)
    Person.objects.filter(pk=elena.pk).update(phone="600 11 22 33")
    opens("Who are you?", "It's me.", customer=person)
    return person


@pytest.fixture
def joined(unknown, elena, marta, case, before):
    return people.join(unknown.pk, into_id=elena.pk, by=marta.ref, at=before)


def page(answer):
    return answer.content.decode()


def test_the_card_says_by_which_names_how_far_they_are_proven_and_who_may_be_the_same(
    at_desk, marta, elena, unknown, case
):
    shown = page(at_desk(marta).get(f"/app/customers/{elena.pk}"))

    assert "elena.prats@correo.example" in shown
    assert "claimed; nobody has proven it" in shown
    assert "the same phone number" in shown
    assert f'href="/app/customers/{elena.pk}/joining/{unknown.pk}"' in shown
    theirs = page(at_desk(marta).get(f"/app/customers/{unknown.pk}"))
    assert "they write to us from it; the channel says so" in theirs


def test_before_they_are_joined_it_is_said_what_the_customer_will_see(at_desk, marta, elena, unknown, case):
    shown = page(at_desk(marta).get(f"/app/customers/{elena.pk}/joining/{unknown.pk}"))

    assert "The customer sees nothing more than before." in shown
    assert shown.count("1 case ") == 2
    assert 'name="both"' not in shown
    assert not Joining.objects.exists()


def test_one_click_joins_one_history_shows_both_and_another_undoes_it(at_desk, marta, elena, unknown, case):
    browser = at_desk(marta)
    answer = browser.post(f"/app/customers/{elena.pk}/joining/{unknown.pk}")
    assert answer.headers["location"] == f"/app/customers/{elena.pk}"

    for one in (elena, unknown):
        shown = page(browser.get(f"/app/customers/{one.pk}"))
        assert ("Still no alarm" in shown, "Who are you?" in shown) == (True, True)
    joining = Joining.objects.get()
    assert "Each has again the cases" in page(browser.get(f"/app/customers/joinings/{joining.pk}"))
    browser.post(f"/app/customers/joinings/{joining.pk}")
    assert "Who are you?" not in page(browser.get(f"/app/customers/{elena.pk}"))
    assert root_of(unknown.pk) == unknown.pk


def test_a_joined_person_is_found_once_with_all_that_is_open(at_desk, marta, joined, case):
    browser = at_desk(marta)

    every = page(browser.get("/app/customers"))
    assert ("Elena Prats" in every, ">Eli<" in every) == (True, False)
    assert "2 open cases" in every
    palette = page(browser.get("/app/palette", {"q": "600112233"}))
    assert ("Elena Prats" in palette, "Eli<" in palette) == (True, False)


def test_a_colleague_sees_of_a_joined_person_only_the_cases_that_are_theirs(
    at_desk, marta, ivan, field, joined, elena, unknown, case, before
):
    commands.transfer(case.pk, area_id=field.pk, reason="Theirs", by=marta.ref, at=now())
    shown = page(at_desk(ivan).get(f"/app/customers/{elena.pk}"))

    assert ("Still no alarm" in shown, "Who are you?" in shown) == (True, False)
    assert at_desk(ivan).get(f"/app/customers/joinings/{joined.pk}").status_code == 404


def test_joined_elena_reads_nothing_of_it_until_both_names_are_proven(at_desk, marta, joined, elena, unknown, before):
    browser, reading = at_desk(marta), f"/app/customers/joinings/{joined.pk}/reading"
    before_all = set(own_cases(sight_of(elena)).values_list("pk", flat=True))
    assert "has not yet proven the address" in page(browser.post(reading))
    people.verify(elena.pk, by=elena.ref, at=before)
    assert "is proven yet. Confirm them first." in page(browser.post(reading))
    assert set(own_cases(sight_of(elena)).values_list("pk", flat=True)) == before_all

    identity = Identity.objects.get(person=unknown)
    browser.post(f"/app/customers/{unknown.pk}/identities/{identity.pk}", {"decision": "confirm"})
    assert browser.post(reading).status_code == 302
    assert own_cases(sight_of(elena)).count() == len(before_all) + 1
    browser.post(f"/app/customers/joinings/{joined.pk}")
    assert set(own_cases(sight_of(elena)).values_list("pk", flat=True)) == before_all
    assert not Participant.objects.exists()


def test_what_somebody_wrote_down_finds_the_person_and_can_be_taken_away(at_desk, marta, elena, case):
    browser = at_desk(marta)
    browser.post(f"/app/customers/{elena.pk}/identities", {"address": "+34 611 22 33 44"})
    assert "Elena Prats" in page(browser.get("/app/customers?q=611223344"))
    assert browser.post(f"/app/customers/{elena.pk}/identities", {"address": "x"}).status_code == 422

    identity = Identity.objects.get()
    browser.post(f"/app/customers/{elena.pk}/identities/{identity.pk}", {"decision": "end"})
    assert not Identity.objects.exists()
    assert "Elena Prats" not in page(browser.get("/app/customers?q=611223344"))


def test_who_manages_goes_through_the_list_and_what_is_not_the_same_is_not_asked_again(
    at_desk, marta, jordi, contact_centre, elena, unknown, case, before
):
    give_role(person=jordi, role=Role.MANAGER, area=contact_centre, by="system", at=before)
    assert at_desk(marta).get("/app/customers/alike").status_code == 403
    browser = at_desk(jordi)
    assert "the same phone number" in page(browser.get("/app/customers/alike"))

    browser.post(f"/app/customers/{elena.pk}/apart/{unknown.pk}", {"back": "list"})
    assert Apart.objects.count() == 1
    assert "Nobody looks like somebody else." in page(browser.get("/app/customers/alike"))


def test_the_figures_count_one_customer_as_long_as_they_are_joined(joined, elena, unknown, marta, before):
    from pasillo.measurement.stories.models import Story
    from tests.measurement.journal import read_again

    read_again()
    assert Customers().counted(Story.objects.all()) == 1
    commands.part_people(joined.pk, by=marta.ref, at=now())
    assert Customers().counted(Story.objects.all()) == 2
