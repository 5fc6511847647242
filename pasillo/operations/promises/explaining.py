"""Why a clock is as it is: the run that the journal gives, with the facts that prove each turn of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pasillo.ground.hours.models import Calendar, CalendarVersion
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Reading
from pasillo.operations.promises.facts import HoursChanged, PromiseMoved, PromisesMoved
from pasillo.operations.promises.models import Clock, Repair
from pasillo.operations.promises.moves import moment
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.repairs import hours_of, told_of_clocks
from pasillo.operations.promises.rules.cycles import Cycle
from pasillo.operations.promises.rules.replaying import Played, replay
from pasillo.operations.promises.timelines import Versions, counts_of, known_to, made_with, timelines, versions_for
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import Policy


@dataclass(frozen=True, kw_only=True)
class Why:
    """One clock, and everything that made it so."""

    clock: Clock
    reading: Reading
    hours: Timeline
    ran: Cycle | None
    told: list[Entry]
    objectives: list[Objective]
    calendars: dict[int, str]
    versions: list[CalendarVersion]
    undone: Entry | None
    repairs: list[Repair]
    served: timedelta
    stood_still: timedelta
    lived: timedelta

    @property
    def until(self) -> datetime | None:
        """When it ended."""
        return self.reading.stopped_at


def why(clock_id: int, *, case_id: int, at: datetime) -> Why | None:
    """What made this clock of this case so; None where the case has no such clock."""
    clock = Clock.objects.filter(pk=clock_id, case_id=case_id).select_related("objective").first()
    if clock is None:
        return None
    told = told_of_clocks(case_id)
    played, known_hours, known = _played(clock, told)
    reading = reading_of(clock)
    if reading.state == rule.Running.RUNNING and at > reading.due_at:
        reading = rule.breach(reading)
    hours = known_hours or timelines([counts_of(clock)])(counts_of(clock))
    until = max(at, clock.started_at)
    return Why(
        clock=clock,
        reading=reading,
        hours=hours,
        ran=played.ran if played else None,
        told=sorted([*_of(clock, told), *_moved_with_hours(clock)], key=lambda fact: fact.pk),
        objectives=_objectives(clock),
        calendars=_calendars(clock),
        versions=_versions(clock, known, reading.stopped_at or max(until, clock.due_at)),
        undone=_undone(clock, told),
        repairs=list(Repair.objects.filter(clock=clock).order_by("id")),
        served=rule.served_time(reading, hours, until=until),
        stood_still=rule.stood_still(reading, hours, until=until),
        lived=rule.lived_time(reading, until=until),
    )


_BESIDE = frozenset({"case.paused", "case.transferred", "case.took_in"})


def _of(clock: Clock, told: list[Entry]) -> list[Entry]:
    return [fact for fact in told if fact.name in _BESIDE or fact.data.get("clock_id") == clock.pk]


def _moved_with_hours(clock: Clock) -> list[Entry]:
    """Each change of hours that moved this clock with others, as a fact about this one alone."""
    calendars = {clock.calendar_id, *(calendar_id for _, calendar_id in clock.held)}
    about = Entry.objects.filter(
        about__in=[f"calendar:{number}" for number in calendars], happened_at__gte=clock.started_at
    )
    many = list(about.filter(name=PromisesMoved.name, data__clock_ids__contains=[clock.pk]))
    changes = list(about.filter(name=HoursChanged.name).order_by("id")) if many else []
    return [_one_of(fact, clock, changes) for fact in many]


def _one_of(many: Entry, clock: Clock, changes: list[Entry]) -> Entry:
    """The change of hours is told right after what it moved."""
    due = moment(many.data["due_at"][many.data["clock_ids"].index(clock.pk)])
    data = {"case_id": clock.case_id, "clock_id": clock.pk, "due_at": due.isoformat(), "cause": "hours"}
    change = next((one for one in changes if one.about == many.about and one.pk > many.pk), None)
    if change:
        data |= {name: change.data[name] for name in ("calendar_id", "version_id", "effective_from")}
    return Entry(pk=many.pk, name=PromiseMoved.name, by=many.by, happened_at=many.happened_at, data=data)


def _played(clock: Clock, told: list[Entry]) -> tuple[Played | None, Timeline | None, Versions]:
    """Only this clock is played, with the hours that it knew: the others of the case would ask for theirs, too."""
    row = {"calendar_id": clock.calendar_id, "held": clock.held}
    versions = versions_for([row])
    made = made_with(versions)
    mine = [fact for fact in told if fact.data.get("clock_id") in (None, clock.pk)]
    played = replay(mine, lambda one: hours_of(one, clock.calendar_id, versions, made)).get(clock.pk)
    if played is None:
        return None, None, versions
    hours = hours_of(played, clock.calendar_id, versions, made)
    return played, hours, known_to(played.ended_with, versions, made)


def _versions(clock: Clock, known: Versions, until: datetime) -> list[CalendarVersion]:
    """The versions of its calendars that held while it counted, in the order of time."""
    if clock.policy == Policy.ALWAYS:
        return []
    counted: list[int] = []
    held = counts_of(clock).held
    for place, (since, calendar_id) in enumerate(held):
        ends = held[place + 1][0] if place + 1 < len(held) else until
        begun = [number for begins, number in known.get(calendar_id, []) if begins <= since]
        later = [number for begins, number in known.get(calendar_id, []) if since < begins < ends]
        counted += [*begun[-1:], *later]
    by_id = CalendarVersion.objects.in_bulk(counted)
    return [by_id[number] for number in dict.fromkeys(counted)]


def _undone(clock: Clock, told: list[Entry]) -> Entry | None:
    """The fact with which the customer said that this solution was none."""
    if clock.metric not in ("resolution", "dispute"):
        return None
    rounds = (fact for fact in told if fact.name in ("case.resolution_disputed", "case.reopened"))
    return next((fact for fact in rounds if fact.data["cycle"] > clock.cycle), None)


def _objectives(clock: Clock) -> list[Objective]:
    known = [number for _, number, _ in clock.targets] or [clock.objective_id]
    by_id = Objective.objects.in_bulk([number for number in known if number])
    return [by_id[number] for number in known if number in by_id]


def _calendars(clock: Clock) -> dict[int, str]:
    wanted = {clock.calendar_id, *(calendar_id for _, calendar_id in clock.held)}
    return dict(Calendar.objects.filter(pk__in=wanted).values_list("pk", "name"))
