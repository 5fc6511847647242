"""A merge is undone: what goes back, what stays, and when it cannot be."""

import pytest

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import meet
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, merge, open_case, unmerge
from pasillo.operations.cases.models import Case, Merging, Participant, Task
from pasillo.operations.conversations.commands import Words, drop_draft, save_draft
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
    return again(opening, later(2), by=ana)


@pytest.fixture
def merged(dead_line, second, budi, later):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    return second


def said_in(case):
    said = Message.objects.filter(conversation=case.conversation_id).order_by("said_at", "id")
    return [message.text for message in said]


def write(case, person, text, at):
    words = Words(text=text, channel="portal")
    return cases.customer_writes(case.pk, author_id=person.pk, words=words, by=person.ref, at=at)


def test_each_message_goes_back_to_where_it_was_said_and_what_came_after_stays(dead_line, merged, ana, budi, later):
    cases.reply(dead_line.pk, text="Vamos mañana", by=budi.ref, at=later(4))
    write(merged, ana, "¿A qué hora?", later(5))
    back = unmerge(merged.pk, by=budi.ref, at=later(6))

    assert said_in(merged) == ["Sigo sin línea."]
    assert said_in(dead_line) == ["Desde ayer no tengo línea.", "Vamos mañana", "¿A qué hora?"]
    assert not Message.objects.exclude(came_from=None).exists()
    assert (back.pk, back.state, back.merged_into_id, back.closed_at) == (merged.pk, "new", None, None)
    assert back.waiting_since == later(2)
    assert fact(merged, "case.came_back").data["number"] == dead_line.number
    assert fact(dead_line, "case.gave_back").data["opened_at"] == dead_line.opened_at.isoformat()
    row = Merging.objects.get()
    assert (row.merged_by, row.undone_by, row.undone_at) == (budi.ref, budi.ref, later(6))


def test_what_ana_writes_to_the_old_number_afterwards_lands_in_it(dead_line, merged, ana, budi, later):
    unmerge(merged.pk, by=budi.ref, at=later(6))

    assert write(merged, ana, "¿Hay noticias?", later(7)).pk == merged.pk
    assert said_in(dead_line) == ["Desde ayer no tengo línea."]


def test_who_took_part_only_by_the_merge_reads_it_no_more(dead_line, opening, ana, budi, later):
    rina = meet(name="Rina", email="rina@correo.example", by="system", at=later(0))
    hers = again(opening, later(1), by=rina, customer_id=rina.pk)
    cases.add_person(dead_line.pk, email="vecino@correo.example", by=ana.ref, at=later(1))
    merge(hers.pk, into_id=dead_line.pk, shares=True, by=budi.ref, at=later(2))
    unmerge(hers.pk, by=budi.ref, at=later(3))

    left = Participant.objects.values_list("case_id", "person__email")
    assert list(left) == [(dead_line.pk, "vecino@correo.example")]
    assert fact(dead_line, "case.person_left").data["person_id"] == rina.pk


def test_a_task_goes_back_with_its_case_also_when_it_was_done_meanwhile(dead_line, second, billing, budi, clara, later):
    task = cases.ask_area(second.pk, area_id=billing.pk, title="¿Pagada?", due_at=later(30), by=budi.ref, at=later(2))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    mine = cases.ask_area(dead_line.pk, area_id=billing.pk, title="¿Y?", due_at=later(30), by=budi.ref, at=later(4))
    cases.finish_task(task.pk, outcome="Sí", by=clara.ref, at=later(4))
    unmerge(second.pk, by=budi.ref, at=later(5))

    assert dict(Task.objects.values_list("pk", "case_id")) == {task.pk: second.pk, mine.pk: dead_line.pk}
    assert fact(dead_line, "case.gave_back").data["helpers"] == [billing.pk]


def test_a_reply_that_was_begun_comes_back_with_what_was_added_and_what_was_begun_since_stays(
    dead_line, second, budi, clara, later
):
    def writes(case, person, text, at, kind="reply"):
        save_draft(case.conversation_id, person_id=person.pk, kind=kind, text=text, at=at)

    writes(second, budi, "Mañana", later(2))
    writes(second, clara, "Ya está pagada", later(2))
    writes(dead_line, clara, "Un momento", later(2))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    writes(dead_line, budi, "Mañana a las nueve", later(4))
    writes(dead_line, budi, "Sin llave", later(4), kind="note")
    unmerge(second.pk, by=budi.ref, at=later(5))

    begun = Draft.objects.order_by("text").values_list("text", "conversation_id")
    here, there = second.conversation_id, dead_line.conversation_id
    assert list(begun) == [
        ("Mañana a las nueve", here), ("Sin llave", there), ("Un momento", there), ("Ya está pagada", here),
    ]  # fmt: skip


def test_a_reply_that_was_begun_there_and_sent_meanwhile_is_not_taken_back_by_the_undoing(
    dead_line, second, budi, later
):
    save_draft(second.conversation_id, person_id=budi.pk, kind="reply", text="Mañana", at=later(2))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(3))
    drop_draft(dead_line.conversation_id, person_id=budi.pk, kind="reply")
    save_draft(dead_line.conversation_id, person_id=budi.pk, kind="reply", text="Otra cosa", at=later(4))
    unmerge(second.pk, by=budi.ref, at=later(5))

    assert list(Draft.objects.values_list("text", "conversation_id")) == [("Otra cosa", dead_line.conversation_id)]


def test_a_wait_goes_on_where_it_stood_unless_the_customer_has_written(dead_line, opening, ana, budi, later):
    asked, spoken = (again(opening, later(n), by=ana) for n in (1, 2))
    for case in (asked, spoken):
        cases.reply(case.pk, text="¿Qué piso?", then="ask", by=budi.ref, at=later(3))
    merge(asked.pk, into_id=dead_line.pk, by=budi.ref, at=later(4))
    assert unmerge(asked.pk, by=budi.ref, at=later(5)).state == "waiting_customer"

    merge(spoken.pk, into_id=dead_line.pk, by=budi.ref, at=later(5))
    write(dead_line, ana, "El tercero", later(6))
    assert unmerge(spoken.pk, by=budi.ref, at=later(7)).state == "in_progress"


def test_of_a_chain_the_later_merge_is_undone_first_and_brings_back_what_it_had_taken_in(
    dead_line, merged, opening, ana, budi, later
):
    third = again(opening, later(4), by=ana, text="Soy yo otra vez.")
    merge(dead_line.pk, into_id=third.pk, by=budi.ref, at=later(5))
    with pytest.raises(Refused, match="Undo that merge first"):
        unmerge(merged.pk, by=budi.ref, at=later(6))

    unmerge(dead_line.pk, by=budi.ref, at=later(6))
    assert said_in(third) == ["Soy yo otra vez."]
    assert said_in(dead_line) == ["Desde ayer no tengo línea.", "Sigo sin línea."]
    assert Case.objects.get(pk=merged.pk).merged_into_id == dead_line.pk
    unmerge(merged.pk, by=budi.ref, at=later(7))
    assert said_in(merged) == ["Sigo sin línea."]


def test_it_is_undone_once(dead_line, merged, budi, later):
    unmerge(merged.pk, by=budi.ref, at=later(4))
    facts = told(dead_line)

    with pytest.raises(Refused, match="no merge to undo"):
        unmerge(merged.pk, by=budi.ref, at=later(5))
    assert told(dead_line) == facts


def test_after_the_kept_case_was_solved_it_can_be_undone_and_after_it_was_closed_it_cannot(
    dead_line, merged, ana, budi, later
):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=later(4))
    unmerge(merged.pk, by=budi.ref, at=later(5))
    assert (Case.objects.get(pk=dead_line.pk).state, Case.objects.get(pk=merged.pk).state) == ("resolved", "new")

    cases.dispute(dead_line.pk, reason="No funciona", by=ana.ref, at=later(6))
    merge(merged.pk, into_id=dead_line.pk, by=budi.ref, at=later(7))
    cases.cancel(dead_line.pk, reason="Retirada", by=budi.ref, at=later(8))
    with pytest.raises(Refused, match="is over"):
        unmerge(merged.pk, by=budi.ref, at=later(9))
    assert Case.objects.get(pk=merged.pk).state == "merged"


def test_what_was_solved_when_it_was_merged_is_solved_again(dead_line, second, budi, later):
    cases.reply(second.pk, text="Hecho", then="resolve", by=budi.ref, at=later(3))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=later(4))
    back = unmerge(second.pk, by=budi.ref, at=later(5))

    assert (back.state, back.resolved_at) == ("resolved", later(3))
    assert fact(second, "case.came_back").data["solved_at"] == [later(3).isoformat()] * 2


def test_a_reply_that_is_just_going_out_is_waited_for(dead_line, merged, budi, later):
    cases.send(dead_line.pk, text="Vamos", person_id=budi.pk, at=later(4))
    with pytest.raises(Refused, match="ten seconds"):
        unmerge(merged.pk, by=budi.ref, at=later(4))
