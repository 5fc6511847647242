"""Ana needs a yes: who is asked, what they may say, and what becomes of it."""

from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet, plan_absence
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.approvals import queries
from pasillo.operations.approvals.commands import ask, decline, give, plan
from pasillo.operations.approvals.deciding import AREA, HEAD, MANAGER, Decider, Step, may_decide
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases.commands import cancel, resolve
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.models import Clock
from tests.operations import everyday
from tests.operations.told import told


@pytest.fixture
def lucia(db, monday):
    """Head of operations."""
    person = meet(name="Lucía Ferrer", email="lucia@nidalia.example", by="system", at=monday)
    give_role(person=person, role=Role.HEAD, by="system", at=monday)
    return person


@pytest.fixture
def letter(repairs, monday):
    asked = everyday.request(repairs, "letter", everyday.LETTER_FORM, at=monday)
    plan(asked.pk, steps=[Step(role=MANAGER, area_id=repairs.pk, hours=8), Step(role=HEAD)], by="system", at=monday)
    return asked


@pytest.fixture
def waiting(letter, asks_for, ana, manages, lucia):
    return asks_for(letter, ana, {"for_whom": "The bank"}, language="es")


def steps(case):
    return list(Approval.objects.filter(case=case).order_by("place"))


def seen(person):
    return sight_of(person)


def test_a_request_that_needs_a_yes_asks_the_first_at_once_and_shows_them_what_they_need(waiting, manages, ana, monday):
    first, second = steps(waiting)

    assert (first.state, second.state) == ("asked", "waiting")
    assert first.lines == [["¿Para quién?", "The bank"]]
    assert first.due_at == monday + timedelta(hours=8)
    assert told(waiting, "approval.asked") == ["approval.asked"]
    assert queries.waiting_for(seen(manages), at=monday) == [first]
    mail = Effect.objects.get(payload__template="approval").payload
    assert (mail["to"], mail["language"]) == (manages.email, "es")
    assert f"/app/approvals/{first.pk}" in mail["text"]


def test_the_clock_of_the_promise_does_not_stop_for_us(line_repair, opening, manages, repairs, ana, dead_line, monday):
    ask(dead_line.pk, steps=[Step(role=MANAGER, area_id=repairs.pk)], by="system", at=monday)

    assert set(Clock.objects.values_list("state", flat=True)) == {"running"}


def test_after_the_first_yes_the_next_is_asked_and_after_the_last_it_goes_on(waiting, manages, lucia, later):
    first, second = steps(waiting)

    give(first.pk, words="Fine.", by=manages.ref, at=later(1))
    assert [one.state for one in steps(waiting)] == ["given", "asked"]
    assert not Message.objects.filter(direction="out").exists()

    give(second.pk, words="Gladly.", by=lucia.ref, at=later(2))
    assert told(waiting, "approval.asked", "approval.given") == ["approval.asked", "approval.given"] * 2
    said = Message.objects.get(direction="out")
    assert said.by_machine
    assert "Gladly." in said.text
    assert "Lucía Ferrer" in said.text
    assert Case.objects.get(pk=waiting.pk).state == "new"


def test_a_no_needs_words_ends_the_others_and_is_the_answer(waiting, manages, lucia, later):
    first, _second = steps(waiting)
    with pytest.raises(Refused, match="say why"):
        decline(first.pk, words=" ", by=manages.ref, at=later(1))
    assert steps(waiting)[0].state == "asked"

    decline(first.pk, words="We do not write to banks.", by=manages.ref, at=later(1))

    assert [one.state for one in steps(waiting)] == ["declined", "void"]
    assert Message.objects.get(direction="out").text == "We do not write to banks."
    assert Case.objects.get(pk=waiting.pk).state == "resolved"
    assert told(waiting, "approval.declined") == ["approval.declined"]
    assert queries.waiting_for(seen(lucia), at=later(2)) == []


def test_what_was_decided_is_not_decided_again(waiting, manages, later):
    first, _second = steps(waiting)
    give(first.pk, by=manages.ref, at=later(1))

    for again in (give, decline):
        with pytest.raises(Refused, match="decided already"):
            again(first.pk, words="No.", by=manages.ref, at=later(2))
    with pytest.raises(Refused, match="Only a person"):
        give(steps(waiting)[1].pk, by="system", at=later(2))


def test_nobody_decides_about_their_own_request(letter, asks_for, manages, lucia, later):
    own = asks_for(letter, manages, {"for_whom": "Me"})
    first, _second = steps(own)

    assert queries.waiting_for(seen(manages), at=later(1)) == []
    assert [one.name for one in queries.deciders_of(first, at=later(1))] == ["Lucía Ferrer"]
    with pytest.raises(Refused, match="their own"):
        give(first.pk, by=manages.ref, at=later(1))


def test_who_stands_in_for_somebody_away_decides(letter, asks_for, ana, manages, budi, clara, monday, later):
    plan(letter.pk, steps=[Step(person_id=manages.pk)], by="system", at=monday)
    case = asks_for(letter, ana, {"for_whom": "x"})
    (step,) = steps(case)
    assert queries.waiting_for(seen(clara), at=monday) == []

    plan_absence(manages.pk, first=monday.date(), last=monday.date(), cover_id=clara.pk, by="system", at=monday)

    assert queries.waiting_for(seen(clara), at=later(1)) == [step]
    assert queries.waiting_for(seen(budi), at=later(1)) == []
    assert [one.pk for one in queries.deciders_of(step, at=later(1))] == [clara.pk]
    assert queries.waiting_for(seen(clara), at=later(30)) == []


def test_a_step_that_is_not_theirs_does_not_exist(waiting, manages, budi, ana, clara, later):
    first, second = steps(waiting)

    assert queries.approval_for(seen(manages), first.pk, at=later(1)) == first
    for person, step in ((budi, first), (clara, first), (ana, first), (manages, second)):
        with pytest.raises(LookupError):
            queries.approval_for(seen(person), step.pk, at=later(1))


@pytest.mark.parametrize("end", [lambda case, by, at: cancel(case.pk, reason="Not needed.", by=by, at=at),
                                 lambda case, by, at: resolve(case.pk, by=by, at=at)])  # fmt: skip
def test_when_the_need_is_gone_nobody_has_to_decide(waiting, end, budi, manages, later):
    end(waiting, budi.ref, later(1))

    assert {one.state for one in steps(waiting)} == {"void"}
    assert queries.waiting_for(seen(manages), at=later(1)) == []


def test_a_plan_that_names_nobody_is_refused(letter, monday):
    with pytest.raises(Refused, match="who decides"):
        plan(letter.pk, steps=[Step(role=MANAGER)], by="system", at=monday)


def test_the_usual_time_is_told_once_there_are_a_few(letter, asks_for, ana, manages, monday, later):
    plan(letter.pk, steps=[Step(role=MANAGER, area_id=manages.memberships.get().area_id)], by="system", at=monday)
    for hours in (1, 2, 6):
        assert queries.usual_hours(letter.pk, at=later(7)) is None
        case = asks_for(letter, ana, {"for_whom": "x"})
        give(steps(case)[0].pk, by=manages.ref, at=later(hours))

    assert queries.usual_hours(letter.pk, at=later(7)) == 2


@pytest.mark.parametrize(
    ("step", "decider", "yes"),
    [
        (Step(person_id=4), Decider(person_id=4), True),
        (Step(person_id=4), Decider(person_id=5), False),
        (Step(person_id=4), Decider(person_id=5, stands_in_for={4}), True),
        (Step(person_id=1), Decider(person_id=9, is_head=True), True),
        (Step(person_id=4), Decider(person_id=9, is_head=True), False),
        (Step(role=MANAGER, area_id=2), Decider(person_id=5, managed_ids={2}), True),
        (Step(role=MANAGER, area_id=2), Decider(person_id=5, area_ids={2}), False),
        (Step(role=AREA, area_id=2), Decider(person_id=5, area_ids={2}), True),
        (Step(role=HEAD), Decider(person_id=5, is_head=True), True),
        (Step(role=HEAD), Decider(person_id=1, is_head=True), False),
    ],
)
def test_who_may_decide(step, decider, yes):
    assert may_decide(step, decider, asks_id=1) is yes
