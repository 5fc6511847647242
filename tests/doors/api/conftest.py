"""Machines at the door of Nidalia, each in the name of a person."""

import json

import pytest
from django.test import Client

from pasillo.doors.api.commands import make_token
from pasillo.doors.shell.clock import now
from tests.doors.desk.conftest import (  # noqa: F401
    auditor,
    before,
    case,
    contact_centre,
    elena,
    field,
    hours,
    ivan,
    jordi,
    lucia,
    marta,
    move_home,
    opens,
)


class Machine:
    """A program with a token."""

    def __init__(self, token):
        self.client, self.token = Client(), token

    def get(self, path, **headers):
        return self.client.get(f"/api/v1{path}", headers=self._headers(headers))

    def post(self, path, body, **headers):
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self._headers(headers)
        )

    def put(self, path, body, **headers):
        return self.client.put(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self._headers(headers)
        )

    def delete(self, path, **headers):
        return self.client.delete(f"/api/v1{path}", headers=self._headers(headers))

    def _headers(self, more):
        return {"authorization": f"Bearer {self.token}"} | {k.replace("_", "-"): v for k, v in more.items()}


@pytest.fixture
def machine(db):
    """The program of a person."""
    return lambda person: Machine(make_token(email=person.email, name="test", at=now()))
