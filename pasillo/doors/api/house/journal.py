"""What happened, fact by fact, in the order in which it became true: to be followed by another system without gaps."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja import Field, Query

from pasillo.doors.api.auth import pass_of
from pasillo.doors.api.manner.door import reads
from pasillo.doors.api.manner.pages import Page, page_of, place_after, position
from pasillo.doors.api.manner.reach import read_case, staff, visible
from pasillo.doors.api.manner.shapes import Paging, Told
from pasillo.doors.shell.visitor import sight
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.queries import reads_everything

TAG = "journal"
UNREAD = """
select id, tx::text from journal_entry
where (tx, id) > (%s::text::xid8, %s) and tx < pg_snapshot_xmin(pg_current_snapshot())
order by tx, id limit %s
"""
CASE = "case:"
WINDOWS, AT_ONCE = 20, 500


class FactOut(Told):
    """A fact. It carries ids and figures, never a person's words, and never changes."""

    id: int
    name: str
    about: str
    by: str
    happened_at: datetime
    recorded_at: datetime
    data: dict[str, Any]


class FeedQuery(Paging):
    """From where on, and which facts."""

    names: str = Field("", max_length=1000, description="Only these, separated by commas: case.opened, message.sent, …")


class FeedOut(Told):
    """Some facts; `next` stands after the last of them that may be read, so that it tells nothing of the others."""

    items: list[FactOut]
    next: str = Field(description="Ask here for what comes after: now, or later. Keep it, and nothing is missed.")
    has_more: bool


@reads(TAG, "/journal", name="journal", scope="journal.read", gives=FeedOut, summary="Follow what happens")
def feed(request: HttpRequest, asked: Query[FeedQuery]) -> Any:
    """Facts in the order of transactions, up to the oldest one that is still open: each comes exactly once.

    Who sees the whole house follows all of it; others who work here, what happens in the cases that they may see.
    """
    seen = staff(request)
    start = position(request, asked.cursor) or ["0", 0]
    facts, place = _readable(request, start, asked.limit + 1, sees_all=seen.sees_all and not pass_of(request).areas)
    more, facts = len(facts) > asked.limit or place != start, facts[: asked.limit]
    names = {name.strip() for name in asked.names.split(",") if name.strip()}
    return {
        "items": [fact for fact in facts if not names or fact.name in names],
        "next": place_after(request, _place(facts[-1]) if facts else place),
        "has_more": more,
    }


def _readable(request: HttpRequest, place: list[Any], many: int, *, sees_all: bool) -> tuple[list[Entry], list[Any]]:
    """The next facts that may be read, and from where to look on.

    That place has moved only where so many others lie between that looking on is for the next request.
    """
    start, facts, window = place, list[Entry](), many if sees_all else AT_ONCE
    for _ in range(WINDOWS):
        found = _after(place, window)
        facts += found if sees_all else _theirs(request, found)
        if len(found) < window or len(facts) >= many:
            return facts, start
        place = _place(found[-1])
    return facts, place


def _after(place: list[Any], many: int) -> list[Entry]:
    """The next facts of the whole house, each with its place."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [place[0], place[1], many])
        places = {row[0]: list(reversed(row)) for row in cursor.fetchall()}
    by_id = Entry.objects.in_bulk(places)
    for one, where in places.items():
        by_id[one].place = where  # type: ignore[attr-defined]
    return [by_id[one] for one in places]


def _place(fact: Entry) -> list[Any]:
    place: list[Any] = fact.place  # type: ignore[attr-defined]
    return place


@reads(TAG, "/cases/{int:number}/journal", name="case-journal", scope="cases.read", gives=Page[FactOut],
       summary="What happened to a case")  # fmt: skip
def of_case(request: HttpRequest, number: int, asked: Query[Paging]) -> Any:
    """Every fact about one case, oldest first. For whoever reads it from our side."""
    case = read_case(request, number)
    if not reads_everything(sight(request), case):
        raise LookupError("no journal")
    told = Entry.objects.filter(about=case.ref).order_by("id")

    def rows(after: Any, limit: int) -> Any:
        return (told.filter(pk__gt=after[0]) if after else told)[:limit]

    return page_of(request, asked, rows=rows, place=lambda fact: [fact.pk], shown=lambda page: page)


def _theirs(request: HttpRequest, facts: list[Entry]) -> list[Entry]:
    """Of these facts those about cases that may be seen."""
    about = {int(fact.about.removeprefix(CASE)): fact.about for fact in facts if fact.about.startswith(CASE)}
    seen = {about[pk] for pk in visible(request).filter(pk__in=about).values_list("pk", flat=True)}
    return [fact for fact in facts if fact.about in seen]
