"""How an address of this door is made: it reads or it changes, and either way it keeps to the same manner."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from ninja import Router
from pydantic import TypeAdapter

from pasillo.doors.api.auth import Bearer
from pasillo.doors.api.commands import Answered, once
from pasillo.doors.api.commands.answers import told_before
from pasillo.doors.api.manner.reach import me
from pasillo.doors.api.manner.shapes import LONGEST_ID, Problem
from pasillo.doors.api.problems import check_parameters, told_with_allowance
from pasillo.doors.api.trouble import Changed, WrongKey
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight

READS = (401, 403, 404, 422, 429)
WRITES = (400, 401, 403, 404, 409, 412, 413, 422, 429, 503)
LONGEST_KEY = 120
KEY, UNLESS = "Idempotency-Key", "If-Match"
REPLAYED = {"Idempotent-Replayed": "true"}
View = Callable[..., Any]

every = Router()  # all addresses: two verbs of one path have to stand in one place


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, with a mark of its state for whoever wants to change it later."""

    value: Any
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What shall be done, and how it is told afterwards: both in one transaction. Looked up it is before."""

    do: Callable[[], Any]
    tell: Callable[[Any], Any] = lambda done: done
    mark: Callable[[], str] | None = None
    place: Callable[[Any], str] | None = None
    status: Callable[[Any], int] | None = None
    again: Callable[[Any], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How an address answers."""

    gives: Any
    status: int = 200
    marked: bool = False
    adapter: Any = field(default=None)

    def json(self, value: Any) -> str:
        """The answer as it is sent, checked against what was described."""
        if self.gives is None:
            return ""
        adapter = _adapter(self.gives)
        told: bytes = adapter.dump_json(adapter.validate_python(value))
        return told.decode()


@cache
def _adapter(gives: Any) -> TypeAdapter[Any]:
    return TypeAdapter(gives)


def reads(
    tag: str, path: str, *, name: str, scope: str, gives: Any, summary: str, marked: bool = False, **more: Any
) -> Callable[[View], View]:
    """An address that tells something. Marked, it says its state, and answers 304 to who knows it already."""
    manner = Manner(gives=gives, marked=marked)
    answers = {200: gives} | ({304: None} if marked else {}) | dict.fromkeys(READS, Problem)
    options = _options(tag, name, scope, summary) | {"response": answers}
    options["openapi_extra"] |= more.get("openapi_extra", {})

    def made(view: View) -> View:
        return every.get(path, **options)(_reading(view, manner))

    return made


def writes(
    tag: str, path: str, *, name: str, scope: str, gives: Any, summary: str, verb: str = "POST",
    status: int = 200, also: tuple[int, ...] = (), keeps: bool = True,
) -> Callable[[View], View]:  # fmt: skip
    """An address that changes something, once for each Idempotency-Key. One that `keeps` nothing sees to that by
    itself, with `key_of`: its view does what it is asked."""
    manner = Manner(gives=gives, status=status)
    answers = dict.fromkeys((status, *also), gives) | dict.fromkeys(WRITES, Problem)
    options = _options(tag, name, scope, summary) | {"response": answers}

    def made(view: View) -> View:
        wrapped = _writing(view, manner) if keeps else _doing(view, manner)
        return every.api_operation([verb], path, **options)(wrapped)

    return made


def _options(tag: str, name: str, scope: str, summary: str) -> dict[str, Any]:
    return {
        "url_name": name,
        "auth": Bearer(scope),
        "summary": summary,
        "tags": [tag],
        "openapi_extra": {"x-scope": scope},
    }


def _reading(view: View, manner: Manner) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sight(request)  # from here on the database shows what is theirs
        _check(request, answered, kwargs)
        found = view(request, *args, **kwargs)
        if isinstance(found, HttpResponseBase):
            return found
        mark = found.mark if isinstance(found, Found) else ""
        body = manner.json(found.value if isinstance(found, Found) else found)
        if manner.marked:
            mark = hashlib.sha256(body.encode()).hexdigest()[:32]
        if manner.marked and f'"{mark}"' in _marks(request, "If-None-Match"):
            return _sent(request, Answered(status=304, headers={"ETag": f'"{mark}"'}))
        return _sent(request, Answered(status=200, body=body, headers={"ETag": f'"{mark}"'} if mark else {}))

    return answered


def _writing(view: View, manner: Manner) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sight(request)  # from here on the database shows what is theirs
        key = key_of(request)
        asked = _asked(request) if key else ""
        before = told_before(person_id=me(request), key=key, asked=asked)
        if before is not None:
            return _sent(request, before, again=True)
        _check(request, answered, kwargs)
        deed = view(request, *args, **kwargs)
        mine: list[bool] = []

        def do() -> Answered:
            mine.append(True)
            return _done(request, deed, manner)

        told = once(person_id=me(request), key=key, asked=asked, at=now(), do=do)
        return _sent(request, told, again=not mine)

    return answered


def _doing(view: View, manner: Manner) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request, answered, kwargs)
        deed = view(request, *args, **kwargs)
        return _sent(request, _done(request, deed, manner))

    return answered


def _done(request: HttpRequest, deed: Deed, manner: Manner) -> Answered:
    """Unless it is another thing by now than the one that was looked at."""
    wanted = _marks(request, UNLESS)
    if wanted and deed.mark is not None and "*" not in wanted and f'"{deed.mark()}"' not in wanted:
        raise Changed
    result = deed.do()
    headers = {"Location": deed.place(result)} if deed.place else {}
    if deed.mark is not None:
        headers["ETag"] = f'"{deed.mark()}"'
    if deed.again is not None and deed.again(result):
        headers |= REPLAYED
    status = deed.status(result) if deed.status else manner.status
    return Answered(status=status, body=manner.json(deed.tell(result)), headers=headers)


def _sent(request: HttpRequest, told: Answered, *, again: bool = False) -> HttpResponse:
    answer = HttpResponse(told.body, status=told.status, content_type="application/json")
    if not told.body:
        del answer.headers["Content-Type"]
    for name, value in {**told.headers, **(REPLAYED if again else {})}.items():
        answer.headers[name] = value
    answer.headers["Content-Language"] = get_language() or "en"
    told_with_allowance(request, answer)
    return answer


def _check(request: HttpRequest, answered: Any, names: Mapping[str, Any]) -> None:
    """Nothing is asked that this address does not know, and no number that no thing can have."""
    if any(isinstance(value, int) and value > LONGEST_ID for value in names.values()):
        raise LookupError("no such number")
    if request.GET:
        check_parameters(request, *_parameters(answered._ninja_operation))


@cache
def _parameters(operation: Any) -> frozenset[str]:
    """What may stand behind the question mark."""
    found: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            found |= set(getattr(model, "__ninja_flatten_map__", {}) or model.model_fields)
    return frozenset(found)


def key_of(request: HttpRequest) -> str:
    """The word under which whoever sends this will send it again."""
    key = request.headers.get(KEY, "")
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise WrongKey
    return key


def _marks(request: HttpRequest, header: str) -> list[str]:
    return [mark.strip().removeprefix("W/") for mark in request.headers.get(header, "").split(",") if mark.strip()]


def _asked(request: HttpRequest) -> str:
    """A fingerprint of the whole request. The boundary between the parts of a form says nothing."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        found.update(json.dumps(sorted(request.POST.lists())).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                found.update(f"{name} {file.name} ".encode())
                for chunk in file.chunks():
                    found.update(chunk)
                file.seek(0)
    else:
        found.update(request.body)
    return found.hexdigest()
