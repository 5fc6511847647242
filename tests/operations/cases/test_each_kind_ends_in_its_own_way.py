"""Praise is thanked for, complaints do not end in silence, and a delivery counts from the event itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands import (
    close_silently,
    confirm,
    make_formal,
    note,
    open_case,
    reply,
    resolve,
    settle,
    thank,
    wait,
)
from pasillo.operations.cases.kinds import FLOWS, flow_of, silent_kinds
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import due_to_close
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.models import Clock
from pasillo.operations.voice.commands import pass_on_praise
from pasillo.operations.voice.queries import recognised_in, recognition_of
from pasillo.operations.voice.recognition import named_in
from pasillo.strategy.catalogue.models import Kind
from pasillo.strategy.objectives.commands import set_objective
from tests.operations.told import told


@pytest.fixture
def asks(opening, ana, monday):
    def make(kind, text="Please.", **more):
        return open_case(opening=replace(opening, kind=kind, text=text, **more), by=ana.ref, at=monday)

    return make


def test_every_kind_of_the_catalogue_has_its_flow():
    assert set(FLOWS) == set(Kind.values)
    assert flow_of("something else") == flow_of("request")
    assert silent_kinds() == ["question", "request", "incident", "suggestion", "delivery"]


def test_praise_starts_no_clock_and_is_never_resolved(asks, budi, later):
    praise = asks("compliment")

    assert not Clock.objects.exists()
    with pytest.raises(Refused, match="thank for it"):
        resolve(praise.pk, by=budi.ref, at=later(1))
    with pytest.raises(Refused, match="thank for it"):
        reply(praise.pk, text="Solved.", then="resolve", by=budi.ref, at=later(1))
    assert Case.objects.get().state == "new"
    assert not Message.objects.filter(direction="out").exists()


def test_praise_ends_thanked_and_waits_for_nobody(asks, budi, later):
    praise = asks("compliment")

    thank(praise.pk, text="Thank you, Ana!", by=budi.ref, at=later(1))

    case = Case.objects.get()
    assert (case.state, case.closed_at, case.resolved_at) == ("thanked", later(1), None)
    assert told(praise, "case.thanked", "case.closed", "case.resolved") == ["case.thanked", "case.closed"]
    assert due_to_close(resolved_before=later(999)) == []
    with pytest.raises(Refused, match="answered already"):
        thank(praise.pk, text="Again!", by=budi.ref, at=later(2))


def test_nothing_else_is_thanked_away(asks, budi, later):
    with pytest.raises(Refused, match="Only praise"):
        thank(asks("complaint").pk, text="Thanks!", by=budi.ref, at=later(1))
    with pytest.raises(Refused, match="nothing to send"):
        thank(asks("compliment").pk, text=" ", by=budi.ref, at=later(1))
    assert not Message.objects.filter(direction="out").exists()


def test_praise_reaches_the_people_it_belongs_to(asks, ana, budi, clara, later):
    praise = asks("compliment", "Budi was here within the hour.")

    pass_on_praise(praise.pk, text="We tell him.", person_ids=[budi.pk, budi.pk, clara.pk], by=clara.ref, at=later(1))

    assert (recognition_of(budi.pk), recognition_of(clara.pk), recognition_of(ana.pk)) == (1, 1, 0)
    assert recognition_of(budi.pk, since=later(2)) == 0
    assert recognised_in([praise.pk]) == {praise.pk: ["Budi Santoso", "Clara Vives"]}
    assert told(praise, "recognition.given") == ["recognition.given"] * 2
    letter = Effect.objects.get(payload__template="praise").payload
    assert letter["to"] == budi.email
    assert "within the hour" in letter["text"]


def test_whom_a_customer_means():
    people = {1: "Budi Santoso", 2: "Clara Vives", 3: "Clara Gil", 4: "Ana Pons", 5: "Al"}

    assert named_in("The lovely BUDI came.", people) == [1]
    assert named_in("Clara was kind.", people) == []
    assert named_in("Clara Gil and budi santoso!", people) == [1, 3]
    assert named_in("Everything was banal, al dente.", people) == []


def test_a_complaint_never_closes_in_silence(asks, budi, later):
    complaint, question = asks("complaint"), asks("question")
    for case in (complaint, question):
        reply(case.pk, text="So it is.", then="resolve", by=budi.ref, at=later(1))

    assert due_to_close(resolved_before=later(999)) == [question.pk]
    with pytest.raises(Refused, match="does not close by itself"):
        close_silently(complaint.pk, at=later(999))
    with pytest.raises(Refused, match="how it ended"):
        settle(complaint.pk, reason=" ", by=budi.ref, at=later(999))
    with pytest.raises(Refused, match="how it ended"):
        settle(complaint.pk, reason="Machine.", by="system", at=later(999))

    settle(complaint.pk, reason="Called twice; she is content.", by=budi.ref, at=later(999))
    assert Case.objects.get(pk=complaint.pk).state == "closed"
    assert Message.objects.filter(direction="note").get().text == "Called twice; she is content."


def test_the_customer_can_still_end_their_complaint_themselves(asks, ana, budi, later):
    complaint = asks("complaint")
    resolve(complaint.pk, by=budi.ref, at=later(1))

    assert confirm(complaint.pk, by=ana.ref, at=later(2)).state == "closed"


def test_a_formal_complaint_is_acknowledged_in_writing_and_answered_in_writing(asks, budi, later):
    complaint = asks("complaint")
    reply(complaint.pk, text="Wait.", by=budi.ref, at=later(0.5))

    make_formal(complaint.pk, by=budi.ref, at=later(1))
    make_formal(complaint.pk, by=budi.ref, at=later(1))

    receipt = Message.objects.get(by_machine=True)
    assert str(complaint.number) in receipt.text
    assert "2 de marzo de 2026" in receipt.text or "marzo" in receipt.text.lower()
    assert told(complaint, "case.made_formal") == ["case.made_formal"]
    with pytest.raises(Refused, match="answered in writing"):
        resolve(complaint.pk, by=budi.ref, at=later(2))

    reply(complaint.pk, text="You are right; we pay it back.", then="resolve", by=budi.ref, at=later(3))
    assert Case.objects.get().state == "resolved"


def test_only_a_complaint_is_made_formal(asks, budi, later):
    with pytest.raises(Refused, match="Only a complaint"):
        make_formal(asks("question").pk, by=budi.ref, at=later(1))


def test_a_delivery_counts_from_the_event_and_no_pause_stops_it(asks, line_repair, budi, monday, later):
    set_objective(line_repair.pk, metric="delivery", target_minutes=60, by="system", at=monday - timedelta(days=30))
    alarm = asks("delivery", contact_at=later(0) - timedelta(minutes=20) + timedelta(hours=1))
    clock = Clock.objects.get(metric="delivery")
    assert clock.started_at == monday + timedelta(minutes=40)

    reply(alarm.pk, text="Are you at home?", by=budi.ref, at=later(1))
    wait(alarm.pk, why="customer", by=budi.ref, at=later(1))
    assert {one.metric: one.state for one in Clock.objects.filter(metric__in=("delivery", "resolution"))} == {
        "delivery": "running", "resolution": "paused",
    }  # fmt: skip

    resolve(alarm.pk, by=budi.ref, at=later(1.25))
    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == ("met", later(1.25))


def test_a_delivery_is_awaited_day_and_night_unless_somebody_decides_otherwise(asks, line_repair, monday, later):
    set_objective(line_repair.pk, metric="delivery", target_minutes=60, by="system", at=monday - timedelta(days=30))
    asks("delivery", contact_at=later(-3))

    clock = Clock.objects.get(metric="delivery")
    assert (clock.policy, clock.due_at) == ("always", later(-2))


def test_a_note_is_no_written_answer(asks, budi, later):
    complaint = asks("complaint")
    make_formal(complaint.pk, by=budi.ref, at=later(1))
    note(complaint.pk, text="I rang.", by=budi.ref, at=later(2))

    with pytest.raises(Refused, match="in writing"):
        resolve(complaint.pk, by=budi.ref, at=later(3))
