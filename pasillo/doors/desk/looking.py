"""What part of the queue a person looks at: its split, what they asked for, and the view they chose.

All of it stands in the address, so that it can be shared, kept and gone back to; nothing of it is in the session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, QueryDict

from pasillo.doors.shell.jinja import address
from pasillo.operations.cases.narrowing import SORTS, Narrowing, narrowing_of
from pasillo.operations.cases.queue import SPLITS


@dataclass(frozen=True, kw_only=True)
class Looking:
    """A split of the queue, narrowed to what was asked for."""

    split: str
    asked: Narrowing
    view: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address."""
        view = {"view": self.view} if self.view else {}
        return urlencode({"split": self.split, **self.asked.asked, **view}, safe=",")

    @property
    def address(self) -> str:
        """The queue as it is looked at."""
        return f"{address('desk:work')}?{self.query}"

    def case(self, number: int) -> str:
        """A case, seen from this part of the queue."""
        return f"{address('desk:case', number)}?{self.query}"

    def cases(self) -> Callable[[int], str]:
        """The addresses of many cases: the words around the number are put together once."""
        before, _, after = self.case(0).rpartition("/0?")
        return lambda number: f"{before}/{number}?{after}"

    def at(self, split: str) -> "Looking":
        """The same, in another split."""
        return Looking(split=split, asked=self.asked, view=self.view)


def looking_of(request: HttpRequest) -> Looking:
    """What this visitor looks at: the address says it, or the address of the page from which a form came."""
    given = _said(request)
    chosen = given.get("split", "")
    asked = narrowing_of({name: given.getlist(name) for name in (*SORTS, "words")})
    view = given.get("view", "")
    return Looking(
        split=chosen if chosen in SPLITS else "todo",
        asked=asked,
        view=view if view.isdigit() and len(view) < 16 else "",
    )


def _said(request: HttpRequest) -> QueryDict:
    if request.method in ("GET", "HEAD"):
        return request.GET
    if "list" in request.POST:
        return QueryDict(request.POST["list"])
    here = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    return request.POST if "split" in request.POST and "split" not in here else here
