"""Two cases about the same need become one: what goes along, what is left, and who may."""

from datetime import timedelta

import pytest

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import meet
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, merge, open_case
from pasillo.operations.cases.models import Case, Participant, Task
from pasillo.operations.conversations.commands import Words, save_draft
from pasillo.operations.conversations.models import Draft, Message
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


def again(opening, at, *, by, text="Sigo sin línea.", **more):
    return open_case(opening=Opening(**{**opening.__dict__, "text": text, **more}), by=by.ref, at=at)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    yield
    assert mismatches() == []


@pytest.fixture
def second(opening, ana, later):
    """Ana writes once more, two hours later, and gets a second number."""
    return again(opening, later(2), by=ana)


def said_in(case):
    said = Message.objects.filter(conversation=case.conversation_id).order_by("said_at", "id")
    return [message.text for message in said]


def write(case, person, text, at):
    words = Words(text=text, channel="portal")
    return cases.customer_writes(case.pk, author_id=person.pk, words=words, by=person.ref, at=at)


def test_what_was_said_stands_in_one_conversation_and_keeps_where_it_was_said_first(dead_line, second, budi, later):
    kept = merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))

    assert (kept.pk, said_in(dead_line)) == (dead_line.pk, ["Desde ayer no tengo línea.", "Sigo sin línea."])
    assert said_in(second) == []
    assert Message.objects.get(text="Sigo sin línea.").came_from_id == second.conversation_id
    second.refresh_from_db()
    assert (second.state, second.merged_into_id, second.closed_at) == ("merged", dead_line.pk, later(3))
    assert second.waiting_since is second.next_due_at is None
    assert fact(second, "case.merged").data == {
        "case_id": second.pk, "into_id": dead_line.pk, "number": dead_line.number,
    }  # fmt: skip
    assert "message.received" not in told(dead_line)[2:]


def test_what_ana_writes_to_the_old_number_goes_on_in_the_case_that_was_kept(dead_line, second, ana, budi, later):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    taken = write(second, ana, "¿Hay noticias?", later(4))

    assert taken.pk == dead_line.pk
    assert said_in(dead_line)[-1] == "¿Hay noticias?"
    assert Case.objects.count() == 2
    second.refresh_from_db()
    assert second.state == "merged"


def test_a_stranger_who_answers_to_the_old_number_is_held_in_the_kept_case(dead_line, second, budi, later):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    rina = meet(name="Rina", email="rina@correo.example", by="system", at=later(3))
    write(second, rina, "Soy yo", later(4))
    cases.hold_message(second.pk, author_id=None, words=Words(text="X", channel="email"), by="system", at=later(4))

    held = Message.objects.filter(held=True).values_list("conversation_id", "text")
    assert sorted(held) == [(dead_line.conversation_id, "Soy yo"), (dead_line.conversation_id, "X")]


def test_nothing_can_be_done_to_a_case_that_goes_on_elsewhere(dead_line, second, budi, later):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))

    for act in (
        lambda: cases.reply(second.pk, text="Hola", by=budi.ref, at=later(4)),
        lambda: cases.note(second.pk, text="Nota", by=budi.ref, at=later(4)),
        lambda: cases.take(second.pk, by=budi.ref, at=later(4)),
        lambda: cases.cancel(second.pk, reason="No", by=budi.ref, at=later(4)),
        lambda: cases.set_priority(second.pk, priority=1, by=budi.ref, at=later(4)),
    ):
        with pytest.raises(Refused, match=str(dead_line.number)):
            act()


def test_what_another_area_was_asked_for_is_part_of_the_kept_case(dead_line, second, billing, budi, clara, later):
    task = cases.ask_area(
        second.pk, area_id=billing.pk, title="¿Está pagada?", due_at=later(30), by=budi.ref, at=later(2)
    )
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))

    assert Task.objects.get().case_id == dead_line.pk
    assert fact(dead_line, "task.asked").data["task_id"] == task.pk
    cases.finish_task(task.pk, outcome="Sí", by=clara.ref, at=later(4))
    assert fact(dead_line, "task.done").data["task_id"] == task.pk


def test_a_draft_moves_along_unless_its_author_is_writing_there_too(dead_line, second, budi, clara, later):
    for case, person, text in ((second, budi, "uno"), (dead_line, budi, "dos"), (second, clara, "tres")):
        save_draft(case.conversation_id, person_id=person.pk, kind="reply", text=text, at=later(2))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))

    there = Draft.objects.order_by("id").values_list("text", "conversation_id")
    kept, old = dead_line.conversation_id, second.conversation_id
    assert sorted(there) == [("dos", kept), ("tres", kept), ("uno", old)]


def test_a_reply_that_is_just_going_out_is_waited_for(dead_line, second, budi, later):
    cases.send(second.pk, text="Vamos", person_id=budi.pk, at=later(3))

    with pytest.raises(Refused, match="ten seconds"):
        merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    assert Draft.objects.get().conversation_id == second.conversation_id


def test_the_case_of_another_customer_is_merged_only_when_a_person_says_so(dead_line, opening, ana, budi, later):
    rina = meet(name="Rina", email="rina@correo.example", by="system", at=later(0))
    hers = again(opening, later(1), by=rina, customer_id=rina.pk)
    with pytest.raises(Refused, match="all of them may read both"):
        merge(hers.pk, into_id=dead_line.pk, by=budi.ref, at=later(2))
    assert not Participant.objects.exists()

    merge(hers.pk, into_id=dead_line.pk, shares=True, by=budi.ref, at=later(2))
    assert Participant.objects.get().person_id == rina.pk
    assert write(hers, rina, "Gracias", later(3)).pk == dead_line.pk
    assert Message.objects.get(text="Gracias").held is False


def test_who_shares_only_the_kept_case_does_not_read_the_other_without_a_word(dead_line, second, ana, budi, later):
    cases.add_person(dead_line.pk, email="vecino@correo.example", by=ana.ref, at=later(2))

    with pytest.raises(Refused, match="Not the same people"):
        merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))


@pytest.mark.parametrize(
    ("why", "spoil"),
    [
        ("itself", lambda one, two, by, at: None),
        ("is over", lambda one, two, by, at: cases.cancel(one.pk, reason="X", by=by, at=at)),
        ("has to be open", lambda one, two, by, at: cases.resolve(two.pk, by=by, at=at)),
        ("is over", lambda one, two, by, at: merge(one.pk, into_id=two.pk, by=by, at=at)),
        ("has to be open", lambda one, two, by, at: merge(two.pk, into_id=one.pk, by=by, at=at)),
    ],
)
def test_what_cannot_be_merged_is_refused_and_stays(dead_line, second, budi, later, why, spoil):
    spoil(second, dead_line, budi.ref, later(3))
    into = second if why == "itself" else dead_line

    with pytest.raises(Refused, match=why):
        merge(second.pk, into_id=into.pk, by=budi.ref, at=later(4))


def test_a_case_that_took_another_in_may_go_on_in_a_third_and_no_chain_remains(
    dead_line, second, opening, ana, budi, later
):
    third = again(opening, later(4), by=ana, text="Tercera vez.")
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(5))
    merge(dead_line.pk, into_id=third.pk, by=budi.ref, at=later(5))

    assert set(Case.objects.filter(merged_into=third).values_list("pk", flat=True)) == {dead_line.pk, second.pk}
    assert said_in(third) == ["Desde ayer no tengo línea.", "Sigo sin línea.", "Tercera vez."]
    assert Message.objects.get(text="Sigo sin línea.").came_from_id == second.conversation_id
    assert write(second, ana, "¿Y?", later(6)).pk == third.pk


def test_praise_and_formal_complaints_stand_on_their_own(opening, ana, budi, later):
    praise = again(opening, later(0), by=ana, kind="compliment")
    complaint = again(opening, later(0), by=ana, kind="complaint")
    plain = again(opening, later(0), by=ana, kind="complaint")
    cases.make_formal(complaint.pk, by=budi.ref, at=later(1))

    with pytest.raises(Refused, match="Praise"):
        merge(praise.pk, into_id=plain.pk, by=budi.ref, at=later(2))
    with pytest.raises(Refused, match="formal complaint"):
        merge(complaint.pk, into_id=plain.pk, by=budi.ref, at=later(2))
    assert merge(plain.pk, into_id=complaint.pk, by=budi.ref, at=later(2)).pk == complaint.pk


def test_whose_sender_is_not_proven_waits_for_the_proof(dead_line, opening, ana, budi, later):
    unproven = again(opening, later(1), by=ana, unverified=True)

    for one, other in ((unproven, dead_line), (dead_line, unproven)):
        with pytest.raises(Refused, match="who they say"):
            merge(one.pk, into_id=other.pk, by=budi.ref, at=later(2))


def test_who_is_asked_in_the_kept_case_and_has_answered_in_the_other_is_not_waited_for(
    dead_line, opening, ana, budi, later
):
    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=later(1))
    answer = again(opening, later(2), by=ana, text="La roja")
    kept = merge(answer.pk, into_id=dead_line.pk, by=budi.ref, at=later(4))

    assert (kept.state, kept.waiting_since) == ("in_progress", later(2))
    assert fact(dead_line, "case.resumed").happened_at == later(2)
    assert kept.changed_at >= later(4) - timedelta(seconds=1)
