"""What waits finds its people: by rule, skill, shift, load, and never more than somebody can carry."""

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import plan_absence
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases.commands import assign, snooze, wait
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.commands import (
    RuleAs,
    add_rule,
    give_out,
    move_rule,
    rebalance,
    return_work_of_absent,
    set_board,
    undo_rebalance,
)
from pasillo.operations.routing.commands.boards import BoardAs
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Choice, Rule

ALWAYS = {"all": []}


def holders(*cases):
    held = dict(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "assignee_id"))
    return [held[case.pk] for case in cases]


def told(name):
    return list(Entry.objects.filter(name=name).order_by("id").values_list("data", flat=True))


def test_an_area_works_by_hand_until_somebody_switches_it_on(repairs, budi, arrives, board, later):
    case = arrives()

    assert give_out(repairs.pk, at=later(1)).looked_at == 0
    board(mode="off")
    assert give_out(repairs.pk, at=later(1)).looked_at == 0

    assert holders(case) == [None]
    assert not Choice.objects.exists()


def test_what_waits_is_given_to_who_has_most_room(repairs, budi, aida, arrives, board, seat, later):
    board()
    seat(budi, cap=2)
    seat(aida, cap=4)
    cases = [arrives() for _ in range(7)]

    given = give_out(repairs.pk, at=later(0.25))

    assert (given.assigned, given.nobody) == (6, 0)
    assert holders(*cases).count(budi.pk) == 2
    assert holders(*cases).count(aida.pk) == 4
    assert holders(cases[6]) == [None]
    assert [row["assignee_id"] for row in told("case.assigned")] == holders(*cases)[:6]
    assert Case.objects.filter(state="assigned").count() == 6
    assert told("case.state_entered")[-1] == {
        "case_id": cases[5].pk, "state": "assigned", "previous": "new", "cycle": 1
    }  # fmt: skip


def test_giving_out_again_changes_and_tells_nothing(repairs, budi, arrives, board, later):
    board()
    arrives()
    give_out(repairs.pk, at=later(1))
    before = Entry.objects.count()

    assert give_out(repairs.pk, at=later(1)).looked_at == 0
    assert Entry.objects.count() == before


def test_what_waits_for_the_customer_weighs_nothing_until_it_wakes(repairs, budi, ana, arrives, board, seat, later):
    board()
    seat(budi, cap=1)
    waits, put_off, comes = arrives(), arrives(), arrives()
    for case in (waits, put_off):
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    wait(waits.pk, why="supplier", by=budi.ref, at=later(1))
    snooze(put_off.pk, until=later(30), by=budi.ref, at=later(1))

    give_out(repairs.pk, at=later(2))

    assert holders(comes) == [budi.pk]


def test_the_first_rule_that_fits_decides_and_asks_for_skills(repairs, budi, aida, panels, arrives, board, later):
    board()
    incident = {"field": "kind", "is": "one_of", "value": ["incident"]}
    asks = (Need(skill_id=panels.pk, level=2),)
    by, at = "system", later(0)
    first = add_rule(
        repairs.pk, wish=RuleAs(title="Panels", condition=incident, needs=asks, policy="numeric_spare"), by=by, at=at
    )
    add_rule(
        repairs.pk,
        wish=RuleAs(title="The rest", condition=ALWAYS, for_every_case=True, policy="round_robin"),
        by=by,
        at=at,
    )
    cases = [arrives(kind="incident") for _ in range(3)] + [arrives()]

    give_out(repairs.pk, at=later(1))

    assert holders(*cases) == [aida.pk] * 3 + [budi.pk]
    choice = Choice.objects.get(case=cases[0])
    assert (choice.rule, choice.policy, choice.outcome) == (first, "numeric_spare", "assigned")
    assert choice.why["refused"] == {f"skill:{panels.pk}:2": [budi.pk]}


def test_a_rule_sends_a_case_to_another_area_with_its_reason_and_not_round_and_round(
    repairs, billing, budi, clara, arrives, board, later
):
    board()
    set_board(billing.pk, wish=BoardAs(mode="assign"), by="system", at=later(0))
    bills = {"field": "subject", "is": "contains", "value": "FACTURA"}
    back = {"field": "subject", "is": "contains", "value": "factura"}
    wishes = ((repairs, billing, bills), (billing, repairs, back))
    for area, to, condition in wishes:
        add_rule(area.pk, wish=RuleAs(title="Bills", condition=condition, to_area_id=to.pk), by="system", at=later(0))
    case = arrives(subject="Mi factura está mal")

    for _ in range(4):
        give_out(repairs.pk, at=later(1))
        give_out(billing.pk, at=later(1))

    case.refresh_from_db()
    assert [(row["from_area_id"], row["to_area_id"]) for row in told("case.transferred")] == [
        (repairs.pk, billing.pk),
        (billing.pk, repairs.pk),
    ]
    assert (case.area, case.assignee) == (repairs, budi)


def test_nobody_is_given_work_outside_of_their_shift_nor_at_its_end(repairs, budi, arrives, board, later):
    board(touch_minutes=30)
    case = arrives()

    assert give_out(repairs.pk, at=later(-1)).assigned == 0
    assert give_out(repairs.pk, at=later(7.75)).assigned == 0
    assert give_out(repairs.pk, at=later(20)).assigned == 0
    assert holders(case) == [None]

    assert give_out(repairs.pk, at=later(7.5)).assigned == 1
    assert holders(case) == [budi.pk]


def test_a_pressing_case_that_nobody_can_take_is_told_once(repairs, budi, arrives, board, seat, later):
    board(relax_at=50)
    seat(budi, cap=0)
    case = arrives()

    assert give_out(repairs.pk, at=later(0.25)).nobody == 0
    assert told("routing.nobody_found") == []

    assert give_out(repairs.pk, at=later(4)).nobody == 1
    assert give_out(repairs.pk, at=later(5)).nobody == 0
    assert told("routing.nobody_found") == [{"case_id": case.pk, "area_id": repairs.pk, "rule_id": None, "asked": 1}]
    assert Choice.objects.get().why["refused"] == {"full": [budi.pk]}

    seat(budi, cap=3)
    give_out(repairs.pk, at=later(5))
    assert holders(case) == [budi.pk]
    assert list(Choice.objects.values_list("outcome", flat=True)) == ["assigned"]


def test_the_lead_is_called_when_nobody_can_take_it_until_somebody_has_it(
    repairs, budi, manages, arrives, board, seat, later
):
    board()
    seat(budi, cap=0)
    seat(manages, cap=0)
    case = arrives()
    give_out(repairs.pk, at=later(4))
    sweep(at=later(4))

    alarm = Alarm.objects.get(case=case, sort="nobody")
    assert (alarm.deed, alarm.person, alarm.closed_at) == ("take", manages, None)

    seat(budi, cap=2)
    give_out(repairs.pk, at=later(4.1))
    alarm.refresh_from_db()
    assert (alarm.how, alarm.closed_by) == ("taken", "routing")


def test_a_pressing_case_goes_to_the_area_that_helps_out(repairs, billing, budi, clara, arrives, board, seat, later):
    board(overflow_id=billing.pk)
    set_board(billing.pk, wish=BoardAs(mode="assign"), by="system", at=later(0))
    seat(budi, cap=0)
    case = arrives()

    give_out(repairs.pk, at=later(4))
    give_out(billing.pk, at=later(4))

    case.refresh_from_db()
    assert (case.area, case.assignee) == (billing, clara)
    assert told("routing.nobody_found") == []


def test_in_an_area_that_only_asks_for_suggestions_nobody_holds_anything(repairs, budi, arrives, board, later):
    board(mode="suggest")
    case = arrives()

    assert give_out(repairs.pk, at=later(1)).suggested == 1
    assert give_out(repairs.pk, at=later(1)).suggested == 0

    assert holders(case) == [None]
    assert told("case.assigned") == []
    assert Choice.objects.get().person == budi
    board(mode="off")
    assert not Choice.objects.exists()


def test_work_returns_when_its_holder_goes_away_and_first_to_who_stands_in(
    repairs, budi, aida, arrives, board, seat, later
):
    board()
    seat(budi, cap=5)
    seat(aida, cap=9)
    busy, waits = arrives(), arrives()
    carla = _another(repairs, "Carla Pi", later(0))
    for case in (busy, waits):
        assign(case.pk, assignee_id=aida.pk, by="system", at=later(0))
    wait(waits.pk, why="supplier", by=aida.ref, at=later(1))
    day = later(24).date()
    plan_absence(aida.pk, first=day, last=day, cover_id=budi.pk, by="system", at=later(1))

    assert return_work_of_absent(at=later(2)) == 0
    assert return_work_of_absent(at=later(24)) == 1
    assert return_work_of_absent(at=later(24)) == 0
    assert holders(busy, waits) == [None, aida.pk]

    give_out(repairs.pk, at=later(25))
    assert holders(busy) == [budi.pk]
    assert carla.pk not in holders(busy, waits)
    assert [row["assignee_id"] for row in told("case.assigned")] == [aida.pk, aida.pk, None, budi.pk]


@pytest.fixture
def away(budi, later):
    """Budi is away tomorrow, and somebody may stand in."""

    def go(cover=None):
        day = later(24).date()
        return plan_absence(budi.pk, first=day, last=day, cover_id=cover, by="system", at=later(1))

    return go


@pytest.mark.parametrize("mode", ["off", "suggest"])
def test_where_people_take_their_work_who_stands_in_gets_it_at_once(
    repairs, budi, aida, arrives, board, away, later, mode
):
    board(mode=mode)
    busy, put_off, other = arrives(), arrives(), arrives()
    for case in (busy, put_off):
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    snooze(put_off.pk, until=later(30), by=budi.ref, at=later(1))
    away(cover=aida.pk)

    assert return_work_of_absent(at=later(24)) == 1

    assert holders(busy, put_off, other) == [aida.pk, budi.pk, None]
    assert told("routing.returned") == [
        {"case_id": busy.pk, "area_id": repairs.pk, "person_id": budi.pk, "to_id": aida.pk, "is_pressing": False}
    ]
    assert Alarm.objects.filter(sort="nobody").count() == 0
    assert return_work_of_absent(at=later(25)) == 0


def test_without_anybody_to_stand_in_it_waits_for_all_and_what_presses_calls_the_lead(
    repairs, budi, aida, clara, arrives, away, later
):
    pressing, fresh = arrives(at=later(0)), arrives(at=later(23.9))
    for case in (pressing, fresh):
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(24))
    away(cover=clara.pk)

    assert return_work_of_absent(at=later(24)) == 2

    assert holders(pressing, fresh) == [None, None]
    assert Case.objects.filter(state="new").count() == 2
    told_of = {row["case_id"]: (row["to_id"], row["is_pressing"]) for row in told("routing.returned")}
    assert told_of == {pressing.pk: (None, True), fresh.pk: (None, False)}
    assert list(Alarm.objects.filter(sort="nobody").values_list("case_id", "mark")) == [(pressing.pk, 1)]


def test_what_somebody_gives_to_who_is_away_all_the_same_stays_with_them(repairs, budi, aida, arrives, away, later):
    case = arrives()
    assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    away()
    return_work_of_absent(at=later(24))
    assign(case.pk, assignee_id=budi.pk, by=aida.ref, at=later(24.5))

    assert return_work_of_absent(at=later(25)) == 0
    assert holders(case) == [budi.pk]


def test_the_backlog_of_the_night_comes_bit_by_bit(repairs, office, budi, aida, arrives, board, seat, later):
    board(drips=True)
    early = _hours("Early", "08:00", "17:00", later(-1000))
    seat(budi, cap=20, calendar_id=early.pk)
    seat(aida, cap=20)
    repairs.calendar = _hours("Long", "08:00", "20:00", later(-1000))
    repairs.save()
    seat(aida, cap=20, calendar_id=office.pk)
    cases = [arrives(at=later(-4)) for _ in range(10)]

    assert give_out(repairs.pk, at=later(-1)).assigned == 5
    assert give_out(repairs.pk, at=later(-0.9)).assigned == 0
    assert holders(*cases).count(budi.pk) == 5

    assert give_out(repairs.pk, at=later(0.1)).assigned == 5
    assert holders(*cases).count(aida.pk) == 5


def test_a_rebalance_moves_what_it_says_and_can_be_undone_once(repairs, budi, aida, arrives, later):
    cases = [arrives() for _ in range(3)]
    for case in cases:
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    moves = [(cases[0].pk, budi.pk, aida.pk), (cases[1].pk, budi.pk, aida.pk), (cases[2].pk, aida.pk, budi.pk)]

    done = rebalance(repairs.pk, moves, by=budi.ref, at=later(1))

    assert holders(*cases) == [aida.pk, aida.pk, budi.pk]
    assert len(done.moves) == 2
    assign(cases[1].pk, assignee_id=None, by="system", at=later(1))
    assert undo_rebalance(done.pk, by=budi.ref, at=later(2)) == 1
    assert holders(*cases) == [budi.pk, None, budi.pk]
    with pytest.raises(Refused, match="undone already"):
        undo_rebalance(done.pk, by=budi.ref, at=later(2))


def test_a_rebalance_gives_nothing_to_who_does_not_serve_here(repairs, budi, clara, arrives, later):
    case = arrives()
    assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))

    with pytest.raises(Refused, match="nothing to move"):
        rebalance(repairs.pk, [(case.pk, budi.pk, clara.pk)], by=budi.ref, at=later(1))
    assert holders(case) == [budi.pk]


def test_rules_keep_their_order_and_move_one_place(repairs, later):
    for title in ("one", "two", "three"):
        add_rule(repairs.pk, wish=RuleAs(title=title, condition=ALWAYS, for_every_case=True), by="system", at=later(0))
    three = Rule.objects.get(title="three")

    move_rule(three.pk, up=True, by="system", at=later(0))
    move_rule(three.pk, up=True, by="system", at=later(0))
    move_rule(three.pk, up=True, by="system", at=later(0))

    assert list(Rule.objects.values_list("title", flat=True)) == ["three", "one", "two"]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"title": "x", "condition": ALWAYS}, "holds for every case"),
        ({"title": "x", "condition": {"all": [{"any": [ALWAYS]}]}}, "holds for every case"),
        ({"title": " ", "condition": ALWAYS, "for_every_case": True}, "needs a name"),
        ({"title": "x", "condition": {"any": []}}, "at least one thing"),
        ({"title": "x", "condition": ALWAYS, "for_every_case": True, "policy": "dice"}, "who comes first"),
        ({"title": "x", "condition": ALWAYS, "for_every_case": True, "to_area_id": 0}, "an area that serves"),
        ({"title": "x", "condition": ALWAYS, "for_every_case": True, "needs": (Need(skill_id=0),)}, "Choose a skill"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_not_kept(repairs, later, wish, says):
    with pytest.raises(Refused, match=says):
        add_rule(repairs.pk, wish=RuleAs(**wish), by="system", at=later(0))
    assert not Rule.objects.exists()


def test_a_rule_whose_condition_is_not_understood_any_more_is_passed_over(repairs, budi, arrives, board, later):
    board()
    rule = add_rule(
        repairs.pk, wish=RuleAs(title="Old", condition=ALWAYS, for_every_case=True), by="system", at=later(0)
    )
    Rule.objects.filter(pk=rule.pk).update(condition={"field": "gone", "is": "is"})
    case = arrives()

    give_out(repairs.pk, at=later(1))

    assert holders(case) == [budi.pk]
    assert Choice.objects.get().rule is None


def _another(area, name, at):
    from pasillo.ground.people.commands import give_role, meet
    from pasillo.ground.people.models import Role

    person = meet(name=name, email=f"{name.split()[0].lower()}2@nidalia.example", by="system", at=at)
    give_role(person=person, role=Role.AGENT, area=area, by="system", at=at)
    return person


def _hours(name, opens, closes, since):
    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.commands import set_hours

    days = ("mon", "tue", "wed", "thu", "fri")
    rule = CalendarRule.from_json({"zone": "UTC", "week": {day: [[opens, closes]] for day in days}})
    return set_hours(name=name, rule=rule, effective_from=since)
