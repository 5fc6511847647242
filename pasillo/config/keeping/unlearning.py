"""Takes an import back: everything that a log of another system laid down here, some cases at a time.

The house itself may not rewrite its journal, so this happens in a process of its own that comes as the database's
owner (`doors.console.history.removal` starts it). Broken off on the way, the next run goes on where it was.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from pasillo.doors.console.history.removal import Going, arguments, begun, by_hand
from pasillo.doors.console.history.taking_over import alone
from pasillo.doors.console.history.telling import Progress
from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Account, Area, Person
from pasillo.measurement.stories.commands import forget
from pasillo.operations.history.commands import close_log, let_go, take_away
from pasillo.operations.history.facts import LogRemoved
from pasillo.operations.history.models import Log, StandIn
from pasillo.operations.history.queries import of_log
from pasillo.strategy.catalogue.models import Offered, Service

TOGETHER = 200
CAME_IN = Q(verified_at__isnull=False) | Q(email__isnull=False, memberships__isnull=False)
FOLLOWERS_WAIT = "select follower from journal_position for update"
UNLEARN = "delete from journal_entry where about = any(%s)"
STAND_BEFORE = """
update journal_position p set tx = coalesce(e.tx, '0'), entry_id = coalesce(e.id, 0)
from journal_position q left join lateral (
    select e.tx::text as tx, e.id from journal_entry e where (e.tx, e.id) <= (q.tx::xid8, q.entry_id)
    order by e.tx desc, e.id desc limit 1) e on true
where q.follower = p.follower and p.entry_id > 0 and not exists (select from journal_entry i where i.id = p.entry_id)
"""
Told = Callable[[int, int], None]


def run() -> None:
    """The process of its own: `python -m pasillo.config.parts import-removal NAME`."""
    parser = ArgumentParser()
    arguments(parser)
    options = parser.parse_args(sys.argv[2:])
    try:
        now = datetime.now(UTC)  # noqa: TID251 - config's own moment, as a backup has one
        gone = take_back(options.name, anyway=options.anyway, at=now, told=Progress())
    except Refused as refusal:
        sys.exit(f"pasillo: {refusal}")
    if gone is None:
        print(f"Nothing is here that came from “{options.name}”.")
    else:
        print(f"“{options.name}” is gone: {gone.cases} cases, {gone.people} people, {gone.areas} areas.")


def take_back(
    name: str, *, anyway: bool = False, at: datetime, told: Told = lambda done, whole: None
) -> LogRemoved | None:
    """Everything of one log goes. None when nothing of it is here."""
    log = Log.objects.filter(name=name).first()
    if log is None:
        return None
    with alone(name):
        going = begun(log, anyway=anyway)
        _cases(going, anyway=anyway, told=told)
        people = _people(log)
        with transaction.atomic():
            services, areas = _places(log)
            fact = LogRemoved(log_id=log.pk, cases=len(going.cases), people=people, services=services, areas=areas)
            close_log(log)
            tell(fact, about="organisation", by="system", at=at)
    return fact


def _cases(going: Going, *, anyway: bool, told: Told) -> None:
    whole = len(going.cases)
    for start in range(0, whole, TOGETHER):
        told(start, whole)
        some = going.cases[start : start + TOGETHER]
        with transaction.atomic():
            talks = of_log(some)
            if not anyway:
                by_hand(going.log, some)
            take_away(some, talks)
            _unlearn("case", some)
            forget(some)
    told(whole, whole)


def _people(log: Log) -> int:
    """Those who are here because of it. Whoever has come in since, or was given work elsewhere, stays."""
    everybody, gone = list(StandIn.objects.filter(log=log).order_by("pk").values_list("person_id", flat=True)), 0
    for start in range(0, len(everybody), TOGETHER):
        some = everybody[start : start + TOGETHER]
        with transaction.atomic():
            let_go(StandIn.objects.filter(log=log, person__in=some))
            accounts = list(_accounts(some))
            gone += _gone("person", Person.objects.filter(pk__in=some).exclude(CAME_IN))
            _gone("account", Account.objects.filter(pk__in=accounts, segment=""))
    return gone


def _accounts(people: Sequence[int]) -> QuerySet[Any, int]:
    """The organisations of these people, to which nobody else belongs."""
    of_others = Person.objects.exclude(pk__in=people).filter(account__isnull=False).values("account_id")
    theirs = Person.objects.filter(pk__in=people, account__isnull=False).exclude(account__in=of_others)
    return theirs.values_list("account_id", flat=True).distinct()


def _places(log: Log) -> tuple[int, int]:
    """Its services, areas and hours, as far as nothing else needs them."""
    hours = Calendar.objects.filter(name=f"{log.name}: hours")
    services = _gone("service", Service.objects.filter(calendar__in=hours, state=Offered.RETIRED))
    areas = _gone("area", Area.objects.filter(calendar__in=hours, function=log.name))
    _gone("calendar", hours)
    return services, areas


def _gone(sort: str, rows: QuerySet[Any]) -> int:
    gone = let_go(rows)
    _unlearn(sort, gone)
    return len(gone)


def _unlearn(sort: str, ids: Sequence[int]) -> None:
    """What was told of them goes with them: only the database's owner may do that. Its readers stand before it."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWERS_WAIT)
        cursor.execute(UNLEARN, [[f"{sort}:{number}" for number in ids]])
        cursor.execute(STAND_BEFORE)
