"""The description of this door: what ninja knows, with what our manner adds to every address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from pasillo.doors.api.auth import Bearer
from pasillo.doors.api.problems import PROBLEM, told_with_allowance

ERRORS = range(400, 600)
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 120, "pattern": "^[!-~]*$"},
    "description": "A word of your own for this request. Sent again with it, nothing happens twice and the first "
    "answer comes again, for seven days.",
}
UNLESS = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"},
    "description": "The ETag that you read. If the thing has changed since, nothing is done and 412 comes back.",
}
ALLOWANCE = {
    "RateLimit-Limit": "Requests that this token may send in a minute; absent where there is no limit.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until the minute is over.",
}


class Described(NinjaAPI):
    """An API whose description says what really comes: problems as such, the headers, and the keys."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """An error, too, says how much is left of this minute."""
        return told_with_allowance(request, super().on_exception(request, exc))

    def get_openapi_schema(self, **more: Any) -> Any:
        """The description, made once: it only changes with the product."""
        if not hasattr(self, "_described"):
            self._described = self._made_anew(**more)
        return self._described

    def _made_anew(self, **more: Any) -> Any:
        found = super().get_openapi_schema(**more)
        for operations in found["paths"].values():
            for verb, operation in operations.items():
                _describe(verb, operation)
        return found


def _describe(verb: str, operation: dict[str, Any]) -> None:
    if verb != "get":
        operation["parameters"] = [*operation["parameters"], KEY, UNLESS]
    for status, answer in operation["responses"].items():
        answer["headers"] = _headers(int(status), verb)
        told = answer.get("content", {}).get("application/json", {})
        if int(status) in ERRORS and told.get("schema", {}).get("$ref", "").endswith("/Problem"):
            answer["content"] = {PROBLEM: told}


def _headers(status: int, verb: str) -> dict[str, Any]:
    told = dict(ALLOWANCE) if status != 401 else {"WWW-Authenticate": "Bearer"}
    if status == 429:
        told["Retry-After"] = "Seconds after which it is worth asking again."
    if status < 300 and verb != "get":
        told["Idempotent-Replayed"] = "Present when this is the kept answer of an earlier request."
    return {name: {"description": words, "schema": {"type": "string"}} for name, words in told.items()}


api = Described(
    title="Pasillo",
    version="1",
    description="Everything that a person can do here, for machines. See docs/api.md for the manner of it.",
    docs_url=None,
    auth=Bearer(),
    urls_namespace="api",
)
