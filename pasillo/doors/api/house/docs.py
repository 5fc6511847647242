"""The description of the API for people: one page, made from what the machines read, without any script."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.api.manner.described import api
from pasillo.doors.api.scopes import WORDS
from pasillo.doors.shell.pages import render

HEADERS = ("Idempotency-Key", "If-Match")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every operation, by what it is about."""
    scopes = [{"name": name, "words": str(words)} for name, words in WORDS.items()]
    return render(request, "machines/docs.html", {"groups": _groups(), "scopes": scopes})


@cache
def _groups() -> list[dict[str, Any]]:
    told = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in told["paths"].items():
        for verb, one in operations.items():
            groups.setdefault(one["tags"][0], []).append(_operation(path, verb, one, told["components"]["schemas"]))
    return [{"name": name, "operations": groups[name]} for name in sorted(groups)]


def _operation(path: str, verb: str, one: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    contents: list[dict[str, Any]] = list(one.get("requestBody", {}).get("content", {}).values())
    body = contents[0].get("schema", {}) if contents else {}
    shape = schemas.get(body.get("$ref", "").rpartition("/")[2], body)
    return {
        "id": one["operationId"],
        "verb": verb.upper(),
        "path": path,
        "summary": one["summary"],
        "words": one.get("description", ""),
        "scope": one.get("x-scope", ""),
        "parameters": [
            {"name": each["name"], "place": each["in"], "words": each.get("description", "")}
            for each in one["parameters"]
            if each["name"] not in HEADERS
        ],
        "fields": [_field(name, each, shape.get("required", [])) for name, each in shape.get("properties", {}).items()],
        "statuses": ", ".join(one["responses"]),
    }


def _field(name: str, told: dict[str, Any], required: list[str]) -> dict[str, Any]:
    sorts = [told, *told.get("anyOf", [])]
    named = [str(one.get("type") or one.get("$ref", "").rpartition("/")[2]) for one in sorts]
    return {
        "name": name,
        "sort": " | ".join(one for one in named if one),
        "required": name in required,
        "words": told.get("description", ""),
    }
