"""Who plans says when and whom the alarms of a service call; others read it."""

import re

import pytest
from django.test import Client

from pasillo.ground.journal.models import Entry
from pasillo.operations.alarms.models import Plan

LADDER = {
    "revision": "0", "shares": "60, 90 %", "lead_minutes": "120", "silence_minutes": "0", "who_1": "lead",
    "within_1": "30", "who_2": "", "within_2": "", "who_3": "owner", "within_3": "240", "touch_minutes": "20",
    "cost_of_alarm": "1", "cost_of_breach": "25", "helps_percent": "30",
}  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_new_service_has_what_every_new_service_has(lucia, move_home):
    page = signed_in(lucia).get("/app/catalogue/move-home/alarms").content.decode()

    assert "This service has what every new service has." in page
    assert 'value="50, 75, 100"' in page
    assert 'value="960"' in page


def test_lucia_gives_it_a_ladder_of_its_own(lucia, move_home):
    browser = signed_in(lucia)
    answer = browser.post("/app/catalogue/move-home/alarms/plan", LADDER)

    assert answer.url == "/app/catalogue/move-home/alarms"
    plan = Plan.objects.get()
    assert plan.shares == [60, 90]
    assert plan.rungs == [{"who": "lead", "within": 30}, {"who": "owner", "within": 240}]
    assert (plan.lead_minutes, plan.silence_minutes, plan.touch_minutes, plan.cost_of_breach) == (120, 0, 20, 25)
    assert Entry.objects.get(name="alarm.plan_set").by == lucia.ref
    assert 'value="60, 90"' in browser.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"shares": "half"}, "“half” is none"), ({"who_1": "", "who_3": ""}, "between one and five rungs"),
     ({"revision": "4"}, "Somebody else has changed"), ({"helps_percent": "0"}, "between 1 and 100")],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(lucia, move_home, wrong, why):
    answer = signed_in(lucia).post("/app/catalogue/move-home/alarms/plan", LADDER | wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in page
    assert 'value="240"' in page
    assert not Plan.objects.exists()


def test_who_reads_it_changes_nothing(olga, marta, move_home):
    page = signed_in(olga).get("/app/catalogue/move-home/alarms").content.decode()

    assert "Keep</button>" not in page
    fields = re.findall(r'<(?:input|select) class="inp"[^>]*>', page)
    assert len(fields) >= 9
    assert all(" disabled" in field for field in fields)
    assert "You can read this." in page
    assert signed_in(olga).post("/app/catalogue/move-home/alarms/plan", LADDER).status_code == 403
    assert signed_in(marta).get("/app/catalogue/move-home/alarms").status_code == 403
    assert not Plan.objects.exists()


def test_a_service_without_decided_promises_says_what_will_stand_there(lucia, move_home):
    page = signed_in(lucia).get("/app/catalogue/move-home/alarms").content.decode()

    assert "How good these calls were" in page
    assert "No promise of this service was kept or broken in the last 90 days." in page
