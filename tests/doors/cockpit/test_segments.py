"""Lucía brings customers together under a name, and promises them something of their own."""

import pytest
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import keep_segment
from pasillo.ground.people.models import Account, Segment
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.promises.models import Clock


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clinic(elena):
    """Elena asks for a dental clinic."""
    account = Account.objects.create(name="Clínica Dental Sol")
    elena.account = account
    elena.save()
    return account


def test_before_the_first_one_the_page_says_what_a_segment_is_for(lucia):
    page = signed_in(lucia).get("/app/segments").content.decode()

    assert "All customers are one segment." in page
    assert "No organisation is a customer yet." in page


def test_a_customer_is_put_into_a_segment_and_is_promised_what_it_has(lucia, clinic, elena, move_home):
    browser = signed_in(lucia)
    answer = browser.post("/app/segments/kept", {"name": " Health  care ", "description": "They cannot wait."})
    assert answer.url == "/app/segments"
    segment = Segment.objects.get()
    assert (segment.name, segment.description) == ("Health care", "They cannot wait.")

    answer = browser.post(f"/app/segments/accounts/{clinic.pk}", {"segment": segment.pk, "q": "sol"})
    assert answer.url == "/app/segments?q=sol#customers"
    clinic.refresh_from_db()
    assert clinic.segment == "Health care"
    special = {"some": "1", "metric": "resolution", "time": "120", "audience": "customer", "segment": "Health care"}
    assert browser.post("/app/catalogue/move-home/objectives", special).status_code == 302

    opening = Opening(customer_id=elena.pk, service_id=move_home.pk, subject="Gate", text="It rings.", channel="phone")
    hers = open_case(opening=opening, by=elena.ref, at=now())
    assert Clock.objects.get(case=hers, metric="resolution").target_minutes == 120

    page = browser.get("/app/segments").content.decode()
    assert "1 customer · 1 person" in page
    assert 'href="/app/catalogue/move-home"' in page
    told = Entry.objects.filter(name__in=["segment.kept", "account.placed"]).order_by("id")
    assert [(entry.name, entry.by, entry.data) for entry in told] == [
        ("segment.kept", lucia.ref, {"segment_id": segment.pk, "is_new": True}),
        ("account.placed", lucia.ref, {"account_id": clinic.pk, "segment_id": segment.pk}),
    ]
    audit = browser.get("/app/admin/audit").content.decode()
    assert "There is a new segment of customers: Health care" in audit
    assert "Clínica Dental Sol belongs to another segment, or to none" in audit


def test_the_same_again_changes_and_tells_nothing(lucia, clinic):
    browser = signed_in(lucia)
    browser.post("/app/segments/kept", {"name": "Families", "description": "At home"})
    browser.post("/app/segments/kept", {"name": "FAMILIES", "description": "At home"})
    browser.post(f"/app/segments/accounts/{clinic.pk}", {"segment": ""})

    assert Segment.objects.count() == 1
    assert Entry.objects.filter(name__in=["segment.kept", "account.placed"]).count() == 1


def test_a_segment_that_was_brought_along_is_shown_and_keeps_its_spelling(lucia, clinic):
    clinic.segment = "gold"
    clinic.save()
    browser = signed_in(lucia)
    assert "gold" in browser.get("/app/segments").content.decode()

    browser.post("/app/segments/kept", {"name": "Gold", "description": "Pays in advance"})
    assert Segment.objects.get().name == "gold"


@pytest.mark.parametrize("segment", ["x", "²", "999999999"])
def test_what_is_not_offered_is_refused_and_nothing_is_kept(lucia, clinic, segment):
    answer = signed_in(lucia).post(f"/app/segments/accounts/{clinic.pk}", {"segment": segment})

    assert answer.status_code == 422
    clinic.refresh_from_db()
    assert clinic.segment == ""


def test_a_segment_without_a_name_is_refused_and_the_words_stay(lucia):
    answer = signed_in(lucia).post("/app/segments/kept", {"name": " ", "description": "At home"})

    assert answer.status_code == 422
    assert "A segment needs a name." in answer.content.decode()
    assert "At home" in answer.content.decode()


def test_who_manages_an_area_reads_and_changes_nothing(carla, clinic, move_home):
    segment = keep_segment(name="Families", description="At home", by="system", at=now())
    browser = signed_in(carla)

    page = browser.get("/app/segments").content.decode()
    assert "At home" in page
    assert "Clínica Dental Sol" not in page
    assert "/app/segments/" not in page
    assert browser.post("/app/segments/kept", {"name": "Mine"}).status_code == 403
    assert browser.post(f"/app/segments/accounts/{clinic.pk}", {"segment": segment.pk}).status_code == 403
    assert Segment.objects.count() == 1


def test_how_many_there_are_changes_nothing_in_the_number_of_questions(lucia, django_assert_max_num_queries):
    Segment.objects.bulk_create(Segment(name=f"S{n}") for n in range(30))
    Account.objects.bulk_create(Account(name=f"A{n}", segment=f"S{n % 30}") for n in range(80))
    browser = signed_in(lucia)
    browser.get("/app/segments")

    with django_assert_max_num_queries(20):
        page = browser.get("/app/segments").content.decode()
    assert "There are more: write a part of the name." in page
