"""One thing done to many cases: each by its own command, told how it went, and taken back within seconds."""

from datetime import timedelta

import pytest

from pasillo.doors.desk.many.acts import prepared
from pasillo.doors.desk.many.commands import AT_ONCE, begin_round, forget_rounds, take_back, work_through
from pasillo.doors.desk.models import Round
from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import meet
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

pytestmark = pytest.mark.django_db

SCRIPT = {"hx-request": "true"}


@pytest.fixture
def three(opens):
    return [opens(subject=f"Case {n}") for n in range(3)]


@pytest.fixture
def does(at_desk):
    """Somebody does one thing to some cases."""

    def post(person, do, cases, **more):
        data = {"do": do, "case": [case.number for case in cases], **more}
        return at_desk(person).post("/app/rounds", data, headers=SCRIPT)

    return post


def again(cases):
    return [Case.objects.get(pk=case.pk) for case in cases]


def told(case, name):
    return Entry.objects.filter(about=case.ref, name=name).count()


def test_marta_takes_three_cases_at_once_and_each_tells_it(does, marta, three):
    answer = does(marta, "assign:me", three)

    assert [case.assignee_id for case in again(three)] == [marta.pk] * 3
    assert [told(case, "case.assigned") for case in three] == [1, 1, 1]
    assert "3 cases given to Marta Ruiz" in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert answer.headers["HX-Trigger"] == "desk:changed"


def test_what_is_refused_is_counted_and_said_why_and_the_rest_is_done(does, marta, three):
    commands.cancel(three[0].pk, reason="Twice.", by=marta.ref, at=now())

    shown = does(marta, "priority:1", three).content.decode()

    assert [case.priority for case in again(three)] == [3, 1, 1]
    assert "2 cases: priority Urgent" in shown
    assert "1 case was not: This case is finished; its priority does not matter any more." in shown


def test_a_case_of_another_area_is_not_even_counted(does, ivan, three):
    answer = does(ivan, "priority:1", three)

    assert answer.status_code == 422
    assert "Choose one case at least" in answer.content.decode()
    assert [case.priority for case in again(three)] == [3, 3, 3]


def test_who_may_only_look_changes_nothing(does, auditor, three):
    assert does(auditor, "priority:1", three).status_code == 403
    assert [case.priority for case in again(three)] == [3, 3, 3]


def undo(at_desk, person):
    return at_desk(person).post(f"/app/rounds/{Round.objects.latest('id').pk}/undo", headers=SCRIPT)


def test_a_priority_is_taken_back(does, at_desk, marta, three):
    does(marta, "priority:1", three)

    answer = undo(at_desk, marta)

    assert [case.priority for case in again(three)] == [3, 3, 3]
    assert "Taken back: 3 cases as before" in answer.content.decode()


def test_an_assignment_is_taken_back_to_who_held_it(does, at_desk, marta, jordi, three):
    commands.assign(three[0].pk, assignee_id=jordi.pk, by=marta.ref, at=now())
    does(marta, "assign:me", three)

    undo(at_desk, marta)

    assert [case.assignee_id for case in again(three)] == [jordi.pk, None, None]
    assert [case.state for case in again(three)] == ["assigned", "new", "new"]


def test_a_case_that_was_passed_on_comes_back_though_one_cannot_see_it_any_more(does, at_desk, marta, field, three):
    commands.take(three[0].pk, by=marta.ref, at=now())
    does(marta, "transfer:", three[:1], area=field.pk, reason="A visit is needed.")
    assert at_desk(marta).get(f"/app/cases/{three[0].number}").status_code == 404

    undo(at_desk, marta)

    back = again(three)[0]
    assert (back.area_id, back.assignee_id) == (three[0].area_id, marta.pk)


def test_a_sleep_is_taken_back_to_the_hour_before(does, at_desk, marta, three):
    until = now() + timedelta(days=2)
    commands.snooze(three[0].pk, until=until, by=marta.ref, at=now())
    does(marta, "snooze:tomorrow", three)
    assert len({case.snoozed_until for case in again(three)}) == 1

    undo(at_desk, marta)

    assert [case.snoozed_until for case in again(three)] == [until, None, None]


def test_what_a_colleague_has_changed_since_stays(does, at_desk, marta, jordi, three):
    does(marta, "priority:1", three)
    commands.set_priority(three[0].pk, priority=2, reason="It can wait.", by=jordi.ref, at=now())

    shown = undo(at_desk, marta).content.decode()

    assert [case.priority for case in again(three)] == [2, 3, 3]
    assert "Taken back: 2 cases as before" in shown
    assert "Somebody has changed it since." in shown


def test_what_is_taken_back_is_taken_back_once(does, at_desk, marta, three):
    does(marta, "priority:1", three)
    undo(at_desk, marta)

    assert undo(at_desk, marta).status_code == 422


def test_nobody_takes_back_what_another_did(does, at_desk, marta, jordi, three):
    does(marta, "priority:1", three)

    assert undo(at_desk, jordi).status_code == 422
    assert [case.priority for case in again(three)] == [1, 1, 1]


def test_after_a_while_it_is_too_late(does, marta, three):
    does(marta, "priority:1", three)

    with pytest.raises(Refused, match="too late"):
        take_back(Round.objects.get().pk, person_id=marta.pk, at=now() + timedelta(minutes=1))

    assert [case.priority for case in again(three)] == [1, 1, 1]


def test_resolving_cannot_be_taken_back_and_offers_no_way(does, at_desk, marta, three):
    shown = does(marta, "resolve:", three).content.decode()

    assert [case.state for case in again(three)] == ["resolved"] * 3
    assert "3 cases resolved" in shown
    assert "data-undo" not in shown
    assert undo(at_desk, marta).status_code == 422


def test_a_reply_that_is_not_sent_keeps_its_case_open(does, at_desk, marta, three):
    at_desk(marta).post(f"/app/cases/{three[0].number}/draft", {"kind": "reply", "text": "We come."})

    shown = does(marta, "resolve:", three).content.decode()

    assert [case.state for case in again(three)] == ["new", "resolved", "resolved"]
    assert "Your reply to it is not sent yet." in shown


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("", {}), ("delete:", {}), ("assign:1 or 1", {}), ("assign:abc", {}), ("assign:²", {}), ("assign", {}),
        ("snooze:date", {"until": ""}), ("snooze:never", {}),
        ("transfer:", {"area": "1", "reason": " "}), ("priority:", {}),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(does, marta, three, do, more):
    answer = does(marta, do, three, **more)

    assert answer.status_code == 422
    assert not Entry.objects.filter(name__in=["case.priority_set", "case.assigned", "case.snoozed"]).exists()


def test_all_that_the_list_holds_is_done_and_nothing_else(at_desk, marta, opens, three):
    phone = commands.take(opens(subject="By phone").pk, by=marta.ref, at=now())

    at_desk(marta).post("/app/rounds", {"do": "priority:2", "all": "1", "list": "split=me"}, headers=SCRIPT)

    assert Case.objects.get(pk=phone.pk).priority == 2
    assert [case.priority for case in again(three)] == [3, 3, 3]


def test_very_many_are_done_in_the_background_and_one_sees_how_far_it_is(at_desk, marta, opens):
    cases = [opens(subject=f"Case {n}") for n in range(AT_ONCE + 1)]
    browser = at_desk(marta)

    shown = browser.post("/app/rounds", {"do": "priority:1", "all": "1", "list": "split=todo"}, headers=SCRIPT)
    made = Round.objects.get()
    assert f"0 of {len(cases)} cases" in shown.content.decode()
    assert Case.objects.filter(priority=1).count() == 0

    work_through(made.pk, at=now())

    end = browser.get(f"/app/rounds/{made.pk}", headers=SCRIPT)
    assert f"{len(cases)} cases: priority Urgent" in end.content.decode()
    assert end.headers["HX-Trigger"] == "desk:changed"
    assert Case.objects.filter(priority=1).count() == len(cases)


def test_a_round_that_was_interrupted_goes_on_where_it_stopped(marta, three):
    order = prepared("priority", "1", "", person_id=marta.pk, at=now())
    made = begin_round(order, [case.pk for case in three])
    Round.objects.filter(pk=made.pk).update(waiting=[three[2].pk], done=[{"case": three[0].pk, "before": {}}])

    ended = work_through(made.pk, at=now())

    assert [case.priority for case in again(three)] == [3, 3, 1]
    assert (len(ended.done), ended.waiting) == (2, [])


def test_a_strangers_round_is_not_there(does, at_desk, marta, jordi, three):
    does(marta, "priority:1", three)

    assert at_desk(jordi).get(f"/app/rounds/{Round.objects.get().pk}").status_code == 404


def test_without_a_script_one_comes_back_to_the_same_list(at_desk, marta, three):
    data = {"do": "priority:1", "case": three[0].number, "list": "split=new&channel=email"}
    answer = at_desk(marta).post("/app/rounds", data)

    assert answer.url == "/app/work?split=new&channel=email"


def test_the_reason_is_a_note_for_the_other_area(does, marta, field, three):
    does(marta, "transfer:", three[:1], area=field.pk, reason="A visit is needed.")

    assert Message.objects.get(conversation=three[0].conversation_id, direction="note").text == "A visit is needed."


def test_old_rounds_are_forgotten(does, marta, three):
    does(marta, "priority:1", three)

    forget_rounds(at=now() + timedelta(days=6))
    assert Round.objects.count() == 1
    forget_rounds(at=now() + timedelta(days=8))
    assert Round.objects.count() == 0


def test_less_pressing_after_a_breach_wants_a_reason_which_the_leads_see_counted(does, at_desk, marta, lucia, three):
    refused = does(marta, "priority:4", three).content.decode()
    assert "Say why it presses less." in refused
    assert [case.priority for case in again(three)] == [3, 3, 3]
    assert "Made less pressing when late" not in at_desk(lucia).get("/app/alarms").content.decode()

    shown = at_desk(marta).post(
        "/app/rounds",
        {"do": "priority:4", "case": [case.number for case in three], "why": "Nobody moves before May.", "list": ""},
        headers=SCRIPT,
    )
    assert shown.status_code == 200
    assert [case.priority for case in again(three)] == [4, 4, 4]
    page = at_desk(lucia).get("/app/alarms").content.decode()
    assert "3 times in four weeks" in page
    assert all(f"#{case.number}" in page for case in three)
    assert "Made less pressing when late" not in at_desk(marta).get("/app/alarms").content.decode()


def test_cases_of_one_customer_are_merged_into_the_first_and_the_words_go_along(does, marta, opens, before):
    late, first, other = opens("Late"), opens("First", at=before - timedelta(hours=3)), opens("Other")

    shown = does(marta, "merge:", [late, first, other]).content.decode()

    assert f"2 cases merged into #{first.number}" in shown
    states = [(case.state, case.merged_into_id) for case in again([late, first, other])]
    assert states == [("merged", first.pk), ("new", None), ("merged", first.pk)]
    assert Message.objects.filter(conversation=first.conversation_id, direction="in").count() == 3
    made = Round.objects.get()
    with pytest.raises(Refused, match="cannot be taken back"):
        take_back(made.pk, person_id=marta.pk, at=now())


def test_cases_of_two_customers_and_one_alone_are_not_merged(does, marta, opens, before):
    ana = meet(name="Ana Pons", email="ana@correo.example", language="es", by="system", at=before)
    hers, elenas = opens("Hers", customer=ana), opens("Elena's")

    both, alone = does(marta, "merge:", [hers, elenas]), does(marta, "merge:", [hers])

    assert "These cases are of different customers." in both.content.decode()
    assert "Choose from two to 20 cases of one customer" in alone.content.decode()
    assert [case.state for case in again([hers, elenas])] == ["new", "new"]
    assert not Round.objects.exists()


def test_what_cannot_be_merged_is_said_why_and_the_rest_is(does, marta, opens, before):
    first = opens("First", at=before - timedelta(hours=3))
    over, late = opens("Over"), opens("Late")
    commands.cancel(over.pk, reason="Twice.", by=marta.ref, at=now())

    shown = does(marta, "merge:", [first, over, late]).content.decode()

    assert f"1 case merged into #{first.number}" in shown
    assert [case.state for case in again([first, over, late])] == ["new", "cancelled", "merged"]


def test_a_case_that_is_not_served_is_neither_kept_nor_merged(does, marta, ivan, opens, before):
    mine = [opens("One"), opens("Two")]

    shown = does(ivan, "merge:", mine).content.decode()

    assert "Choose from two to 20 cases" in shown
    assert [case.state for case in again(mine)] == ["new", "new"]
