"""The hours change while a promise runs: whoever is called before it breaks is called at the new hour."""

from datetime import date

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.queries import newest_version
from pasillo.operations.alarms.commands import set_plan, sweep
from pasillo.operations.alarms.models import Watch
from pasillo.operations.cases import commands as cases
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.models import Clock
from tests.operations.alarms.conftest import alarms, at_hour
from tests.operations.alarms.test_alarms import wish


def test_from_tonight_there_are_nights_too_and_help_is_asked_before_the_earlier_hour(
    office, line_repair, opening, ana, budi
):
    """Eight hours from Monday at four: one is served, seven are left at eleven in the evening."""
    set_plan(line_repair.pk, wish(shares=(), lead_minutes=120), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 16))
    cases.reply(case.pk, text="Hola", by=budi.ref, at=at_hour(2, 16, 5))
    sweep(at=at_hour(2, 22, 30))
    known, at = newest_version(office.pk).pk, at_hour(2, 23)
    moved = change_hours(office.pk, rule=CalendarRule.always(), effective_from=at, known=known, by="person:1", at=at)
    sweep(at=at_hour(2, 23, 1))
    assert moved == 1
    assert Clock.objects.get(case=case, metric="resolution").due_at == at_hour(3, 6)
    assert not alarms(case, sort="lead")

    sweep(at=at_hour(3, 4))

    (lead,) = alarms(case, sort="lead")
    assert (lead.rang_at, lead.late) == (at_hour(3, 4), False)


def test_a_holiday_is_declared_and_help_is_asked_two_hours_before_the_later_hour(
    office, line_repair, opening, ana, budi
):
    """Eight hours from Monday at four: on Tuesday nobody serves, so it breaks on Wednesday at four."""
    set_plan(line_repair.pk, wish(shares=(), lead_minutes=120), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 16))
    cases.reply(case.pk, text="Hola", by=budi.ref, at=at_hour(2, 16, 5))
    sweep(at=at_hour(2, 16, 30))
    watched = Watch.objects.get(case=case, sort="lead").due_at
    newest, at = newest_version(office.pk), at_hour(2, 17)
    week = CalendarRule.from_json(newest.rule)
    closed = CalendarRule(zone=week.zone, week=week.week, exceptions={date(2026, 3, 3): ()})

    change_hours(office.pk, rule=closed, effective_from=at, known=newest.pk, by="person:1", at=at)
    assert Watch.objects.get(case=case, sort="lead").due_at == watched < at_hour(4, 14)
    sweep(at=at_hour(3, 14, 1))
    assert not alarms(case, sort="lead")
    sweep(at=at_hour(4, 14))

    (lead,) = alarms(case, sort="lead")
    assert (lead.rang_at, lead.late) == (at_hour(4, 14), False)
