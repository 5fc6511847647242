"""Who is called, when, and what ends it."""

from datetime import date, timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep as keep_file
from pasillo.ground.intake.models import Inbound
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import disable, give_role, plan_absence
from pasillo.ground.people.models import Role
from pasillo.operations.alarms.commands import Wish, find_overlooked, let_go, say_seen, set_plan, sweep
from pasillo.operations.alarms.ladder import LADDER, Rung, Who
from pasillo.operations.alarms.models import Alarm, Plan, Watch
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises import commands as promises
from tests.operations.alarms.conftest import alarms, at_hour, the_open
from tests.operations.told import fact, told


@pytest.fixture
def held(dead_line, budi):
    """Budi holds the dead line from five past nine."""
    cases.take(dead_line.pk, by=budi.ref, at=at_hour(2, 9, 5))
    return dead_line


@pytest.fixture
def answered(held, budi):
    """Budi has said hello; the line is still dead. 480 minutes are promised, so it is due at five."""
    cases.reply(held.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 10))
    return held


def wish(**more):
    given = {"shares": (50, 75, 100), "lead_minutes": 0, "silence_minutes": 960, "rungs": LADDER}
    return Wish(**(given | more))


def test_half_of_the_time_is_gone_and_nobody_holds_it_so_the_area_is_called_to_take_it(dead_line, budi, carla):
    assert sweep(at=at_hour(2, 9, 29)) == 0
    assert sweep(at=at_hour(2, 9, 30)) == 1

    alarm = the_open(dead_line)
    assert (alarm.sort, alarm.mark, alarm.rung, alarm.deed) == ("threshold", 50, 1, "take")
    assert alarm.person is None
    assert alarm.area_id == dead_line.area_id
    assert alarm.rang_at == alarm.told_at == alarm.heard_at == at_hour(2, 9, 30)
    assert alarm.act_by == at_hour(2, 10)
    assert not alarm.late
    assert fact(dead_line, "alarm.rang").data["rung"] == 1


def test_the_same_instant_never_rings_twice(dead_line):
    sweep(at=at_hour(2, 9, 30))
    assert sweep(at=at_hour(2, 9, 30)) == 0
    promises.ring(at=at_hour(2, 9, 31))
    assert sweep(at=at_hour(2, 9, 31)) == 0

    assert len(alarms(dead_line)) == 1
    assert told(dead_line, "alarm.rang") == ["alarm.rang"]


def test_each_share_calls_one_higher_and_the_break_calls_the_owner(answered, budi, carla, olga):
    for hour in (13, 15, 17):
        sweep(at=at_hour(2, hour))

    called = [(alarm.mark, alarm.sort, alarm.person.name, alarm.deed) for alarm in alarms(answered)]
    assert called == [
        (50, "threshold", "Budi Santoso", "solve"),
        (75, "threshold", "Carla Vidal", "decide"),
        (100, "breach", "Olga Rey", "decide"),
    ]
    assert [alarm.act_by for alarm in alarms(answered)[:2]] == [at_hour(2, 17), at_hour(2, 17)]
    assert all(alarm.closed_at is None for alarm in alarms(answered))


def test_a_lead_by_name_alone_is_called_as_long_as_they_serve_there(answered, budi, carla, olga, clara, repairs):
    give_role(person=clara, role=Role.AGENT, area=repairs, by="system", at=at_hour(2, 9))
    repairs.lead = clara
    repairs.save()
    for hour in (13, 15):
        sweep(at=at_hour(2, hour))

    assert [(one.mark, one.person.name) for one in alarms(answered)] == [(50, "Budi Santoso"), (75, "Clara Vives")]


def test_a_lead_by_name_who_does_not_serve_there_any_more_gives_way_to_the_manager(
    answered, budi, carla, clara, repairs
):
    repairs.lead = clara
    repairs.save()
    for hour in (13, 15):
        sweep(at=at_hour(2, hour))

    assert [(one.mark, one.person.name) for one in alarms(answered)] == [(50, "Budi Santoso"), (75, "Carla Vidal")]


def test_what_rang_while_the_house_was_asleep_is_told_once_and_marked_late(answered, budi, carla, olga):
    sweep(at=at_hour(2, 16, 59))

    (alarm,) = alarms(answered)
    assert (alarm.mark, alarm.rang_at, alarm.told_at) == (75, at_hour(2, 15), at_hour(2, 16, 59))
    assert alarm.late
    assert fact(answered, "alarm.rang").data["late_seconds"] == 119 * 60


def test_work_that_is_told_afterwards_calls_nobody_however_much_it_is(answered, opening, budi, carla):
    for _n in range(2):
        more = cases.open_case(opening=opening, by=budi.ref, at=at_hour(2, 9))
        cases.take(more.pk, by=budi.ref, at=at_hour(2, 9, 5))
        cases.reply(more.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 10))

    let_go(at=at_hour(4, 10), limit=1)
    sweep(at=at_hour(4, 10, 1))

    silences = Alarm.objects.filter(sort="silence")
    assert list(silences.values_list("how", "told_at")) == [("over", None)] * 3
    assert not Entry.objects.filter(name="alarm.rang", data__sort="silence").exists()


def test_a_minute_is_not_late(dead_line):
    sweep(at=at_hour(2, 9, 31))
    assert not the_open(dead_line).late


def test_the_answer_closes_what_asked_for_one_and_not_what_asked_for_a_solution(held, budi, carla):
    sweep(at=at_hour(2, 9, 30))
    sweep(at=at_hour(2, 9, 45))
    cases.reply(held.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 50))
    sweep(at=at_hour(2, 13))

    first, second, solution = alarms(held)
    assert {(a.how, a.closed_by, a.closed_at) for a in (first, second)} == {("answered", budi.ref, at_hour(2, 9, 50))}
    assert solution.metric == "resolution"
    assert solution.closed_at is None
    cases.reply(held.pk, text="Seguimos", by=budi.ref, at=at_hour(2, 14))
    solution.refresh_from_db()
    assert solution.closed_at is None


def test_taking_the_case_answers_whoever_called_for_somebody_to_take_it(dead_line, budi):
    sweep(at=at_hour(2, 9, 30))
    cases.take(dead_line.pk, by=budi.ref, at=at_hour(2, 9, 35))

    assert alarms(dead_line)[0].how == "taken"
    assert fact(dead_line, "alarm.answered").data["how"] == "taken"


def test_agreeing_on_another_day_answers_the_call_for_a_solution(answered, budi):
    sweep(at=at_hour(2, 13))
    cases.wait(answered.pk, why="scheduled", until=at_hour(4, 9), said="By phone.", by=budi.ref, at=at_hour(2, 13, 30))

    assert alarms(answered)[0].how == "new_date"


def test_handing_it_over_answers_and_solving_it_ends_everything(answered, budi, carla, billing):
    sweep(at=at_hour(2, 13))
    cases.assign(answered.pk, assignee_id=carla.pk, by=budi.ref, at=at_hour(2, 13, 30))
    assert alarms(answered)[0].how == "handed_over"

    sweep(at=at_hour(2, 15))
    cases.resolve(answered.pk, by=carla.ref, at=at_hour(2, 15, 30))
    assert alarms(answered)[1].how == "solved"
    assert sweep(at=at_hour(2, 17)) == 0


def test_who_has_seen_it_says_why_nothing_more_is_done(dead_line, carla):
    sweep(at=at_hour(2, 9, 30))
    alarm = the_open(dead_line)
    with pytest.raises(Refused, match="say in a few words"):
        say_seen(alarm.pk, reason="  ", by=carla.ref, at=at_hour(2, 9, 31))
    say_seen(alarm.pk, reason="Budi is on the phone with her.", by=carla.ref, at=at_hour(2, 9, 32))
    with pytest.raises(Refused, match="answered already"):
        say_seen(alarm.pk, reason="Me too.", by=carla.ref, at=at_hour(2, 9, 33))

    alarm.refresh_from_db()
    assert (alarm.how, alarm.reason, alarm.closed_by) == ("seen", "Budi is on the phone with her.", carla.ref)
    assert "phone" not in str(fact(dead_line, "alarm.answered").data)


def test_whoever_is_called_and_does_nothing_is_helped_by_the_next(answered, budi, carla, olga):
    """The customer hears nothing for two days: Budi has an hour, then Carla two, then it is Olga's."""
    cases.wait(answered.pk, why="scheduled", until=at_hour(5, 9), by=budi.ref, at=at_hour(2, 9, 20))
    cases.resume(answered.pk, by=budi.ref, at=at_hour(4, 9))
    for hour, minute in ((9, 10), (10, 9), (10, 10), (12, 10), (16, 0)):
        sweep(at=at_hour(4, hour, minute))

    assert [(a.rung, a.person.name, a.rang_at, a.deed) for a in alarms(answered, sort="silence")] == [
        (1, "Budi Santoso", at_hour(4, 9, 10), "answer"),
        (2, "Carla Vidal", at_hour(4, 10, 10), "decide"),
        (3, "Olga Rey", at_hour(4, 12, 10), "decide"),
    ]
    cases.reply(answered.pk, text="Seguimos", by=budi.ref, at=at_hour(4, 16, 30))
    assert {a.how for a in alarms(answered, sort="silence")} == {"answered"}


def test_a_case_that_nobody_takes_calls_whoever_leads(dead_line, budi, carla):
    sweep(at=at_hour(2, 9, 30))
    sweep(at=at_hour(2, 9, 45))
    taken_too_late = the_open(dead_line, mark=50)
    assert taken_too_late.climbs_at == at_hour(2, 10, 30)
    sweep(at=at_hour(2, 10, 30))

    assert [(a.mark, a.how) for a in alarms(dead_line) if a.person == carla and a.metric == "first_response"][0] == (
        75,
        "overtaken",
    )


def test_a_newer_call_to_the_same_person_takes_the_place_of_the_older(held, budi, carla):
    """Repairs has nobody above Carla: she is called at three quarters, and again when it breaks."""
    sweep(at=at_hour(2, 9, 45))
    sweep(at=at_hour(2, 10))

    assert [(a.mark, a.how) for a in alarms(held, person=carla)] == [(75, "overtaken"), (100, "")]


def test_two_calls_at_once_leave_one(line_repair, opening, ana, repairs):
    """Three quarters and a quarter of an hour before the end are the same minute: Repairs hears of it once."""
    set_plan(line_repair.pk, wish(shares=(75,), lead_minutes=15), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 9))
    sweep(at=at_hour(2, 9, 45))

    called = alarms(case, area_id=repairs.pk, person=None)
    assert sorted(alarm.sort for alarm in called) == ["lead", "threshold"]
    assert sorted(alarm.how for alarm in called) == ["", "overtaken"]


def test_who_is_on_leave_is_stood_in_for_and_never_waited_for(answered, budi, carla, olga, clara, repairs):
    give_role(person=clara, role=Role.AGENT, area=repairs, by="system", at=at_hour(1, 9))
    days = {"first": date(2026, 3, 2), "last": date(2026, 3, 6)}
    plan_absence(budi.pk, **days, cover_id=clara.pk, by="system", at=at_hour(1, 9))
    sweep(at=at_hour(2, 13))
    assert the_open(answered).person == clara

    plan_absence(clara.pk, **days, by="system", at=at_hour(1, 9))
    plan_absence(carla.pk, **days, by="system", at=at_hour(1, 9))
    sweep(at=at_hour(2, 15))
    assert alarms(answered)[-1].person == olga


def test_a_cover_who_may_not_see_the_case_is_not_called_to_it(answered, budi, carla, clara):
    """Clara of Billing stands in for Budi, but no case of Repairs is hers to see."""
    days = {"first": date(2026, 3, 2), "last": date(2026, 3, 6)}
    plan_absence(budi.pk, **days, cover_id=clara.pk, by="system", at=at_hour(1, 9))
    sweep(at=at_hour(2, 13))

    assert the_open(answered).person == carla


def test_when_everybody_is_away_the_whole_area_is_called(answered, budi, carla):
    for person in (budi, carla):
        plan_absence(person.pk, first=date(2026, 3, 2), last=date(2026, 3, 6), by="system", at=at_hour(1, 9))
    sweep(at=at_hour(2, 13))

    assert the_open(answered).person is None
    assert the_open(answered).area_id == answered.area_id


def test_who_has_left_is_not_called(answered, budi, carla):
    disable(budi.pk, by="system", at=at_hour(2, 10))
    sweep(at=at_hour(2, 13))

    assert the_open(answered).person == carla


def test_in_the_night_an_alarm_waits_for_the_opening_unless_an_urgent_promise_breaks(answered, budi, olga):
    sweep(at=at_hour(2, 22))
    assert the_open(answered).heard_at == at_hour(3, 9)
    assert the_open(answered).told_at == at_hour(2, 22)


def test_an_urgent_break_is_told_at_once(answered, budi, olga):
    Case.objects.filter(pk=answered.pk).update(priority=1)
    sweep(at=at_hour(2, 22))
    assert the_open(answered).heard_at == at_hour(2, 22)


def test_no_word_for_two_working_days_calls_whoever_holds_it(answered, budi):
    """The last words were at ten past nine on Monday: sixteen served hours later it is Wednesday, ten past nine."""
    cases.wait(answered.pk, why="supplier", by=budi.ref, at=at_hour(2, 9, 20))
    cases.resume(answered.pk, by=budi.ref, at=at_hour(2, 9, 21))
    sweep(at=at_hour(4, 9, 9))
    assert not alarms(answered, sort="silence")
    sweep(at=at_hour(4, 9, 10))

    (silence,) = alarms(answered, sort="silence")
    assert (silence.rang_at, silence.deed, silence.person) == (at_hour(4, 9, 10), "answer", budi)
    cases.reply(answered.pk, text="Seguimos", by=budi.ref, at=at_hour(4, 9, 30))
    silence.refresh_from_db()
    assert silence.how == "answered"
    sweep(at=at_hour(6, 9, 29))
    assert len(alarms(answered, sort="silence")) == 1


def test_whoever_waits_for_the_customer_is_not_called_for_silence(answered, budi):
    cases.reply(answered.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 10))
    sweep(at=at_hour(6, 16))

    assert not alarms(answered, sort="silence")


def test_a_day_before_it_breaks_is_counted_in_served_time(line_repair, opening, ana, budi):
    """The promise of eight hours is made on Friday at noon and breaks on Monday at noon."""
    set_plan(line_repair.pk, wish(shares=(), lead_minutes=240), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(6, 12))
    cases.reply(case.pk, text="Hola", by=budi.ref, at=at_hour(6, 12, 5))
    sweep(at=at_hour(6, 15, 59))
    assert not alarms(case, sort="lead")
    sweep(at=at_hour(6, 16))

    (lead,) = alarms(case, sort="lead")
    assert (lead.rang_at, lead.act_by, lead.mark) == (at_hour(6, 16), at_hour(9, 12), 240)
    sweep(at=at_hour(9, 11))
    assert len(alarms(case, sort="lead")) == 1
    assert not alarms(case, sort="threshold", closed_at=None)


def test_a_pause_moves_the_time_before_it_breaks(line_repair, opening, ana, budi):
    set_plan(line_repair.pk, wish(lead_minutes=240), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 9))
    cases.reply(case.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 10))
    sweep(at=at_hour(3, 9))
    assert not alarms(case, sort="lead")
    words = Words(text="Roja", channel="portal")
    cases.customer_writes(case.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(3, 10))
    sweep(at=at_hour(3, 12, 59))
    assert not alarms(case, sort="lead", metric="resolution")
    sweep(at=at_hour(3, 13))

    assert [a.rang_at for a in alarms(case, sort="lead", metric="resolution")] == [at_hour(3, 13)]


def test_a_service_chooses_its_own_shares_and_its_own_ladder(line_repair, opening, ana, budi, carla, olga):
    rungs = (Rung(Who.LEAD, 30), Rung(Who.OWNER, 60))
    set_plan(line_repair.pk, wish(shares=(60, 100), rungs=rungs), by="system", at=at_hour(1, 9))
    case = cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 9))
    cases.reply(case.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 5))
    for hour, minute in ((13, 47), (13, 48), (15, 0)):
        sweep(at=at_hour(2, hour, minute))

    wanted = [(a.mark, a.rang_at, a.person.name) for a in alarms(case, metric="resolution") if a.told_at]
    assert wanted == [(60, at_hour(2, 13, 48), "Carla Vidal")]
    assert {a.how for a in alarms(case, mark=75)} == {"over"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"shares": (0,)}, "whole number from 1 to 100"),
        ({"shares": (120,)}, "whole number from 1 to 100"),
        ({"rungs": ()}, "between one and five rungs"),
        ({"rungs": (Rung(Who.LEAD, 0),)}, "between one minute and sixty days"),
        ({"silence_minutes": -1}, "between one minute and sixty days"),
        ({"touch_minutes": 0}, "at least one"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(line_repair, wrong, why):
    with pytest.raises(Refused, match=why):
        set_plan(line_repair.pk, wish(**wrong), by="system", at=at_hour(1, 9))
    assert not Plan.objects.exists()


def test_two_who_change_the_same_plan_do_not_undo_each_other(line_repair):
    set_plan(line_repair.pk, wish(), by="system", at=at_hour(1, 9))
    with pytest.raises(Refused, match="Somebody else"):
        set_plan(line_repair.pk, wish(lead_minutes=60), by="system", at=at_hour(1, 10))
    assert Plan.objects.get().lead_minutes == 0


def test_praise_is_not_watched(opening, ana):
    from dataclasses import replace

    cases.open_case(opening=replace(opening, kind="compliment"), by=ana.ref, at=at_hour(2, 9))
    assert not Watch.objects.exists()


def test_a_late_answer_leaves_no_alarm_that_nobody_was_told_of(held, budi):
    cases.reply(held.pk, text="Perdón", by=budi.ref, at=at_hour(2, 11))

    assert sweep(at=at_hour(2, 11, 1)) == 0
    assert "alarm.rang" not in told(held)


def test_what_rang_before_there_were_alarms_is_found(answered, budi):
    promises.ring(at=at_hour(2, 13))
    Alarm.objects.all().delete()

    assert find_overlooked(at=at_hour(2, 14)) == 1
    assert find_overlooked(at=at_hour(2, 14)) == 0
    sweep(at=at_hour(2, 14))
    assert (the_open(answered).mark, the_open(answered).person) == (50, budi)


def test_how_many_alarms_ring_changes_nothing_in_the_number_of_questions(
    opening, ana, budi, carla, django_assert_max_num_queries
):
    several = [cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 9)) for _ in range(12)]
    promises.ring(at=at_hour(2, 9, 30))
    with django_assert_max_num_queries(29):
        assert sweep(at=at_hour(2, 9, 30)) == 12
    assert {alarm.act_by for case in several for alarm in alarms(case)} == {at_hour(2, 9) + timedelta(hours=1)}


def test_words_that_reached_us_days_after_they_were_written_are_no_absence_of_the_house(line_repair, ana, budi):
    """What was told late is measured from when the case reached us: only then could anybody be called."""

    def written_last_week(arrived):
        words = cases.Opening(
            customer_id=ana.pk, service_id=line_repair.pk, subject="", text="Desde ayer no tengo línea.",
            channel="whatsapp", language="es", contact_at=arrived - timedelta(days=6),
        )  # fmt: skip
        return cases.open_case(opening=words, by="system", at=arrived)

    def rang(case):
        return Entry.objects.filter(about=case.ref, name="alarm.rang")

    case = written_last_week(now())
    sweep(at=now())
    assert {one.late for one in alarms(case)} == {False}
    assert {one.data["late_seconds"] for one in rang(case)} == {0}

    missed, an_hour_ago = written_last_week(now()), now() - timedelta(hours=1)
    Inbound.objects.create(
        channel="whatsapp", about=missed.ref, state="read", blob=keep_file(b"{}"), received_at=an_hour_ago
    )
    sweep(at=now() + timedelta(hours=2))
    (seconds,) = {one.data["late_seconds"] for one in rang(missed)}
    assert 10_700 < seconds <= 10_801
    assert {one.late for one in alarms(missed)} == {True}
