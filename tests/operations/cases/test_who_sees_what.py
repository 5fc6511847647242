"""Who may see which case, message, file and task."""

import pytest

from pasillo.ground.files.commands import keep
from pasillo.ground.people.commands import disable, give_role, meet
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import NOBODY, sight_of
from pasillo.operations.cases import commands, queries
from pasillo.operations.cases.queue import counts, queue
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.conversations.models import MessageFile


@pytest.fixture
def eva(db, monday):
    """Another customer."""
    return meet(name="Eva Gil", email="eva@correo.example", by="system", at=monday)


@pytest.fixture
def lucia(db, monday):
    """Head of operations."""
    person = meet(name="Lucía Ferrer", email="lucia@nidalia.example", by="system", at=monday)
    give_role(person=person, role=Role.HEAD, by="system", at=monday)
    return person


def numbers(person):
    return list(queries.visible_to(sight_of(person)).values_list("number", flat=True))


def test_ana_sees_her_case_and_eva_does_not(dead_line, ana, eva):
    assert numbers(ana) == [dead_line.number]
    assert numbers(eva) == []
    with pytest.raises(LookupError):
        queries.case_for(sight_of(eva), dead_line.number)


def test_nobody_sees_nothing(dead_line):
    assert not queries.visible_to(NOBODY).exists()
    assert not queries.served_by(NOBODY).exists()


def test_whoever_serves_sees_their_area_and_where_it_was_asked(dead_line, budi, clara, billing, later):
    assert numbers(budi) == [dead_line.number]
    assert numbers(clara) == []

    commands.ask_area(dead_line.pk, area_id=billing.pk, title="Hold", due_at=later(4), by=budi.ref, at=later(1))
    assert numbers(clara) == [dead_line.number]


def test_the_head_of_operations_sees_all(dead_line, lucia):
    assert numbers(lucia) == [dead_line.number]


def test_a_disabled_person_sees_nothing_at_once(dead_line, budi, later):
    disable(budi.pk, by="system", at=later(1))
    budi.refresh_from_db()

    assert numbers(budi) == []


def test_notes_and_held_messages_are_never_a_customer_s_to_read(dead_line, ana, budi, later):
    commands.note(dead_line.pk, text="Difficult.", by=budi.ref, at=later(1))
    commands.hold_message(
        dead_line.pk, author_id=None, words=Words(text="Me too", channel="email"), by="system", at=later(1)
    )

    assert [m.text for m in queries.messages_for(sight_of(ana), dead_line)] == ["Desde ayer no tengo línea."]
    assert len(queries.messages_for(sight_of(budi), dead_line)) == 3


def test_an_agent_who_asks_as_a_customer_does_not_read_the_notes_about_it(line_repair, budi, clara, opening, later):
    from dataclasses import replace

    case = commands.open_case(opening=replace(opening, customer_id=budi.pk), by=budi.ref, at=later(1))
    commands.note(case.pk, text="Asks too often.", by=clara.ref, at=later(2))

    assert not queries.served_by(sight_of(budi)).exists()
    assert all(m.direction != "note" for m in queries.messages_for(sight_of(budi), case))


def test_a_file_of_a_note_is_ours_alone(dead_line, ana, eva, budi, later):
    photo = FileIn(name="../../door.png", blob=keep(b"\x89PNG\r\n\x1a\n0000"))
    commands.note(dead_line.pk, text="Door", files=[photo], by=budi.ref, at=later(1))
    file = MessageFile.objects.get()

    assert file.name == "door.png"
    assert queries.file_for(sight_of(budi), file.pk) == file
    for outsider in (ana, eva):
        with pytest.raises(LookupError):
            queries.file_for(sight_of(outsider), file.pk)


def test_the_queue_puts_the_promise_that_breaks_first_on_top(opening, ana, budi, monday, later):
    late = commands.open_case(opening=opening, by=ana.ref, at=later(1))
    early = commands.open_case(opening=opening, by=ana.ref, at=monday)

    rows = queue(sight_of(budi), split="todo")
    assert [row["number"] for row in rows] == [early.number, late.number]
    assert counts(sight_of(budi)) == {"todo": 2, "new": 2, "waiting": 0, "me": 0}


def test_the_queue_goes_on_where_its_page_ended(opening, ana, budi, later):
    from pasillo.operations.cases.queue import Place

    made = [commands.open_case(opening=opening, by=ana.ref, at=later(n)) for n in range(5)]
    seen, place = [], None
    while page := queue(sight_of(budi), split="todo", after=place, limit=2):
        seen += [row["number"] for row in page]
        place = Place(breaks_at=page[-1]["breaks_at"], case_id=page[-1]["id"])

    assert seen == [case.number for case in made]
