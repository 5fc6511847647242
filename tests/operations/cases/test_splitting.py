"""One case told of two needs: some of its words become a case of their own."""

import pytest

from pasillo.ground.files import commands as files
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Part, merge, open_case, split
from pasillo.operations.cases.models import Case, Participant
from pasillo.operations.conversations.commands import FileIn, Words, save_draft
from pasillo.operations.conversations.models import Draft, Message
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    yield
    assert mismatches() == []


@pytest.fixture
def bills(billing, office):
    return Service.objects.create(
        slug="bills", block="customer", names={"en": "Bills"}, area=billing, calendar=office, state="published"
    )


def write(case, person, text, at, **more):
    words = Words(text=text, channel="portal", **more)
    cases.customer_writes(case.pk, author_id=person.pk, words=words, by=person.ref, at=at)
    return Message.objects.get(conversation__in=Case.objects.values("conversation_id"), text=text)


@pytest.fixture
def invoice(dead_line, ana, budi, later):
    """Ana asks about her bill in the case of the line."""
    cases.reply(dead_line.pk, text="Vamos mañana", by=budi.ref, at=later(1))
    return write(dead_line, ana, "Y la factura está mal.", later(2))


def part(service, *messages, **more):
    return Part(message_ids=[one.pk for one in messages], service_id=service.pk, **more)


def said_in(case):
    said = Message.objects.filter(conversation=case.conversation_id, by_machine=False)
    return list(said.order_by("said_at", "id").values_list("text", flat=True))


def clocks(case):
    return dict(Clock.objects.filter(case=case).values_list("metric", "state"))


def test_the_new_case_is_another_service_s_and_waits_since_the_words_were_written(
    dead_line, invoice, bills, billing, budi, later
):
    new = split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(5))

    assert (new.service_id, new.area_id, new.subject) == (bills.pk, billing.pk, "Y la factura está mal.")
    assert (new.opened_at, new.waiting_since, new.customer_id) == (later(2), later(2), dead_line.customer_id)
    assert said_in(new) == ["Y la factura está mal."]
    assert fact(new, "case.split_off").data["number"] == dead_line.number
    told_of = fact(dead_line, "case.split").data
    assert (told_of["number"], told_of["messages"], told_of["moved"]) == (new.number, 1, True)


def test_what_was_moved_stays_in_sight_and_is_owed_no_answer_here(dead_line, invoice, bills, budi, later):
    assert clocks(dead_line)["next_response"] == "running"
    new = split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(3))

    invoice.refresh_from_db()
    assert (invoice.conversation_id, invoice.goes_on_in_id) == (dead_line.conversation_id, new.conversation_id)
    assert clocks(dead_line)["next_response"] == "cancelled"
    dead_line.refresh_from_db()
    assert dead_line.waiting_since is None
    assert told(dead_line, "promise.broken") == []


def test_what_is_copied_is_owed_an_answer_in_both(dead_line, invoice, bills, budi, later):
    split(dead_line.pk, part=part(bills, invoice, moves=False), by=budi.ref, at=later(3))

    invoice.refresh_from_db()
    assert invoice.goes_on_in_id is None
    assert clocks(dead_line)["next_response"] == "running"
    dead_line.refresh_from_db()
    assert dead_line.waiting_since == later(2)


def test_our_answer_and_the_note_beside_it_come_along_at_their_own_moments(
    dead_line, invoice, line_repair, ana, budi, later
):
    cases.reply(dead_line.pk, text="Lo miramos", by=budi.ref, at=later(3))
    cases.note(dead_line.pk, text="Es de marzo", by=budi.ref, at=later(3))
    more = write(dead_line, ana, "¿Ya?", later(4))
    words = [invoice, more, *Message.objects.filter(text__in=["Lo miramos", "Es de marzo"])]
    new = split(dead_line.pk, part=part(line_repair, *words, tells=False), by=budi.ref, at=later(5))

    assert said_in(new) == ["Y la factura está mal.", "Lo miramos", "Es de marzo", "¿Ya?"]
    first = Clock.objects.get(case=new, metric="first_response")
    assert (first.state, first.started_at, first.stopped_at) == ("met", later(2), later(3))
    assert Clock.objects.get(case=new, metric="next_response").started_at == later(4)
    assert Clock.objects.get(case=new, metric="resolution").started_at == later(2)
    assert new.waiting_since == later(4)


def test_the_customer_is_told_in_their_language_and_nothing_of_it_counts_as_an_answer(
    dead_line, invoice, line_repair, budi, later
):
    new = split(dead_line.pk, part=part(line_repair, invoice), by=budi.ref, at=later(5))

    letter = Message.objects.get(conversation=new.conversation_id, direction="out")
    assert letter.by_machine
    assert str(dead_line.number) in letter.text
    assert str(new.number) in letter.text
    assert clocks(new)["first_response"] in ("running", "breached_running")
    quiet = split(
        dead_line.pk, part=part(line_repair, _first(dead_line), tells=False, moves=False), by=budi.ref, at=later(6)
    )
    assert not Message.objects.filter(conversation=quiet.conversation_id, direction="out").exists()


def _first(case):
    return Message.objects.filter(conversation=case.conversation_id).order_by("id").first()


def test_files_and_whoever_wrote_come_along(dead_line, invoice, bills, ana, budi, later):
    rina = cases.add_person(dead_line.pk, email="rina@correo.example", by=ana.ref, at=later(2)).person
    picture = FileIn(name="factura.png", blob=files.keep(b"PNG", media_type="image/png"))
    hers = write(dead_line, rina, "Aquí está", later(3), files=[picture])
    new = split(dead_line.pk, part=part(bills, invoice, hers), by=budi.ref, at=later(4))

    assert [
        one.name for one in Message.objects.get(conversation=new.conversation_id, text="Aquí está").files.all()
    ] == ["factura.png"]
    assert list(Participant.objects.filter(case=new).values_list("person_id", flat=True)) == [rina.pk]
    assert hers.files.count() == 1


def test_it_cannot_take_everything_nor_nothing_nor_our_words_alone(dead_line, invoice, bills, budi, later):
    ours = Message.objects.get(text="Vamos mañana")
    for words, why in (([], "Choose the words"), ([ours], "written to us"), ([_first(dead_line), invoice], "would go")):
        with pytest.raises(Refused, match=why):
            split(dead_line.pk, part=part(bills, *words), by=budi.ref, at=later(3))
    assert Case.objects.count() == 1


def test_words_of_another_case_and_words_that_went_already_stay_where_they_are(
    dead_line, invoice, opening, bills, ana, budi, later
):
    other = open_case(opening=opening, by=ana.ref, at=later(3))
    with pytest.raises(Refused, match="not in this case"):
        split(dead_line.pk, part=part(bills, invoice, _first(other)), by=budi.ref, at=later(3))
    split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(3))
    with pytest.raises(Refused, match="followed in another case"):
        split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(4))
    assert Case.objects.count() == 3


def test_what_a_colleague_is_writing_stays_and_what_is_going_out_is_waited_for(
    dead_line, invoice, bills, budi, clara, later
):
    save_draft(dead_line.conversation_id, person_id=clara.pk, kind="reply", text="Hola", at=later(2))
    split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(3))
    assert Draft.objects.get().conversation_id == dead_line.conversation_id

    cases.send(dead_line.pk, text="Vamos", person_id=budi.pk, at=later(4))
    with pytest.raises(Refused, match="ten seconds"):
        split(dead_line.pk, part=part(bills, _first(dead_line), moves=False), by=budi.ref, at=later(4))


def test_a_merged_case_is_split_where_it_goes_on(dead_line, invoice, opening, bills, ana, budi, later):
    other = open_case(opening=opening, by=ana.ref, at=later(3))
    merge(dead_line.pk, into_id=other.pk, by=budi.ref, at=later(4))
    with pytest.raises(Refused, match="split it there"):
        split(dead_line.pk, part=part(bills, invoice), by=budi.ref, at=later(5))
    new = split(other.pk, part=part(bills, invoice), by=budi.ref, at=later(5))

    assert said_in(new) == ["Y la factura está mal."]
    cases.unmerge(dead_line.pk, by=budi.ref, at=later(6))
    invoice.refresh_from_db()
    assert (invoice.conversation_id, invoice.goes_on_in_id) == (dead_line.conversation_id, new.conversation_id)


def test_pressed_twice_it_is_one_case(dead_line, invoice, bills, budi, later):
    once = [split(dead_line.pk, part=part(bills, invoice), key="k1", by=budi.ref, at=later(3)) for _ in range(2)]
    assert once[0].pk == once[1].pk
    assert Case.objects.count() == 2
