"""A target may hold for some cases only, or among ourselves: the sheet says for which, and which one decides."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pasillo.doors.shell.clock import now
from pasillo.ground.people.models import Account
from pasillo.operations.cases.commands import Opening, open_case, set_priority
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.scope import Scope, most_specific

ADDRESS = "/app/catalogue/lift-en"


@pytest.fixture
def as_lucia(lucia):
    client = Client()
    client.force_login(lucia)
    return client


@pytest.fixture
def lift(as_lucia, contact_centre):
    names = {f"names_{code}": "Lift" for code in ("es", "id")} | {"names_en": "Lift en"}
    as_lucia.post("/app/catalogue/new", names | {"beginning": "fault", "area": contact_centre.pk, "block": ""})
    as_lucia.post(f"{ADDRESS}/objectives", {"metric": "resolution", "time": "600", "unit": "minutes"})
    return Service.objects.get(slug="lift-en")


def some(**given):
    usual = {"some": "1", "metric": "resolution", "time": "120", "audience": "customer"}
    return usual | given


def test_the_most_specific_target_decides_in_the_order_that_the_sheet_tells():
    every, by_phone, urgent, gold = Scope(), Scope(channel="phone"), Scope(priority=1), Scope(segment="gold")
    request = Scope(request_type_id=7)
    case = Scope(request_type_id=7, segment="gold", priority=1, channel="phone")

    assert most_specific([every, by_phone, urgent, gold, request], case) == request
    assert most_specific([every, by_phone, urgent, gold], case) == gold
    assert most_specific([every, by_phone, urgent], case) == urgent
    assert most_specific([every, by_phone], case) == by_phone
    assert most_specific([every, Scope(priority=2)], case) == every
    assert most_specific([Scope(priority=2)], case) is None


def test_lucia_promises_more_where_it_presses_and_to_who_pays_for_it(as_lucia, lift, elena):
    assert as_lucia.post(f"{ADDRESS}/objectives", some(priority="1")).status_code == 302
    assert as_lucia.post(f"{ADDRESS}/objectives", some(segment="gold", time="60")).status_code == 302
    page = as_lucia.get(ADDRESS).content.decode()
    assert "priority Urgent" in page
    assert "segment gold" in page

    opening = Opening(customer_id=elena.pk, service_id=lift.pk, subject="Stuck", text="It stands.", channel="phone")
    case = open_case(opening=opening, by=elena.ref, at=now())
    assert Clock.objects.get(case=case).target_minutes == 600
    set_priority(case.pk, priority=1, by="system", at=now())
    assert Clock.objects.get(case=case).target_minutes == 120

    elena.account = Account.objects.create(name="Prats", segment="gold")
    elena.save()
    hers = open_case(opening=opening, by=elena.ref, at=now())
    assert Clock.objects.get(case=hers).target_minutes == 60


def test_what_areas_agree_among_themselves_stands_beside_and_is_ended_alone(as_lucia, lift):
    as_lucia.post(f"{ADDRESS}/objectives", some(audience="internal", policy="serving_area", time="300"))
    line = Objective.objects.get(audience="internal")
    page = as_lucia.get(ADDRESS).content.decode()
    assert "Internal agreement" in page
    assert "The hours of the area that holds the case" in page

    as_lucia.post(f"{ADDRESS}/objectives", {"metric": "resolution", "line": line.pk, "do": "end"})
    assert Objective.objects.filter(audience="internal").latest("version").is_ended
    assert not Objective.objects.general().filter(is_ended=True).exists()


@pytest.mark.parametrize("wrong", [{"time": "soon"}, {"time": "0"}, {"channel": "pigeon"}, {"priority": "9"},
                                   {"request": "999999"}, {"audience": "nobody"}, {"policy": "moon"}])  # fmt: skip
def test_what_means_nothing_is_refused_and_what_was_typed_stays(as_lucia, lift, wrong):
    before = Objective.objects.count()
    answer = as_lucia.post(f"{ADDRESS}/objectives", some(segment="silver") | wrong)

    assert answer.status_code == 422
    assert 'value="silver"' in answer.content.decode()
    assert Objective.objects.count() == before


def test_a_target_that_begins_later_is_shown_as_coming_and_the_old_one_holds_until_then(as_lucia, lift):
    day = timezone.localdate() + timedelta(days=40)
    given = {"metric": "resolution", "time": "2", "unit": "hours", "from": day.isoformat()}
    assert as_lucia.post(f"{ADDRESS}/objectives", given).status_code == 302

    page = " ".join(as_lucia.get(ADDRESS).content.decode().split())
    assert "2 h from" in page
    assert "<span>10 h</span>" in page
    assert "10 h" in " ".join(as_lucia.get("/app/objectives").content.decode().split())
    refused = as_lucia.post(f"{ADDRESS}/objectives", given | {"from": "1 December"})
    assert (refused.status_code, Objective.objects.filter(metric="resolution").count()) == (422, 2)
