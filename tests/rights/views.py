"""Everything that can be looked at: each address of the router that answers a GET, by whoever may see it first.

The tables in `expected` have a line for each route (a test says so), so that no new page can be forgotten.
"""

from dataclasses import dataclass

from tests.rights.asking import address_of
from tests.rights.router import routes
from tests.rights.test_matrix import rows
from tests.rights.world import World

EYES = ("agent", "head", "admin", "owner", "manager", "neighbour", "stranger", "anonymous")


@dataclass(frozen=True, kw_only=True)
class View:
    """One page, as one of them sees it."""

    route: str
    role: str
    path: str


def views(world: World) -> list[View]:
    """Each line of the tables that shows something to somebody."""
    known = {route.name: route for route in routes()}
    found = []
    for row in rows():
        role = next((one for one in EYES if row.answers[one] == 200), None)
        if row.method == "GET" and role is not None:
            found.append(View(route=row.route, role=role, path=address_of(world, known[row.route], row)))
    return sorted(found, key=lambda view: (EYES.index(view.role), view.route))
