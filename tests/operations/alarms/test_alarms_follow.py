"""An open alarm says until when: as its promise moves, by hours, by priority or by a merge, that moves along."""

from datetime import date, timedelta

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.queries import newest_version
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.cases import commands as cases
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.models import Clock
from pasillo.strategy.objectives.commands import set_objective
from pasillo.strategy.objectives.scope import Scope
from tests.operations.alarms.conftest import at_hour, the_open
from tests.operations.conftest import MONDAY


def half_used(case, budi):
    """Answered at once; at one o'clock half of the eight hours are used up, and Budi is called."""
    cases.reply(case.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 5))
    sweep(at=at_hour(2, 13, 1))
    alarm = the_open(case, metric="resolution")
    assert (alarm.person_id, alarm.act_by) == (budi.pk, at_hour(2, 17))
    return alarm


def test_a_holiday_moves_the_until_of_who_is_called_already(dead_line, office, budi, carla, olga):
    alarm = half_used(dead_line, budi)
    newest, at = newest_version(office.pk), at_hour(2, 14)
    week = CalendarRule.from_json(newest.rule)
    closed = CalendarRule(zone=week.zone, week=week.week, exceptions={date(2026, 3, 2): ()})
    change_hours(office.pk, rule=closed, effective_from=at, known=newest.pk, by="person:1", at=at)

    assert Clock.objects.get(case=dead_line, metric="resolution").due_at == at_hour(3, 12)
    alarm.refresh_from_db()
    assert (alarm.act_by, alarm.closed_at) == (at_hour(3, 12), None)


def test_another_priority_moves_it(dead_line, line_repair, budi, carla, olga):
    set_objective(
        line_repair.pk, metric="resolution", target_minutes=360, scope=Scope(priority=2), by="system",
        at=MONDAY - timedelta(days=3),
    )  # fmt: skip
    alarm = half_used(dead_line, budi)
    cases.set_priority(dead_line.pk, priority=2, by=budi.ref, at=at_hour(2, 13, 10))

    alarm.refresh_from_db()
    assert (alarm.act_by, alarm.closed_at) == (at_hour(2, 15), None)


def test_a_merge_moves_it(dead_line, opening, ana, budi, carla, olga):
    """The kept case began on Tuesday at nine and is called about at one; the other began on Monday at four."""
    late = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 16))
    kept = cases.open_case(opening=opening, by=ana.ref, at=at_hour(3, 9))
    cases.reply(kept.pk, text="Vamos", by=budi.ref, at=at_hour(3, 9, 5))
    sweep(at=at_hour(3, 13, 1))
    alarm = the_open(kept, metric="resolution")
    assert alarm.act_by == at_hour(3, 17)
    cases.merge(late.pk, into_id=kept.pk, by=budi.ref, at=at_hour(3, 13, 10))

    alarm.refresh_from_db()
    assert alarm.act_by == Clock.objects.get(case=kept, metric="resolution").due_at == at_hour(3, 16)


def test_who_must_make_good_for_what_is_broken_keeps_their_own_time(dead_line, office, budi, carla, olga):
    half_used(dead_line, budi)
    sweep(at=at_hour(2, 17, 1))
    (broken,) = [the_open(dead_line, metric="resolution", sort="breach")]
    by = broken.act_by
    newest, at = newest_version(office.pk), at_hour(2, 18)
    change_hours(office.pk, rule=CalendarRule.always(), effective_from=at, known=newest.pk, by="person:1", at=at)

    broken.refresh_from_db()
    assert broken.act_by == by
