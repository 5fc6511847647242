"""Nobody gets more than they have: by fields that no form has, by rights that are gone, by being quick."""

import threading
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import use_link
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Membership, Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case, Dispute
from pasillo.operations.voice.commands import give_feedback
from pasillo.operations.voice.models import Feedback
from tests.rights.asking import no_command

HAND = 8
SAFE_WORDS = {"text", "subject", "key", "name", "title", "words", "reason", "kind"}


def _every_field(value: str) -> dict[str, str]:
    """Every field of every table of ours, as somebody might add it to a form."""
    tables = [table for table in apps.get_models() if table.__module__.startswith("pasillo.")]
    names = {name for table in tables for one in table._meta.concrete_fields for name in (one.name, one.attname)}
    return dict.fromkeys(sorted(names - SAFE_WORDS), value)


def _state(case_id: int, person_id: int) -> tuple:
    case = Case.objects.values(
        "number", "customer_id", "account_id", "service_id", "area_id", "assignee_id", "priority", "state", "cycle",
        "opened_at", "next_due_at", "unverified", "kind", "follows_id", "conversation_id",
    ).get(pk=case_id)  # fmt: skip
    person = Person.objects.values("name", "email", "is_active", "account_id", "password", "verified_at").get(
        pk=person_id
    )
    roles = list(Membership.objects.order_by("pk").values_list("person_id", "area_id", "role"))
    return case, person, roles


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("owner", "/requests/{}/messages", {"text": "Hello"}),
        ("owner", "/requests/{}/feedback", {"score": "5", "words": "Good"}),
        ("agent", "/app/cases/{}/messages", {"kind": "note", "note": "Mine"}),
        ("agent", "/app/cases/{}/draft", {"kind": "reply", "text": "Mine"}),
    ],
)
def test_fields_that_a_form_does_not_have_change_nothing(open_database, role, path, words):
    world = open_database
    case, person = world.things["case"], world.people[role]

    with transaction.atomic(), no_command():
        before = _state(case.pk, person.pk)
        world.browsers[role].post(path.format(case.number), _every_field(str(world.people["stranger"].pk)) | words)
        after = _state(case.pk, person.pk)
        transaction.set_rollback(True)

    assert after == before


def test_fields_that_the_api_does_not_know_are_refused_and_change_nothing(open_database):
    world = open_database
    body = _every_field("1") | {"service": "moving", "text": "The gate is stuck.", "language": "en"}
    body = {name: value for name, value in body.items() if name not in {"request_type", "answers", "customer"}}

    with transaction.atomic(), no_command():
        before = Case.objects.count()
        answer = world.browsers["anonymous"].post(
            "/api/v1/cases", body, content_type="application/json",
            headers={"authorization": f"Bearer {world.tokens['owner']}"},
        )  # fmt: skip
        made = Case.objects.count() - before
        transaction.set_rollback(True)

    assert answer.status_code == 422
    assert "assignee" in answer.content.decode()
    assert made == 0


@pytest.mark.parametrize("path", ["/app/cases/{}", "/app/work", "/api/v1/cases/{}"])
def test_a_right_is_gone_at_the_very_next_question(open_database, path):
    world = open_database
    address = path.format(world.things["case"].number)
    headers = {"authorization": f"Bearer {world.tokens['agent']}"} if path.startswith("/api") else {}

    with transaction.atomic(), no_command():
        before = world.browsers["agent"].get(address, headers=headers).status_code
        Membership.objects.filter(person=world.people["agent"]).delete()
        after = world.browsers["agent"].get(address, headers=headers).status_code
        transaction.set_rollback(True)

    assert before == 200
    assert after in (403, 404)


def test_who_is_disabled_is_out_at_the_very_next_question(open_database):
    world = open_database

    with transaction.atomic(), no_command():
        Person.objects.filter(pk=world.people["agent"].pk).update(is_active=False)
        page = world.browsers["agent"].get(f"/app/cases/{world.things['case'].number}")
        machine = world.browsers["agent"].get(
            "/api/v1/cases", headers={"authorization": f"Bearer {world.tokens['agent']}"}
        )
        transaction.set_rollback(True)

    assert page.status_code == 302
    assert "/sign-in" in page.headers["Location"]
    assert machine.status_code == 401


def _at_once(act) -> list:
    """So many hands do the same at the same moment, each on a connection of its own."""
    line, came, lock = threading.Barrier(HAND), [], threading.Lock()

    def hand():
        try:
            line.wait(30)
            result = act()
        except Refused as refusal:
            result = refusal
        finally:
            connections.close_all()
        with lock:
            came.append(result)

    hands = [threading.Thread(target=hand) for _ in range(HAND)]
    for one in hands:
        one.start()
    for one in hands:
        one.join(60)
    return came


def test_a_case_disputed_by_many_hands_at_once_is_disputed_once(open_database):
    world = open_database
    solved, elena = world.things["solved"], world.people["owner"]

    came = _at_once(lambda: cases.dispute(solved.pk, reason="Still nothing.", by=elena.ref, at=now()))

    assert sum(isinstance(one, Case) for one in came) == 1
    assert len(came) == HAND
    assert Dispute.objects.filter(case=solved).count() == 1


def test_feedback_given_by_many_hands_at_once_is_one(open_database):
    world = open_database
    theirs, ramon = world.things["theirs"], world.people["stranger"]
    cases.resolve(theirs.pk, by=world.people["neighbour"].ref, at=now())

    _at_once(lambda: give_feedback(theirs.pk, person_id=ramon.pk, score=4, words="", by=ramon.ref, at=now()))

    assert Feedback.objects.filter(case=theirs, person=ramon).count() == 1


def test_a_link_opened_by_many_hands_at_once_lets_one_in(open_database):
    token = open_database.things["sign-in link"]

    came = _at_once(lambda: use_link(token, at=now()))

    assert sum(one is not None for one in came) == 1


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_nobody_is_led_out_of_the_house(open_database, path, next_page):
    with transaction.atomic(), no_command():
        answer = open_database.browsers["owner"].post(path, {"next": next_page, "language": "es", "theme": "dark"})
        transaction.set_rollback(True)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_foreign_host_is_refused(open_database):
    answer = open_database.browsers["anonymous"].get("/sign-in", headers={"host": "evil.example"})

    assert answer.status_code == 400


def test_every_form_asks_for_its_token(open_database):
    """A foreign site's form is refused wherever a session counts."""
    from django.test import Client

    world = open_database
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with patch.object(connection, "outer_transactions", 0):
        browser.force_login(world.people["agent"])
        answer = browser.post(f"/app/cases/{world.things['case'].number}/messages", {"kind": "note", "note": "x"})

    assert answer.status_code == 403
