"""What stands around an alarm: the case, its people, their hours and absences; asked for many alarms in a few looks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pasillo.ground.hours.business_time import Compiled
from pasillo.ground.hours.queries import timetables
from pasillo.ground.people.models import Absence, Membership, Person, Role
from pasillo.ground.people.queries import leads_of
from pasillo.operations.alarms.ladder import LADDER, SHARES, Posts, Rung, Sort, rungs_of
from pasillo.operations.alarms.models import Alarm, Plan
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import GOING, Running
from pasillo.operations.promises.models import Clock


@dataclass(frozen=True, kw_only=True)
class Around:
    """One case as its alarm finds it."""

    area_id: int
    calendar_id: int
    hours: Compiled
    posts: Posts
    rungs: tuple[Rung, ...]
    shares: tuple[int, ...]
    due_at: datetime | None
    priority: int


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What many alarms have around them."""

    cases: Mapping[int, Case]
    clocks: Mapping[int, Clock]
    plans: Mapping[int, Plan]
    leads: Mapping[int, int]
    away: Mapping[int, int | None]
    own: Mapping[int, dict[int, int]]
    heads: Sequence[int]
    hours_at: Callable[[int, datetime], Compiled]
    at: datetime

    def is_wanted(self, alarm: Alarm) -> bool:
        """Whether somebody must still act: the case is open, the promise counts, the service asks for this alarm."""
        case = self.cases[alarm.case_id]
        if case.is_over or case.state == "resolved":
            return False
        clock = self.clocks.get(alarm.clock_id or 0)
        if clock and clock.state not in GOING:
            return False
        if clock and alarm.sort == Sort.THRESHOLD:
            shares = self._shares(case)
            return clock.state == Running.RUNNING and alarm.mark in shares
        return True

    def of(self, alarm: Alarm) -> Around:
        """What stands around one of them."""
        case = self.cases[alarm.case_id]
        plan = self.plans.get(case.service_id)
        clock = self.clocks.get(alarm.clock_id or 0)
        posts = Posts(
            person=case.assignee_id,
            lead=self.leads.get(case.area_id),
            owner=case.service.owner_id,
            head=self.heads[0] if self.heads else None,
        )
        return Around(
            area_id=case.area_id,
            calendar_id=case.area.calendar_id,
            hours=self.hours_at(case.area.calendar_id, self.at),
            posts=posts,
            rungs=rungs_of(plan.rungs) if plan else LADDER,
            shares=self._shares(case),
            due_at=clock.due_at if clock else None,
            priority=case.priority,
        )

    def may_see(self, alarm: Alarm) -> Callable[[int], bool]:
        """Whether a person may act on the case of this alarm, as `cases.queries.served_by` says it."""
        case = self.cases[alarm.case_id]

        def sees(person_id: int) -> bool:
            ours = person_id in (case.assignee_id, *self.heads) or case.area_id in self.own.get(person_id, {})
            return ours and person_id != case.customer_id

        return sees

    def hours_of(self, person_id: int | None, here: Around, at: datetime) -> Compiled:
        """The hours in which this person can be called: those of the case's area if it is theirs, else of their own."""
        own = self.own.get(person_id or 0, {})
        if not own or here.area_id in own:
            return here.hours
        return self.hours_at(own[min(own)], at)

    def _shares(self, case: Case) -> tuple[int, ...]:
        plan = self.plans.get(case.service_id)
        return tuple(sorted(plan.shares)) if plan else SHARES


def surroundings_of(alarms: Sequence[Alarm], *, at: datetime) -> Surroundings:
    """Everything around these alarms: a fixed number of questions, however many alarms there are."""
    found = Case.objects.filter(pk__in={alarm.case_id for alarm in alarms}).select_related("area", "service")
    cases = {case.pk: case for case in found}
    areas = {case.area_id for case in cases.values()}
    leads = leads_of(areas)
    heads = _heads(at)
    people = _people(cases.values()) | set(leads.values()) | set(heads)
    away = _away(people, at)
    own = _own_areas(people | {cover for cover in away.values() if cover})
    calendars = {case.area.calendar_id for case in cases.values()} | {c for mine in own.values() for c in mine.values()}
    return Surroundings(
        cases=cases,
        clocks=Clock.objects.in_bulk([alarm.clock_id for alarm in alarms if alarm.clock_id]),
        plans=Plan.objects.in_bulk({case.service_id for case in cases.values()}),
        leads=leads,
        away=away,
        own=own,
        heads=heads,
        hours_at=timetables(calendars),
        at=at,
    )


def _people(cases: Iterable[Case]) -> set[int]:
    posts = {post for case in cases for post in (case.assignee_id, case.service.owner_id)}
    return {person for person in posts if person}


def _heads(at: datetime) -> list[int]:
    """Who heads the operation and is here, whoever has done so for longest first."""
    here = Membership.objects.filter(role=Role.HEAD, person__is_active=True)
    away = Absence.objects.at(at).values("person_id")
    return list(here.exclude(person__in=away).order_by("id").values_list("person_id", flat=True))


def _away(people: Iterable[int], at: datetime) -> dict[int, int | None]:
    """Who cannot be called now, with whoever stands in: those on leave, and those who have left."""
    away = dict(Absence.objects.at(at).values_list("person_id", "cover_id"))
    concerned = set(people) | {cover for cover in away.values() if cover}
    gone = Person.objects.filter(pk__in=concerned, is_active=False).values_list("id", flat=True)
    return away | dict.fromkeys(gone, None)


def _own_areas(people: Iterable[int]) -> dict[int, dict[int, int]]:
    own: dict[int, dict[int, int]] = {}
    rows = Membership.objects.filter(
        person__in=list(people), area__isnull=False, role__in=[Role.AGENT, Role.MANAGER], person__is_active=True
    )
    for person, area, calendar in rows.values_list("person_id", "area_id", "area__calendar_id"):
        own.setdefault(person, {})[area] = calendar
    return own
