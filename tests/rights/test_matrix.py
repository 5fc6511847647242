"""Every route, for every role, on one's own and on others' things, by every verb: as the tables in `expected` say.

Whoever adds a route adds a line to the table of its door. The test says which.
"""

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.rights.asking import Answer, address_of, ask, missing_address
from tests.rights.roles import ROLES
from tests.rights.router import Route, routes
from tests.rights.table import CLOSED, METHODS, SAFE, Row

DOORS = sorted(path.stem for path in (Path(__file__).parent / "expected").glob("[a-z]*.py"))
OF_EACH_SORT = ("anonymous", "owner", "agent", "head", "admin")
AT_BOTH_ENDS = ("anonymous", "owner", "admin")


@cache
def rows_of(door: str) -> tuple[Row, ...]:
    return tuple(import_module(f"tests.rights.expected.{door}").ROUTES)


def rows() -> list[Row]:
    return [row for door in DOORS for row in rows_of(door)]


def known() -> dict[str, Route]:
    return {route.name: route for route in routes()}


def test_every_route_of_the_house_has_its_line():
    told = {row.route for row in rows()}
    unknown = [route for route in routes() if route.name not in told]

    assert not unknown, "\n".join(
        f"Nothing says who may ask for {route.name} (/{route.path}): add a line for it to ROUTES in "
        f"tests/rights/expected/{route.door}.py, with the pattern of answers that fits every role."
        for route in unknown
    )


def test_no_line_speaks_of_a_route_that_is_gone():
    gone = {row.route for row in rows()} - set(known())

    assert not gone, f"These routes are not in the router: take their lines out of tests/rights/expected: {gone}"


def test_two_routes_do_not_share_a_name():
    names = [route.name for route in routes()]

    assert sorted(set(names)) == names


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", DOORS)
def test_everybody_is_answered_as_the_table_says(open_database, door, role):
    wrong = [trouble for row in rows_of(door) for trouble in _troubles(open_database, row, role)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", AT_BOTH_ENDS)
@pytest.mark.parametrize("door", DOORS)
def test_what_no_line_names_is_closed_for_everybody(open_database, door, role):
    wrong = [trouble for row in _one_of_each(door) for trouble in _unnamed(open_database, row, role)]

    assert not wrong, "\n".join(wrong)


def _troubles(world, row: Row, role: str) -> list[str]:
    """What is not as the table says when this role asks."""
    route = known()[row.route]
    answer = ask(world, role, row.method, address_of(world, route, row), row=row)
    expected = row.answers[role]
    found = _compare(row, role, expected, answer)
    if row.names and (role in OF_EACH_SORT or answer.status == 404):
        nothing = ask(world, role, row.method, missing_address(world, route, row), row=row)
        found += _compare_missing(row, role, answer, nothing)
    return found


def _compare(row: Row, role: str, expected: int | str, answer: Answer) -> list[str]:
    found = []
    if answer.status != expected:
        found.append(f"{row}: {role} is answered {answer.status}; the table says {expected}")
    if answer.written and (expected in CLOSED or row.method in SAFE) and not answer.written <= row.writes:
        found.append(f"{row}: {role} is answered {answer.status}, and yet it wrote to {sorted(answer.written)}")
    if row.method == "HEAD" and answer.body:
        found.append(f"{row}: {role} is given a body with HEAD")
    return found


def _compare_missing(row: Row, role: str, real: Answer, nothing: Answer) -> list[str]:
    """What is not there is answered like what is not theirs, byte for byte."""
    expected = real.status if real.status in ("in", 401, 403, 405) else row.missing
    found = []
    if nothing.status != expected and not (real.status == 403 and nothing.status == 404):
        found.append(f"{row}: {role} is answered {nothing.status} for what does not exist instead of {expected}")
    if not nothing.written <= row.writes:
        found.append(f"{row}: {role} asked for what does not exist, and yet it wrote to {sorted(nothing.written)}")
    if real.status == 404 and _body(real) != _body(nothing):
        found.append(f"{row}: {role} can tell what is not theirs from what does not exist")
    return found


def _body(answer: Answer) -> str:
    """Without the address itself, which the pages repeat where one chooses a language."""
    path = answer.address.partition("?")[0]
    return answer.body.replace(answer.address, "_").replace(path, "_")


def _unnamed(world, row: Row, role: str) -> list[str]:
    """Verbs for which no line of this route stands: refused, whoever asks, and nothing is written."""
    route = known()[row.route]
    named = {other.method for other in rows() if other.route == row.route}
    named |= {"HEAD"} if "GET" in named else set()
    found = []
    for method in METHODS:
        if method in named:
            continue
        answer = ask(world, role, method, address_of(world, route, row), plain=False)
        if answer.status not in CLOSED or answer.written:
            found.append(
                f"{method} {row.route} answers {role} with {answer.status} and writes to {sorted(answer.written)}, "
                f"and no line says so: add one to tests/rights/expected/{route.door}.py, or close the verb"
            )
    if "GET" in named:
        read = next(other for other in rows() if other.route == row.route and other.method == "GET")
        address = address_of(world, route, read)
        got, head = ask(world, role, "GET", address), ask(world, role, "HEAD", address)
        if head.status not in (got.status, 405) or head.body:
            found.append(f"HEAD {row.route} answers {role} with {head.status}; GET answers {got.status}")
    return found


def _one_of_each(door: str) -> list[Row]:
    return list({row.route: row for row in reversed(rows_of(door))}.values())
