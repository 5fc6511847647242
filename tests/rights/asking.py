"""Asks one question at a door as somebody, and tells what was answered and which tables were written to."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client

from tests.rights.router import Route
from tests.rights.table import Row
from tests.rights.world import World, value_of

WRITTEN = """
select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables
where n_tup_ins + n_tup_upd + n_tup_del > 0 and schemaname = 'public'
"""
MISSING = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "IntConverter": "987654321",
    "StringConverter": "no-such-thing-no-such-thing-no-such",
    "SlugConverter": "no-such",
}
ONCE_ONLY = (
    r'name="csrfmiddlewaretoken" value="[^"]*"',
    r'"X-CSRFToken": ?"[^"]*"',
    r'name="(?:key|again)" value="[^"]*"',
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, with everything taken out that is new in every answer."""

    status: int | str
    body: str
    headers: Mapping[str, str]
    written: frozenset[str]
    address: str


def ask(
    world: World, role: str, method: str, address: str, *, row: Row | None = None, plain: bool = True, **headers: str
) -> Answer:
    """One question; whatever it changes is taken back."""
    client = world.browsers[role]
    client.cookies.pop("messages", None)
    given: dict[str, Any] = {"headers": _headers(world, role, address, plain) | headers}
    if row is not None and row.json is not None:
        given |= {"data": _filled(world, row.json), "content_type": "application/json"}
    elif row is not None and row.send is not None:
        given |= {"data": _filled(world, row.send)}
    with transaction.atomic(), no_command():
        before = _written()
        answer = _asked(client, method, address, given)
        after = _written()
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Answer(
        status=_status(answer),
        body=without_what_is_new(body.decode("utf-8", "replace")),
        headers=dict(answer.headers),
        written=frozenset(table for table, count in after.items() if count != before.get(table, 0)),
        address=address,
    )


def _asked(client: Client, method: str, address: str, given: dict[str, Any]) -> Any:
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        return getattr(client, method.lower())(address, **given)
    finally:
        client.cookies.load(cookies)


@contextmanager
def no_command() -> Iterator[None]:
    """The transaction that takes everything back is none of the product's: the second wall stands inside of it."""
    before, connection.outer_transactions = connection.outer_transactions, 1
    try:
        yield
    finally:
        connection.outer_transactions = before


def address_of(world: World, route: Route, row: Row) -> str:
    """The address of this route for these things."""
    return _address(route, row, {name: value_of(world, name, thing) for name, thing in row.names.items()}, world)


def missing_address(world: World, route: Route, row: Row) -> str:
    """The same for things that there are none of."""
    kinds = dict(route.converters)
    return _address(route, row, {name: MISSING[kinds[name]] for name in row.names}, world)


def _address(route: Route, row: Row, values: Mapping[str, Any], world: World) -> str:
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found.group(1)]), route.path)
    path = path.replace("{int:", "{").format(**values) if "{" in path else path
    return f"{path}?{_text(world, row.ask)}" if row.ask else path


def without_what_is_new(body: str) -> str:
    """The answer without tokens, keys and nonces, which differ from one answer to the next."""
    for pattern in ONCE_ONLY:
        body = re.sub(pattern, "_", body)
    return body


def _status(answer: Any) -> int | str:
    """A way to the sign-in page is "in", by whatever status: also where what was written is given back beside it."""
    to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    gives_back = answer.status_code == 401 and b'href="/sign-in?next=' in answer.content
    return "in" if gives_back or "/sign-in?" in to or to.endswith("/sign-in") else answer.status_code


def _headers(world: World, role: str, address: str, plain: bool) -> dict[str, str]:
    headers = {"accept": "text/html" if plain else "application/json"}
    if address.startswith("/api/") and role in world.tokens:
        headers["authorization"] = f"Bearer {world.tokens[role]}"
    return headers


def _filled(world: World, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(world, value) for name, value in given.items()}


def _value(world: World, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _filled(world, value)
    return _text(world, value) if isinstance(value, str) else value


def _text(world: World, text: str) -> str:
    """`{case}` is the id of a thing of the world, `{case.number}` its number."""
    return re.sub(r"\{([\w ]+)(?:\.(\w+))?\}", lambda one: str(value_of(world, one[2] or "id", one[1])), text)


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())
