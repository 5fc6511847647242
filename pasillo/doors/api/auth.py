"""Who is behind a bearer token."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from pasillo.doors.api.commands import fingerprint
from pasillo.doors.api.models import ApiToken


class Bearer(HttpBearer):
    """`Authorization: Bearer …`: the person in whose name the machine acts, as long as both are in force."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        known = ApiToken.objects.select_related("person").filter(fingerprint=fingerprint(token), revoked_at=None)
        found = known.first()
        if found is None or not found.person.is_active:
            return None
        request.user = found.person
        return found.person
