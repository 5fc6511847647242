"""What the description of the API says is what comes: for every operation, with the token of every sort of person."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pasillo.doors.api.manner.shapes import Given, Told
from pasillo.doors.shell.clock import now
from tests.rights.asking import no_command
from tests.rights.world import small_world

ROLES = ("owner", "agent", "manager", "head", "employee", "admin", "auditor")
CHECKS = (checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
THINGS = {
    "number": ("case", "number"), "message_id": ("message", "pk"), "file_id": ("file", "pk"),
    "person_id": ("agent", "pk"), "role_id": ("agent's role", "pk"), "skill_id": ("skill", "pk"),
    "absence_id": ("absence", "pk"), "area_id": ("centre", "pk"), "slug": ("moving", "slug"),
    "type_slug": ("moving form", "slug"), "calendar_id": ("hours", "pk"), "alarm_id": ("alarm", "pk"),
    "rule_id": ("rule", "pk"), "task_id": ("task", "pk"), "clock_id": ("clock", "pk"), "other_id": ("stranger", "pk"),
}  # fmt: skip
GIVEN = {"metric": "first_response", "source": "panel", "event_id": "e0", "approval_id": 1, "joining_id": 1}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), small_world() as made:
        yield made
        connection.close()


@pytest.fixture
def described(world, django_db_blocker):
    """The description, asked of the house itself, and a way to ask every operation of it."""
    with django_db_blocker.unblock(), _on_one_connection():
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_every_operation_answers_as_described_whoever_asks(described, world):
    troubles = [trouble for one in _operations(described) for trouble in _tried(one, world, examples=1)]

    assert not troubles, "\n\n".join(troubles[:12])


@pytest.mark.long
def test_the_same_with_many_examples(described, world):
    troubles = [trouble for one in _operations(described) for trouble in _tried(one, world, examples=40)]

    assert not troubles, "\n\n".join(troubles[:12])


def test_the_description_names_every_operation_once_and_tells_what_it_is_for(described):
    operations = _operations(described)

    assert len(operations) > 100
    for one in operations:
        told = one.definition.raw
        assert told["summary"], one.label
        assert "422" in {str(status) for status in told["responses"]}, one.label


def test_two_shapes_do_not_share_a_name():
    """The second would take the place of the first in the description."""
    found = [one for one in _below(Told) | _below(Given) if one.__module__.startswith("pasillo.doors.api")]
    names = [one.__name__ for one in found if "[" not in one.__name__]

    assert sorted(set(names)) == sorted(names)


def _below(shape):
    return {one for each in shape.__subclasses__() for one in {each} | _below(each)}


def test_an_answer_that_is_not_described_would_be_found(described, world):
    """So that the tests above can fail."""
    told = described.raw_schema["paths"]["/api/v1/me"]["get"]["responses"]
    del told[next(status for status in told if str(status) == "200")]
    (operation,) = (one for one in _operations(described) if one.label == "GET /api/v1/me")

    assert _tried(operation, world, examples=1)


@contextmanager
def _on_one_connection():
    """As the test client of Django does: what a request finds open stays open after it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _operations(described):
    """All of them but the one that says how well this very machine is."""
    found = [one.ok() for one in described.get_all_operations()]
    return [one for one in found if one.path != "/api/v1/health"]


def _tried(operation, world, *, examples):
    """What is not as described, over some examples, each with every token, and with things that there are."""
    found = []

    @given(case=operation.as_strategy())
    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case):
        for role in ROLES:
            found.extend(_asked(case, world, role))
        for name in dict(case.path_parameters or {}):
            case.path_parameters[name] = _thing(world, name)
        if isinstance(case.body, dict) and "occurred_at" in case.body:
            case.body["occurred_at"] = (now() - timedelta(hours=1)).isoformat()
        for role in ROLES if case.path_parameters else ():
            found.extend(_asked(case, world, role))

    ask()
    return found


def _asked(case, world, role):
    """One request; whatever it changes is taken back."""
    with transaction.atomic(), no_command():
        answer = case.call(headers={"Authorization": f"Bearer {world.tokens[role]}"})
        transaction.set_rollback(True)
    try:
        case.validate_response(answer, checks=CHECKS)
    except BaseExceptionGroup as several:
        sent = json.dumps(case.body, default=str)[:300]
        told = [str(one)[:300] for one in several.exceptions]
        yield f"{role}: {case.method} {case.formatted_path} {case.query} {sent}: {told} {answer.content[:300]!r}"


def _thing(world, name):
    if name in GIVEN:
        return GIVEN[name]
    thing, attribute = THINGS[name]
    found = world.things.get(thing) or world.services.get(thing) or world.people.get(thing) or world.areas.get(thing)
    return getattr(found, attribute)
