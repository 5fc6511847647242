"""What machines are told when something does not work: application/problem+json, in the caller's language."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from pasillo.doors.api.commands import KeyUsedForSomethingElse, TellsSomethingElse
from pasillo.doors.api.limits import TooMany
from pasillo.doors.api.trouble import (
    Changed,
    OutOfScope,
    UnknownParameters,
    WrongAnswers,
    WrongCursor,
    WrongKey,
    WrongValue,
)
from pasillo.ground.hours.commands import HoursChangedMeanwhile
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile

PROBLEM = "application/problem+json"


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
    @api.exception_handler(ObjectDoesNotExist)
    def nothing(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, KeyError | IndexError):
            raise error  # a mistake of ours, and no answer
        return nowhere()

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(422, "refused", str(error))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error.status_code, "request", str(error))

    _explain_keys(api)
    _explain_what_stands_between(api)
    _explain_what_was_sent(api)


def _explain_keys(api: NinjaAPI) -> None:
    @api.exception_handler(OutOfScope)
    def other_purpose(request: HttpRequest, error: Any) -> HttpResponse:
        words = _("This token was not made for that: it lacks “%(scope)s”.") % {"scope": error.scope}
        return problem(403, "scope", words)

    @api.exception_handler(PermissionDenied)
    def closed(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(403, "role", _("This is not open to the person in whose name the token acts."))

    @api.exception_handler(TooMany)
    def enough(request: HttpRequest, error: Any) -> HttpResponse:
        allowance = error.allowance
        words = _("Enough for this minute: %(limit)s requests are allowed. Ask again in %(seconds)s seconds.")
        told = problem(429, "too-many", words % {"limit": allowance.limit, "seconds": allowance.seconds})
        for name, value in (allowance.headers | {"Retry-After": str(allowance.seconds)}).items():
            told.headers[name] = value
        return told


def _explain_what_stands_between(api: NinjaAPI) -> None:
    """Somebody else was there first, or it was told in another way before."""

    @api.exception_handler(KeyUsedForSomethingElse)
    def reused(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(409, "idempotency-key", _("This Idempotency-Key was used for another request."))

    @api.exception_handler(TellsSomethingElse)
    def told_otherwise(request: HttpRequest, error: Exception) -> HttpResponse:
        words = _("This event of this source was told before: otherwise, or by others whose cases you may not see.")
        return problem(409, "event", words)

    @api.exception_handler(Changed)
    def changed(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(412, "changed", _("It has changed since you looked at it. Read it again, and decide anew."))

    @api.exception_handler(ChangedMeanwhile)
    @api.exception_handler(HoursChangedMeanwhile)
    def meanwhile(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(409, "changed", _("It has changed since you looked at it. Read it again, and decide anew."))

    @api.exception_handler(RequestDataTooBig)
    @api.exception_handler(TooManyFilesSent)
    def too_big(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(413, "too-big", _("This is more than we can take at once."))


def _explain_what_was_sent(api: NinjaAPI) -> None:
    @api.exception_handler(WrongAnswers)
    def wrong(request: HttpRequest, error: Any) -> HttpResponse:
        told = [{"field": f"answers.{name}", "detail": str(why)} for name, why in error.errors.items()]
        return problem(422, "answers", _("Some answers are missing or cannot be read."), errors=told)

    @api.exception_handler(WrongValue)
    def no_such_value(request: HttpRequest, error: Any) -> HttpResponse:
        words = _("There is no such value of “%(field)s”.") % {"field": error.field}
        if error.known:
            words = _("There is no such value of “%(field)s”. There are: %(known)s.") % {
                "field": error.field,
                "known": ", ".join(error.known),
            }
        return problem(422, "parameters", words, errors=[{"field": error.field, "detail": words}])

    @api.exception_handler(WrongCursor)
    def no_place(request: HttpRequest, error: Exception) -> HttpResponse:
        words = _("This cursor is not of this list. Begin with its first page.")
        return problem(422, "parameters", words, errors=[{"field": "cursor", "detail": words}])

    @api.exception_handler(WrongKey)
    def no_key(request: HttpRequest, error: Exception) -> HttpResponse:
        words = _("An Idempotency-Key has at most 120 characters that can be read.")
        return problem(422, "parameters", words, errors=[{"field": "Idempotency-Key", "detail": words}])

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


def told_with_allowance(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, with what is left of this minute for the key that came."""
    came = getattr(request, "_pass", None)
    if came is not None and came.allowance is not None:
        for name, value in came.allowance.headers.items():
            answer.headers.setdefault(name, value)
    return answer


def problem(status: int, sort: str, detail: str, **more: Any) -> HttpResponse:
    """One error as RFC 9457 has it."""
    words = {"type": f"/api/v1/problems/{sort}", "title": detail, "status": status, "detail": detail} | more
    return HttpResponse(json.dumps(words), status=status, content_type=PROBLEM)
