"""What machines are told when something does not work: application/problem+json, in the caller's language."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from pasillo.doors.api.commands import KeyUsedForSomethingElse
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.phases import State


class WrongAnswers(Exception):
    """The form of a request was not filled in as it asks."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


class UnknownParameters(Exception):
    """The address carries parameters that this page does not know."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


class WrongState(Exception):
    """Cases were asked for in a state in which none can be."""


def check_parameters(request: HttpRequest, *known: str) -> None:
    """A parameter that is misspelt would change the answer without a word: it is told instead."""
    unknown = sorted(set(request.GET) - set(known))
    if unknown:
        raise UnknownParameters(unknown)


def explain(api: NinjaAPI) -> None:
    """Have every error answered in one shape."""

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: Exception) -> HttpResponse:
        answer = problem(401, "token", _("Send a valid token: Authorization: Bearer …"))
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    @api.exception_handler(LookupError)
    def nothing(request: HttpRequest, error: Exception) -> HttpResponse:
        return nowhere()

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(422, "refused", str(error))

    @api.exception_handler(KeyUsedForSomethingElse)
    def reused(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(409, "idempotency-key", _("This Idempotency-Key was used for another request."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error.status_code, "request", str(error))

    _explain_what_was_sent(api)


def _explain_what_was_sent(api: NinjaAPI) -> None:
    @api.exception_handler(WrongAnswers)
    def wrong(request: HttpRequest, error: Any) -> HttpResponse:
        told = [{"field": f"answers.{name}", "detail": str(why)} for name, why in error.errors.items()]
        return problem(422, "answers", _("Some answers are missing or cannot be read."), errors=told)

    @api.exception_handler(WrongState)
    def no_state(request: HttpRequest, error: Exception) -> HttpResponse:
        words = _("There is no such state. A case is in one of these: %(states)s.") % {"states": ", ".join(State)}
        return problem(422, "parameters", words, errors=[{"field": "state", "detail": words}])

    @api.exception_handler(UnknownParameters)
    def unknown(request: HttpRequest, error: Any) -> HttpResponse:
        told = [{"field": name[:80], "detail": _("There is no such parameter.")} for name in error.names[:20]]
        words = _("Unknown parameters: %(names)s.") % {"names": ", ".join(one["field"] for one in told)}
        return problem(422, "parameters", words, errors=told)

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        told = [{"field": ".".join(map(str, one["loc"][2:])), "detail": one["msg"]} for one in error.errors]
        return problem(422, "body", _("The request cannot be read as it is."), errors=told)


def nowhere() -> HttpResponse:
    """There is nothing at this address for whoever asks."""
    return problem(404, "not-found", _("There is nothing here, or nothing that is yours to see."))


def explained(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that answers in the same shape when it is asked in a way that it does not know."""

    @wraps(page)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = page(request, *args, **kwargs)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        allowed = answer.headers["Allow"]
        words = _("This address answers to %(methods)s only.") % {"methods": allowed}
        told = problem(answer.status_code, "method", words)
        told.headers["Allow"] = allowed
        return told

    return answered


def problem(status: int, sort: str, detail: str, **more: Any) -> HttpResponse:
    """One error as RFC 9457 has it."""
    words = {"type": f"/api/v1/problems/{sort}", "title": detail, "status": status, "detail": detail} | more
    return HttpResponse(json.dumps(words), status=status, content_type="application/problem+json")
