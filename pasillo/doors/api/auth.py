"""Who is behind a bearer token."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from pasillo.doors.api.commands import fingerprint
from pasillo.ground.people.models import Person

OWNER = "select id, name, email, language, zone, account_id from api_owner(%s)"


class Bearer(HttpBearer):
    """`Authorization: Bearer …`: the person in whose name the machine acts, as long as both are in force."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        with connection.cursor() as cursor:
            cursor.execute(OWNER, [fingerprint(token)])
            found = cursor.fetchone()
        if found is None:
            return None
        names = ("id", "name", "email", "language", "zone", "account_id")
        request.user = Person(**dict(zip(names, found, strict=True)))
        return request.user
