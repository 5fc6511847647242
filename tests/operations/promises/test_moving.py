"""A holiday is declared while people wait: what was served stays, what is left counts anew, and everybody is told."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.commands import HoursChangedMeanwhile, set_hours
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.hours.queries import newest_version
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.measurement.stories.follower import Stories
from pasillo.measurement.stories.models import Pledge
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import open_case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.commands.moving import change_hours, what_would_move
from pasillo.operations.promises.explaining import why
from pasillo.operations.promises.facts import PromisesMoved
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.moves import moment
from pasillo.strategy.objectives.models import Objective

NURIA = "person:1"
TUESDAY = date(2026, 3, 3)
WORKDAYS = ((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def closed(*days, week=WORKDAYS):
    return CalendarRule(week=week, exceptions=dict.fromkeys(days, ()))


def clock(case, metric):
    return Clock.objects.get(case=case, metric=metric)


def moved_with_hours(case):
    clocks = Clock.objects.filter(case=case)
    whys = [why(one.pk, case_id=case.pk, at=one.started_at) for one in clocks]
    return [fact for one in whys for fact in one.told if fact.data.get("cause") == "hours"]


@pytest.fixture
def change(office):
    def changed(rule, *, at, act=change_hours, known=None, effective_from=None):
        known = known or newest_version(office.pk).pk
        return act(office.pk, rule=rule, effective_from=effective_from or at, known=known, by=NURIA, at=at)

    return changed


def test_t14_tuesday_is_declared_a_holiday_and_what_was_due_then_is_due_on_wednesday(change, opening, ana):
    Objective.objects.filter(metric="resolution").update(target_minutes=240)
    line = open_case(opening=opening, by=ana.ref, at=at_hour(2, 15))
    assert clock(line, "resolution").due_at == at_hour(3, 11)

    (move,) = change(closed(TUESDAY), at=at_hour(2, 16), act=what_would_move)
    moved = change(closed(TUESDAY), at=at_hour(2, 16))

    assert (move.was_at, move.becomes_at) == (at_hour(3, 11), at_hour(4, 11))
    assert moved == 1
    assert clock(line, "resolution").due_at == at_hour(4, 11)


def test_what_is_due_before_the_holiday_stays(change, dead_line):
    ring(at=at_hour(2, 10, 30))
    answer, solution = clock(dead_line, "first_response"), clock(dead_line, "resolution")
    moved = change(closed(TUESDAY), at=at_hour(2, 12))

    assert moved == 0
    assert clock(dead_line, "resolution").due_at == solution.due_at == at_hour(2, 17)
    assert clock(dead_line, "first_response").due_at == answer.due_at
    assert not moved_with_hours(dead_line)


def test_only_what_is_left_counts_in_the_new_hours(change, dead_line):
    change(closed(week=((Opening.of("09:00", "13:00"),),) * 5 + ((),) * 2), at=at_hour(2, 12))

    moved = clock(dead_line, "resolution")
    assert moved.due_at == at_hour(3, 13)
    assert moved.started_at == at_hour(2, 9)


def test_the_case_the_alarm_and_the_journal_hear_of_the_new_hour_once(change, dead_line, budi):
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 10))
    assert change(closed(date(2026, 3, 2)), at=at_hour(2, 10)) == 1

    solution = clock(dead_line, "resolution")
    assert (solution.due_at, solution.next_alarm_at) == (at_hour(3, 16), at_hour(2, 13))
    dead_line.refresh_from_db()
    assert dead_line.next_due_at == at_hour(3, 16)
    moved = Entry.objects.get(name="promises.moved")
    assert (moved.data["clock_ids"], moved.data["case_ids"], moved.by) == ([solution.pk], [dead_line.pk], NURIA)
    assert [moment(due) for due in moved.data["due_at"]] == [at_hour(3, 16)]
    assert set(moved.data) == {field.name for field in dataclasses.fields(PromisesMoved)}
    changed = Entry.objects.get(name="hours.changed")
    assert changed.data["moved"] == 1
    (why_moved,) = moved_with_hours(dead_line)
    assert datetime.fromisoformat(why_moved.data["due_at"]) == at_hour(3, 16)


def test_an_alarm_of_the_old_hour_says_nothing_and_rings_at_the_new_one(change, dead_line, budi):
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 10))
    change(closed(date(2026, 3, 2)), at=at_hour(2, 10))

    ring(at=at_hour(2, 13, 1))
    assert clock(dead_line, "resolution").next_alarm_at == at_hour(3, 12)
    assert not Entry.objects.filter(name="promise.warned").exists()

    ring(at=at_hour(3, 12))
    (warned,) = Entry.objects.filter(name="promise.warned")
    assert (warned.data["share"], warned.happened_at) == (50, at_hour(3, 12))


def test_an_alarm_that_comes_sooner_in_the_new_hours_is_set_at_once(change, dead_line, budi):
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 10))
    longer = CalendarRule(zone="Europe/Madrid", week=((Opening.of("08:00", "20:00"),),) * 5 + ((),) * 2)
    change(closed(date(2026, 3, 2)), at=at_hour(2, 10))
    ring(at=at_hour(2, 13, 1))

    change(longer, at=at_hour(2, 14))

    assert clock(dead_line, "resolution").next_alarm_at == at_hour(2, 17)


def test_a_promise_that_waits_for_the_customer_moves_too_and_rings_not(change, dead_line, budi):
    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 11))
    assert change(closed(TUESDAY, date(2026, 3, 2)), at=at_hour(2, 12)) == 1

    waiting = clock(dead_line, "resolution")
    assert (waiting.state, waiting.due_at, waiting.next_alarm_at) == ("paused", at_hour(4, 14), None)
    dead_line.refresh_from_db()
    assert dead_line.next_due_at is None


def test_what_is_broken_is_not_unbroken_by_a_holiday(change, dead_line):
    ring(at=at_hour(2, 10, 30))
    assert change(closed(date(2026, 3, 2)), at=at_hour(2, 12)) == 1

    broken = clock(dead_line, "first_response")
    assert (broken.state, broken.due_at) == ("breached_running", at_hour(2, 10))
    dead_line.refresh_from_db()
    assert dead_line.next_due_at == at_hour(2, 10)


def test_looking_first_keeps_nothing_and_says_the_same(change, dead_line):
    before = clock(dead_line, "resolution").due_at
    seen = change(closed(date(2026, 3, 2)), at=at_hour(2, 10), act=what_would_move)

    assert clock(dead_line, "resolution").due_at == before
    assert CalendarVersion.objects.count() == 1
    assert not moved_with_hours(dead_line)
    assert change(closed(date(2026, 3, 2)), at=at_hour(2, 10)) == len(seen) == 1
    assert clock(dead_line, "resolution").due_at == seen[0].becomes_at != before


def test_undone_by_a_further_version_the_promise_stands_where_it_stood(change, dead_line):
    change(closed(TUESDAY, date(2026, 3, 2)), at=at_hour(2, 10))
    change(closed(), at=at_hour(2, 10))

    assert clock(dead_line, "resolution").due_at == at_hour(2, 17)
    assert CalendarVersion.objects.count() == 3


def test_the_second_of_two_is_told_and_no_promise_moves_twice(change, office, dead_line):
    seen = newest_version(office.pk).pk
    change(closed(date(2026, 3, 2)), at=at_hour(2, 10), known=seen)

    with pytest.raises(HoursChangedMeanwhile):
        change(closed(TUESDAY), at=at_hour(2, 11), known=seen)

    assert clock(dead_line, "resolution").due_at == at_hour(3, 16)


def test_hours_too_rare_for_what_was_promised_are_refused_and_nothing_moves(change, dead_line):
    once = CalendarRule(exceptions={date(2026, 3, 9): (Opening.of("09:00", "10:00"),)})

    with pytest.raises(Refused, match="could never be kept"):
        change(once, at=at_hour(2, 10))

    assert clock(dead_line, "resolution").due_at == at_hour(2, 17)
    assert CalendarVersion.objects.count() == 1


def test_hours_in_which_something_is_offered_are_open_every_week(change, line_repair):
    line_repair.state = "published"
    line_repair.save()
    once = CalendarRule(exceptions={date(2026, 3, 9): (Opening.of("09:00", "10:00"),)})

    for act in (change_hours, what_would_move):
        with pytest.raises(Refused, match="one day of the week must be open"):
            change(once, at=at_hour(2, 10), act=act)
    assert CalendarVersion.objects.count() == 1


def test_in_hours_that_cannot_hold_it_nothing_is_promised_and_the_case_is_kept(opening, ana, line_repair, office, budi):
    once = CalendarRule(exceptions={date(2026, 3, 9): (Opening.of("09:00", "10:00"),)})
    CalendarVersion.objects.filter(calendar=office).update(rule=once.to_json())
    Objective.objects.filter(service=line_repair, metric="resolution").update(target_minutes=61)

    case = open_case(opening=opening, by=ana.ref, at=at_hour(2, 9))

    assert not Clock.objects.filter(case=case, metric="resolution").exists()
    assert clock(case, "first_response").due_at == at_hour(9, 10)


def test_a_wait_that_pushes_a_promise_behind_the_last_hour_leaves_it_due_when_that_ends(
    opening, ana, line_repair, office, budi
):
    days = {date(2026, 3, day): (Opening.of("09:00", "17:00"),) for day in (2, 3)}
    CalendarVersion.objects.filter(calendar=office).update(rule=CalendarRule(exceptions=days).to_json())
    Objective.objects.filter(service=line_repair, metric="resolution").update(target_minutes=960)
    case = open_case(opening=opening, by=ana.ref, at=at_hour(2, 9))
    assert clock(case, "resolution").due_at == at_hour(3, 17)
    cases.reply(case.pk, text="Which lamp?", by=budi.ref, at=at_hour(2, 10))
    cases.wait(case.pk, why="customer", by=budi.ref, at=at_hour(2, 10))

    words = Words(text="The red one", channel="portal")
    cases.customer_writes(case.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 11))

    resolution = clock(case, "resolution")
    assert (resolution.state, resolution.paused_minutes) == ("running", 60)
    assert resolution.due_at == at_hour(3, 17)


def test_promises_in_other_hours_stay_where_they_are(change, dead_line):
    elsewhere = set_hours(name="Elsewhere", rule=closed(), effective_from=at_hour(1, 0))
    Clock.objects.filter(case=dead_line).update(calendar_id=elsewhere.pk)

    assert change(closed(TUESDAY, date(2026, 3, 2)), at=at_hour(2, 10)) == 0
    assert clock(dead_line, "resolution").due_at == at_hour(2, 17)


COPIES = """
with talks as (
    insert into conversations_conversation select (jsonb_populate_record(null::conversations_conversation,
        to_jsonb(v) || jsonb_build_object('id', nextval(pg_get_serial_sequence('conversations_conversation', 'id'))))).*
    from conversations_conversation v, generate_series(1, %(many)s)
    where v.id = (select conversation_id from cases_case where id = %(case)s) returning id),
more as (
    insert into cases_case select (jsonb_populate_record(null::cases_case, to_jsonb(k) || jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('cases_case', 'id')), 'number', nextval('case_number'),
        'conversation_id', talks.id))).*
    from cases_case k, talks where k.id = %(case)s returning id)
insert into promises_clock select (jsonb_populate_record(null::promises_clock, to_jsonb(c) || jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('promises_clock', 'id')), 'case_id', more.id))).*
from promises_clock c, more where c.case_id = %(case)s
"""


def copies(case, many):
    with connection.cursor() as cursor:
        cursor.execute(COPIES, {"case": case.pk, "many": many})


@pytest.mark.parametrize("many", [60, pytest.param(5000, marks=pytest.mark.long)])
def test_a_holiday_is_declared_today_with_many_open_cases(many, change, dead_line, django_assert_max_num_queries):
    copies(dead_line, many - 1)
    with django_assert_max_num_queries(40):
        moved = change(closed(date(2026, 3, 2)), at=at_hour(2, 9, 30))

    assert moved == 2 * many
    assert Clock.objects.filter(metric="resolution", due_at=at_hour(3, 16, 30)).count() == many
    assert Clock.objects.filter(metric="first_response", due_at=at_hour(3, 9, 30)).count() == many
    told = Entry.objects.filter(name="promises.moved").values_list("data", flat=True)
    assert sorted(pk for data in told for pk in data["clock_ids"]) == sorted(Clock.objects.values_list("pk", flat=True))
    assert not Clock.objects.filter(due_at__lt=at_hour(3, 9)).exists()
    with connection.cursor() as cursor:
        cursor.execute("select count(*), min(next_due_at), max(next_due_at) from cases_case")
        assert cursor.fetchone() == (many, at_hour(3, 9, 30), at_hour(3, 9, 30))


def test_a_plan_that_was_replaced_for_the_same_day_counts_for_no_new_promise(change, opening, ana):
    wednesday = at_hour(4, 0)
    change(closed(date(2026, 3, 4)), at=at_hour(2, 10), effective_from=wednesday)
    change(closed(date(2026, 3, 5)), at=at_hour(2, 11), effective_from=wednesday)

    line = open_case(opening=opening, by=ana.ref, at=at_hour(3, 15))

    assert clock(line, "resolution").due_at == at_hour(4, 15)


HAND_OVER = "update promises_clock set policy = %s, zone = %s, held = %s::jsonb, paused_minutes = %s, warned = %s"


@pytest.mark.parametrize(
    ("policy", "zone", "held", "paused", "warned", "many"),
    [
        ("service_fixed", "", "[]", 0, 0, 1),
        ("service_fixed", "", "[]", 33.25, 50, 2),
        ("customer_zone", "America/Mexico_City", "[]", 7.125, 75, 2),
        ("serving_area", "", '[["2026-03-02T10:30:00+00:00", %(office)s]]', 1.5, 50, 2),
        ("always", "", "[]", 0, 0, 0),
    ],
)
def test_what_the_database_works_out_is_what_the_look_before_said(
    policy, zone, held, paused, warned, many, change, office, dead_line
):
    with connection.cursor() as cursor:
        cursor.execute(HAND_OVER, [policy, zone, held % {"office": office.pk}, paused, warned])
    rule = CalendarRule(zone="Europe/Madrid", week=WORKDAYS, exceptions={TUESDAY: ()})
    seen = change(rule, at=at_hour(2, 9, 20), act=what_would_move)
    before = dict(Clock.objects.values_list("pk", "next_alarm_at"))

    moved = change(rule, at=at_hour(2, 9, 20))

    assert moved == len(seen) == many
    kept = {one.pk: (one.due_at, one.next_alarm_at) for one in Clock.objects.all()}
    assert all(
        kept[move.clock_id] == (move.becomes_at, min(before[move.clock_id], moment(move.alarm))) for move in seen
    )


def test_the_stories_read_many_promises_from_one_fact(change, dead_line):
    change(closed(date(2026, 3, 2)), at=at_hour(2, 10))
    stories = Stories()
    stories.read(Entry.objects.order_by("id"))

    kept = {one.pk: one.due_at for one in Clock.objects.all()}
    assert {pledge.clock_id: pledge.due_at for pledge in Pledge.objects.all()} == kept
    assert len(kept) == 2
