"""Which facts a hook is told: those that it wants, of the cases of its areas, and none of long ago."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from pasillo.doors.channels.webhooks import commands
from pasillo.doors.channels.webhooks.events import EVENTS, figures_of
from pasillo.doors.channels.webhooks.models import Hook
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.history.models import Origin

LONG_AGO = timedelta(days=7)
MOST_REPLAYED = 5000


@dataclass(frozen=True, kw_only=True)
class About:
    """What of a case goes along with every fact: where it stands, and where more can be asked."""

    number: int
    area_id: int
    service: str
    taken_over_at: datetime | None = None


class Telling:
    """Reads the journal and owes each hook what it wants to know."""

    def is_idle(self) -> bool:
        """Where nobody listens, nothing need be read."""
        return not Hook.objects.filter(is_active=True).exists()

    def read(self, entries: Sequence[Entry]) -> None:
        """Each fact once for each hook that wants it."""
        hooks = list(Hook.objects.filter(is_active=True))
        wanted = {name for hook in hooks for name in hook.events}
        told = [entry for entry in entries if entry.name in wanted and entry.name in EVENTS]
        if not told:
            return
        cases = cases_of(told)
        for hook in hooks:
            since = hook.listens_from
            new = [one for one in told if one.recorded_at >= since and one.happened_at > since - LONG_AGO]
            commands.owe(hook, chosen(hook, new, cases), at=max(entry.recorded_at for entry in told))

    def forget(self) -> None:
        """What was told outside cannot be taken back: a reading from zero tells nothing twice."""


def replayed(hook: Hook, *, first: datetime, last: datetime) -> list[tuple[Entry, dict[str, Any]]]:
    """What this hook would have been told of a span, also what happened while it was closed."""
    found = Entry.objects.filter(name__in=hook.events, happened_at__gte=first, happened_at__lte=last)
    entries = list(found.order_by("happened_at", "id")[:MOST_REPLAYED])
    return list(chosen(hook, entries, cases_of(entries)))


def chosen(hook: Hook, entries: Iterable[Entry], cases: Mapping[int, About]) -> Iterable[tuple[Entry, dict[str, Any]]]:
    """The facts for this hook, each with what is told of it."""
    for entry in entries:
        about = cases.get(entry.data.get("case_id", 0))
        if about is None or entry.name not in hook.events or entry.name not in EVENTS:
            continue
        if hook.area_ids and about.area_id not in hook.area_ids:
            continue
        if about.taken_over_at is None or entry.happened_at > about.taken_over_at:
            yield entry, body_of(entry, about)


def cases_of(entries: Iterable[Entry]) -> dict[int, About]:
    """The cases of these facts as they stand now: two questions, however many there are."""
    ids = {entry.data["case_id"] for entry in entries if "case_id" in entry.data}
    taken_over = dict(Origin.objects.filter(case_id__in=ids).values_list("case_id", "taken_over_at"))
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "number", "area_id", "service__slug")
    return {
        pk: About(number=number, area_id=area_id, service=service, taken_over_at=taken_over.get(pk))
        for pk, number, area_id, service in rows
    }


def body_of(entry: Entry, about: About) -> dict[str, Any]:
    """Ids and figures, never words: whoever may read more asks the API with a key of their own."""
    address = f"{settings.BASE_URL}/api/v1/cases/{about.number}"
    case = {"case": about.number, "area_id": about.area_id, "service": about.service, "url": address}
    return {
        "type": entry.name,
        "timestamp": entry.happened_at.isoformat(),
        "data": {**case, **figures_of(entry.name, entry.data)},
    }
