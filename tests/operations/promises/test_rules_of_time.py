"""The sixteen rules of our clocks, a story each."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.long_ago import long_ago
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import meet, open_area
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import clocks_of
from pasillo.strategy.objectives.commands import end_objective, set_objective
from pasillo.strategy.objectives.policies import Policy
from pasillo.strategy.objectives.scope import Scope
from tests.operations.conftest import MONDAY, OFFICE
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric, cycle=1, **more):
    return Clock.objects.get(case=case, metric=metric, cycle=cycle, **more)


def promise(service, metric, minutes, **more):
    return set_objective(
        service.pk, metric=metric, target_minutes=minutes, by="system", at=MONDAY - timedelta(days=30), **more
    )


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    """After each of these stories, all clocks are played again from the journal."""
    yield
    assert mismatches() == []


@pytest.fixture
def mexico(db):
    """An area that serves from Mexico City."""
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    rule = CalendarRule.from_json({"zone": "America/Mexico_City", "week": week})
    calendar = set_hours(name="Mexico", rule=rule, effective_from=MONDAY - timedelta(days=400))
    return open_area(name="Mexico", function="field", calendar=calendar, by="system", at=MONDAY)


def test_r01_a_call_that_is_logged_at_eleven_is_promised_from_ten_when_ana_called(opening, ana):
    called = Opening(**{**opening.__dict__, "channel": "phone", "contact_at": at_hour(2, 10)})
    case = open_case(opening=called, by="person:1", at=at_hour(2, 11))

    assert clock(case, "first_response").started_at == at_hour(2, 10)
    assert clock(case, "first_response").due_at == at_hour(2, 11)


def test_r02_what_a_machine_answers_keeps_no_promise(dead_line):
    cases.reply(dead_line.pk, text="Thank you for writing", by_machine=True, by="system", at=at_hour(2, 9, 1))

    assert clock(dead_line, "first_response").state == "running"
    assert told(dead_line, "promise.kept") == []


def test_r03_only_a_wait_that_follows_a_question_is_the_customer_s(dead_line, budi, ana):
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=at_hour(2, 10))
    assert clock(dead_line, "resolution").state == "running"
    assert fact(dead_line, "case.paused").data["proven"] is False
    cases.resume(dead_line.pk, by=budi.ref, at=at_hour(2, 11))

    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 12))
    assert clock(dead_line, "resolution").paused_since == at_hour(2, 12)
    words = Words(text="Roja", channel="phone")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 14))

    assert clock(dead_line, "resolution").due_at == at_hour(3, 11)


def test_r04_a_supplier_stops_the_area_s_own_clock_and_never_the_customer_s(line_repair, opening, ana, budi):
    promise(line_repair, "area_time", 240)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.wait(case.pk, why="supplier", by=budi.ref, at=at_hour(2, 10))

    assert clock(case, "resolution").state == "running"
    assert clock(case, "area_time").state == "paused"
    cases.resume(case.pk, by=budi.ref, at=at_hour(2, 12))
    assert clock(case, "resolution").due_at == at_hour(2, 17)
    assert clock(case, "area_time").due_at == at_hour(2, 15)
    assert clock(case, "area_time").audience == "internal"


def test_r05_the_hours_of_whoever_holds_the_case_count_where_that_was_agreed(opening, ana, line_repair, mexico, budi):
    promise(line_repair, "total_resolution", 480, policy=Policy.SERVING)
    case = open_case(opening=opening, by=ana.ref, at=at_hour(2, 16, 30))
    cases.transfer(case.pk, area_id=mexico.pk, reason="They have the part.", by=budi.ref, at=at_hour(2, 16, 30))

    views = {view.metric: view.served_minutes for view in clocks_of([case.pk], at=at_hour(2, 18))[case.pk]}
    assert views["resolution"] == 30
    assert views["total_resolution"] == 90  # the office from half past four, Mexico City has been open since three
    assert fact(case, "promise.handed_on").data["calendar_id"] == mexico.calendar_id


def test_r05_the_same_hours_may_count_in_the_zone_of_the_customer_or_all_of_them(line_repair, opening):
    promise(line_repair, "first_response", 60, policy=Policy.CUSTOMER)
    promise(line_repair, "customer_wait", 24 * 60)
    rina = meet(name="Rina", email="rina@correo.example", by="system", at=MONDAY)
    type(rina).objects.filter(pk=rina.pk).update(zone="America/New_York")
    hers = Opening(**{**opening.__dict__, "customer_id": rina.pk})
    case = open_case(opening=hers, by=rina.ref, at=MONDAY)

    assert clock(case, "first_response").due_at == at_hour(2, 15)  # ten in New York
    assert clock(case, "customer_wait").due_at == at_hour(3, 9)


def test_r06_a_new_version_of_the_hours_counts_for_what_is_left(dead_line, ana, office):
    late = {**OFFICE, "week": {day: [["12:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
    set_hours(name="Office", rule=CalendarRule.from_json(late), effective_from=at_hour(2, 11))
    words = Words(text="¿Hola?", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 12))

    assert clock(dead_line, "resolution").due_at == at_hour(2, 18)  # two hours of the morning stay counted


def test_r07_open_promises_keep_their_version_unless_the_new_one_is_better(dead_line, line_repair, budi):
    was = clock(dead_line, "resolution").objective_id
    set_objective(line_repair.pk, metric="resolution", target_minutes=960, by="system", at=at_hour(2, 10))
    assert (clock(dead_line, "resolution").objective_id, clock(dead_line, "resolution").due_at) == (was, at_hour(2, 17))

    set_objective(line_repair.pk, metric="resolution", target_minutes=300, by="system", at=at_hour(2, 11))
    assert clock(dead_line, "resolution").due_at == at_hour(2, 14)
    assert fact(dead_line, "promise.retargeted").data["cause"] == "better"


def test_r07_what_is_promised_from_a_day_on_holds_for_what_is_asked_from_that_day_on(
    dead_line, line_repair, opening, ana
):
    tuesday = at_hour(3, 0)
    promise(line_repair, "update_cadence", 60)
    set_objective(
        line_repair.pk, metric="resolution", target_minutes=120, valid_from=tuesday, by="system", at=at_hour(2, 10)
    )
    before = open_case(opening=opening, by=ana.ref, at=at_hour(2, 16))
    after = open_case(opening=opening, by=ana.ref, at=at_hour(3, 9))

    assert [clock(case, "resolution").target_minutes for case in (dead_line, before, after)] == [480, 480, 120]
    assert told(dead_line, "promise.retargeted") == []


def test_r07_what_is_over_is_frozen(dead_line, line_repair, budi):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    set_objective(line_repair.pk, metric="resolution", target_minutes=60, by="system", at=at_hour(2, 14))

    assert (clock(dead_line, "resolution").state, clock(dead_line, "resolution").target_minutes) == ("met", 480)


def test_r09_a_case_that_presses_more_has_a_shorter_target_from_the_same_start(opening, ana, line_repair, budi):
    promise(line_repair, "resolution", 960)
    promise(line_repair, "resolution", 240, scope=Scope(priority=1))
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.set_priority(case.pk, priority=1, by=budi.ref, at=at_hour(2, 12))

    assert clock(case, "resolution").due_at == at_hour(2, 13)
    assert told(case, "promise.broken") == []


def test_r09_a_target_that_has_passed_already_breaks_now_and_not_before(opening, ana, line_repair, budi):
    promise(line_repair, "resolution", 60, scope=Scope(priority=1))
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.set_priority(case.pk, priority=1, by=budi.ref, at=at_hour(2, 12))

    broken = fact(case, "promise.broken")
    assert (broken.happened_at, broken.data["cause"]) == (at_hour(2, 12), "reprioritised")
    cases.set_priority(case.pk, priority=4, reason="He can wait.", by=budi.ref, at=at_hour(2, 12, 5))
    assert clock(case, "resolution").state == "breached_running"


def test_r09_more_pressing_never_takes_back_what_was_promised_better(opening, ana, line_repair, budi):
    """Four hours when Ana asked, two since ten; nothing special for what presses until a quarter to ten."""
    promise(line_repair, "resolution", 240)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    set_objective(line_repair.pk, metric="resolution", target_minutes=120, by="system", at=at_hour(2, 9, 30))
    assert clock(case, "resolution").due_at == at_hour(2, 11)

    cases.set_priority(case.pk, priority=2, by=budi.ref, at=at_hour(2, 9, 40))
    assert clock(case, "resolution").due_at == at_hour(2, 11)
    assert len(told(case, "promise.retargeted")) == 1

    urgent = Scope(priority=1)
    set_objective(
        line_repair.pk, metric="resolution", target_minutes=100, scope=urgent, by="system", at=at_hour(2, 9, 45)
    )
    cases.set_priority(case.pk, priority=1, by=budi.ref, at=at_hour(2, 9, 50))
    assert clock(case, "resolution").due_at == at_hour(2, 10, 40)


def test_r09_less_pressing_in_the_last_quarter_or_after_the_breach_wants_a_reason_and_is_counted(
    opening, ana, line_repair, budi
):
    promise(line_repair, "resolution", 960, scope=Scope(priority=4))
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.reply(case.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    cases.set_priority(case.pk, priority=2, by=budi.ref, at=at_hour(2, 14))
    cases.set_priority(case.pk, priority=3, by=budi.ref, at=at_hour(2, 14, 59))
    assert told(case, "promise.eased") == []

    with pytest.raises(Refused, match="Say why it presses less"):
        cases.set_priority(case.pk, priority=4, by=budi.ref, at=at_hour(2, 15))
    assert (clock(case, "resolution").due_at, told(case, "case.priority_set")) == (
        at_hour(2, 17), ["case.priority_set"] * 2,
    )  # fmt: skip
    cases.set_priority(
        case.pk, priority=4, reason="The line works; only the box is old.", by=budi.ref, at=at_hour(2, 15)
    )
    assert clock(case, "resolution").due_at == at_hour(3, 17)
    eased = fact(case, "promise.eased")
    assert (eased.by, eased.data["share"], eased.data["metric"]) == (budi.ref, 75, "resolution")
    assert Message.objects.get(direction="note").text == "The line works; only the box is old."

    cases.set_priority(case.pk, priority=1, by=budi.ref, at=at_hour(2, 16))
    ring(at=at_hour(3, 17, 1))
    assert told(case, "promise.broken") == ["promise.broken"]
    with pytest.raises(Refused):
        cases.set_priority(case.pk, priority=2, by=budi.ref, at=at_hour(3, 17, 2))
    cases.set_priority(case.pk, priority=2, reason="X", by=budi.ref, at=at_hour(3, 17, 2))
    assert fact(case, "promise.eased").data["share"] == 100
    assert clock(case, "resolution").state == "breached_running"


def test_r09_what_only_is_as_before_and_what_a_log_tells_is_no_sign(opening, ana, line_repair, budi):
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.set_priority(case.pk, priority=1, by=budi.ref, at=at_hour(2, 11))
    cases.set_priority(case.pk, priority=3, undoes=True, by=budi.ref, at=at_hour(2, 11, 1))
    assert told(case, "promise.eased") == []

    with long_ago():
        cases.set_priority(case.pk, priority=4, by=budi.ref, at=at_hour(2, 11, 2))
    assert told(case, "promise.eased") == ["promise.eased"]


@pytest.mark.parametrize(
    ("moves", "until", "serving"),
    [
        (datetime(2026, 8, 3, 14, 30, tzinfo=UTC), datetime(2026, 8, 3, 18, tzinfo=UTC), 180),
        (at_hour(2, 15, 30), at_hour(2, 19), 210),  # in winter it is due at the same moment, there as here
    ],
)
def test_t13_a_case_that_moves_to_mexico_counts_there_only_where_whoever_serves_counts(
    opening, ana, line_repair, budi, moves, until, serving
):
    """Monday half past four in Madrid: until eight, an area in Mexico City has served three hours of it."""
    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    hours = {
        zone: set_hours(
            name=zone,
            rule=CalendarRule.from_json({"zone": zone, "week": week}),
            effective_from=MONDAY - timedelta(days=400),
        )
        for zone in ("Europe/Madrid", "America/Mexico_City")
    }
    mexico = open_area(name="Mexico", function="field", calendar=hours["America/Mexico_City"], by="system", at=MONDAY)
    type(line_repair).objects.filter(pk=line_repair.pk).update(calendar=hours["Europe/Madrid"])
    type(mexico).objects.filter(pk=line_repair.area_id).update(calendar=hours["Europe/Madrid"])
    promise(line_repair, "total_resolution", 480, policy=Policy.SERVING)
    case = open_case(opening=opening, by=ana.ref, at=moves)
    cases.transfer(case.pk, area_id=mexico.pk, reason="They have the part.", by=budi.ref, at=moves)

    served = {view.metric: view.served_minutes for view in clocks_of([case.pk], at=until)[case.pk]}
    assert (served["total_resolution"], served["resolution"]) == (serving, 30)


def test_r10_a_dispute_runs_on_its_own_and_the_whole_leaves_out_what_was_believed_solved(
    opening, ana, line_repair, budi
):
    promise(line_repair, "total_resolution", 480)
    promise(line_repair, "customer_wait", 7 * 24 * 60)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.reply(case.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    cases.reply(case.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    assert clock(case, "total_resolution").state == "paused"
    cases.dispute(case.pk, reason="No va", by=ana.ref, at=at_hour(4, 10))

    assert (clock(case, "resolution").state, clock(case, "resolution").stopped_at) == ("met", at_hour(2, 13))
    assert clock(case, "dispute", cycle=2).due_at == at_hour(4, 14)
    assert clock(case, "total_resolution").due_at == at_hour(4, 14)
    assert clock(case, "customer_wait").paused_minutes == 0
    cases.reply(case.pk, text="Ahora sí", then="resolve", by=budi.ref, at=at_hour(4, 12))
    cases.confirm(case.pk, by=ana.ref, at=at_hour(5, 9))
    waited = clock(case, "customer_wait")
    assert (waited.state, waited.stopped_at) == ("met", at_hour(4, 12))

    tale, pledges = stories.Tale(case_id=case.pk), stories.Pledges()
    stories.fold_all(tale, pledges, Entry.objects.filter(about=case.ref).order_by("id"))
    assert pledges[clock(case, "resolution").pk].disputed
    assert tale.broken == 0


def test_r11_a_hand_off_ends_one_area_s_time_and_begins_the_next_one_s(opening, ana, line_repair, billing, budi):
    promise(line_repair, "area_time", 240)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    before = clock(case, "resolution").due_at
    cases.transfer(case.pk, area_id=billing.pk, reason="An invoice.", by=budi.ref, at=at_hour(2, 11))

    first, second = Clock.objects.filter(case=case, metric="area_time").order_by("id")
    assert (first.state, first.stopped_at, second.started_at) == ("met", at_hour(2, 11), at_hour(2, 11))
    assert second.calendar_id == billing.calendar_id
    assert clock(case, "resolution").due_at == before


def test_r13_a_day_agreed_with_the_customer_has_a_clock_of_its_own_beside_the_promise(opening, ana, line_repair, budi):
    promise(line_repair, "event_deadline", 120)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    with pytest.raises(Refused):
        cases.wait(case.pk, why="scheduled", by=budi.ref, at=at_hour(2, 10))
    cases.wait(case.pk, why="scheduled", until=at_hour(4, 10), by=budi.ref, at=at_hour(2, 9, 30))
    assert clock(case, "resolution").state == "running"
    assert not Clock.objects.filter(case=case, metric="event_deadline").exists()
    cases.reply(case.pk, text="Vamos el jueves a las diez.", by=budi.ref, at=at_hour(2, 10))
    cases.wait(case.pk, why="scheduled", until=at_hour(5, 10), by=budi.ref, at=at_hour(2, 10))

    assert clock(case, "event_deadline").due_at == at_hour(5, 12)
    assert clock(case, "resolution").state == "paused"
    assert clock(case, "resolution").target_minutes == 480
    cases.wait(case.pk, why="scheduled", until=at_hour(6, 10), said="By phone.", by=budi.ref, at=at_hour(4, 10))
    states = Clock.objects.filter(case=case, metric="event_deadline").order_by("id").values_list("state", "due_at")
    assert list(states) == [("cancelled", at_hour(5, 12)), ("running", at_hour(6, 12))]


def test_r13_when_the_agreed_day_comes_the_clock_runs_on_from_that_moment(dead_line, budi):
    cases.reply(dead_line.pk, text="Vamos mañana a las diez.", by=budi.ref, at=at_hour(2, 11))
    cases.wait(dead_line.pk, why="scheduled", until=at_hour(3, 10), by=budi.ref, at=at_hour(2, 11))
    assert clock(dead_line, "resolution").state == "paused"

    assert cases.wake_agreed(at=at_hour(3, 10, 20)) == 1

    resolution = clock(dead_line, "resolution")
    assert (resolution.state, resolution.paused_minutes) == ("running", 420)
    assert resolution.due_at == at_hour(3, 16)


def test_r14_the_next_alarm_is_exact_and_set_anew_by_a_pause_and_a_change(dead_line, budi, ana, line_repair):
    assert clock(dead_line, "resolution").next_alarm_at == at_hour(2, 13)
    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 10))
    assert clock(dead_line, "resolution").next_alarm_at is None
    words = Words(text="Roja", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 11))
    assert clock(dead_line, "resolution").next_alarm_at == at_hour(2, 14)
    set_objective(line_repair.pk, metric="resolution", target_minutes=240, by="system", at=at_hour(2, 11))
    assert clock(dead_line, "resolution").next_alarm_at == at_hour(2, 12)

    ring(at=at_hour(2, 11, 59) + timedelta(seconds=59))
    assert "promise.warned" not in [name for name in told(dead_line) if name == "promise.warned"]
    assert ring(at=at_hour(2, 12)) >= 1


def test_r15_due_exactly_at_closing_is_that_closing_and_at_closing_a_start_is_tomorrow(opening, ana):
    last_hour = open_case(opening=opening, by=ana.ref, at=at_hour(2, 16))
    closed = open_case(opening=opening, by=ana.ref, at=at_hour(2, 17))

    assert clock(last_hour, "first_response").due_at == at_hour(2, 17)
    assert clock(closed, "first_response").due_at == at_hour(3, 10)


def test_r16_what_was_never_a_need_leaves_the_figures(dead_line, budi, ana):
    cases.cancel(dead_line.pk, reason="Spam", by=budi.ref, at=at_hour(2, 9, 10))

    assert set(Clock.objects.values_list("state", flat=True)) == {"cancelled"}
    assert told(dead_line, "promise.kept", "promise.broken") == []
    assert ring(at=at_hour(5, 9)) == 0


def test_an_agreement_among_ourselves_is_no_broken_promise_of_the_customer(opening, ana, line_repair, budi):
    promise(line_repair, "ownership", 10)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.take(case.pk, by=budi.ref, at=at_hour(2, 9, 30))

    assert clock(case, "ownership").state == "breached_stopped"
    tale = stories.Tale(case_id=case.pk)
    stories.fold_all(tale, {}, Entry.objects.filter(about=case.ref).order_by("id"))
    assert tale.broken == 0


def test_news_are_owed_every_so_often_from_one_to_the_next(opening, ana, line_repair, budi):
    promise(line_repair, "update_cadence", 120)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.reply(case.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 10))
    cases.reply(case.pk, text="Sigo en ello", by=budi.ref, at=at_hour(2, 11))

    states = Clock.objects.filter(case=case, metric="update_cadence").order_by("id").values_list("state", "due_at")
    assert list(states) == [("met", at_hour(2, 12)), ("running", at_hour(2, 13))]


def test_the_time_of_the_customer_is_counted_as_theirs(opening, ana, line_repair, budi):
    promise(line_repair, "customer_effort_time", 7 * 24 * 60)
    case = open_case(opening=opening, by=ana.ref, at=MONDAY)
    cases.reply(case.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 15))
    words = Words(text="Roja", channel="portal")
    cases.customer_writes(case.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(3, 11))

    theirs = clock(case, "customer_effort_time")
    assert (theirs.state, theirs.stopped_at, theirs.audience) == ("met", at_hour(3, 11), "internal")
    assert fact(case, "promise.kept").data["served_minutes"] == 20 * 60


def test_what_nobody_promises_starts_no_clock(opening, ana, line_repair):
    for metric in ("first_response", "next_response", "resolution", "dispute"):
        end_objective(line_repair.pk, metric=metric, by="system", at=MONDAY - timedelta(days=2))

    open_case(opening=opening, by=ana.ref, at=MONDAY)
    assert not Clock.objects.exists()
