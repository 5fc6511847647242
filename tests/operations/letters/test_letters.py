"""Budi needs a letter: it is written by itself after the yes, in his language, and says nothing that it should not."""

from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.ground.files.queries import whole
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.approvals.commands import decline, give
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases.commands import cancel
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.letters.blanks import check, filled
from pasillo.operations.letters.commands import produce, set_text
from pasillo.operations.letters.models import Letter
from pasillo.operations.letters.pdf import Sheet, pdf_of
from tests.operations import everyday
from tests.operations.told import told


@pytest.fixture
def letter(repairs, monday):
    return everyday.letters(repairs, approved_by=repairs, at=monday)


@pytest.fixture
def asked(letter, asks_for, budi):
    return asks_for(letter, budi, {"for_whom": "Banco del Ebro"}, language="es")


def say_yes(case, manages, at):
    give(Approval.objects.get(case=case).pk, by=manages.ref, at=at)


def test_before_the_yes_there_is_no_letter_and_after_it_a_worker_writes_one(asked, manages, budi, later):
    assert not Letter.objects.exists()
    say_yes(asked, manages, later(1))
    assert Letter.objects.get().written_at is None
    assert Effect.objects.get(kind="letter").state == "queued"

    send_all(at=later(2))

    file = MessageFile.objects.get(name="Carta de referencia.pdf")
    assert file.message.direction == "out"
    assert file.message.by_machine
    assert whole(file.blob_id).startswith(b"%PDF-")
    assert Case.objects.get(pk=asked.pk).state == "resolved"
    assert told(asked, "letter.written") == ["letter.written"]
    assert Effect.objects.get(kind="letter").state == "sent"


def test_a_worker_that_is_woken_twice_writes_one_letter(asked, manages, later):
    say_yes(asked, manages, later(1))

    assert produce(Letter.objects.get().pk, at=later(2)) is not None
    assert produce(Letter.objects.get().pk, at=later(2)) is None
    send_all(at=later(3))

    assert MessageFile.objects.count() == 1
    assert told(asked, "letter.written") == ["letter.written"]


def test_declined_or_cancelled_no_letter_is_written(letter, asks_for, budi, manages, later):
    refused = asks_for(letter, budi, {"for_whom": "x"})
    decline(Approval.objects.get(case=refused).pk, words="Ask People.", by=manages.ref, at=later(1))
    dropped = asks_for(letter, budi, {"for_whom": "x"})
    say_yes(dropped, manages, later(1))
    cancel(dropped.pk, reason="Not needed.", by=budi.ref, at=later(2))

    send_all(at=later(3))

    assert not MessageFile.objects.exists()
    assert told(dropped, "letter.written") == []


def test_a_letter_that_needs_no_yes_is_owed_at_once(repairs, asks_for, budi, monday):
    free = everyday.letters(repairs, at=monday)

    asks_for(free, budi, {"for_whom": "x"})

    assert Effect.objects.filter(kind="letter").count() == 1


def test_a_name_that_we_cannot_print_goes_to_a_person_and_not_out_with_holes(letter, asks_for, budi, manages, later):
    Person.objects.filter(pk=budi.pk).update(name="李小龍")
    case = asks_for(letter, budi, {"for_whom": "x"})
    say_yes(case, manages, later(1))

    send_all(at=later(2))

    note = Message.objects.get(direction="note")
    assert "no sign for" in note.text
    assert told(case, "letter.stuck") == ["letter.stuck"]
    assert not MessageFile.objects.exists()
    assert Case.objects.get(pk=case.pk).state != "resolved"
    assert Effect.objects.get(kind="letter").state == "failed"


def test_a_blank_that_nobody_can_fill_is_refused_before_it_is_published(letter, monday):
    for blank in ("{password}", "{answer.salary}", "{case.notes}"):
        with pytest.raises(Refused, match="Nobody can fill in"):
            set_text(letter.pk, titles={"en": "T"}, texts={"en": f"Hello {blank}"}, by="system", at=monday)
    with pytest.raises(Refused, match="no text"):
        check("  ", questions=[])
    with pytest.raises(Refused, match="longer"):
        check("x" * 20_001, questions=[])


@pytest.mark.parametrize(
    "text",
    ["{{7*7}}", "{{settings.SECRET_KEY}}", "{% include '/etc/passwd' %}", "${name.__class__}", "<%= 1 %>",
     "{0.__class__}", "{name.__class__}", "{name!r}", "{name:>9999}", "%(name)s"],
)  # fmt: skip
def test_what_looks_like_a_program_stays_words(text):
    assert filled(text, {"settings": "secret", "name": "Budi"}).replace("Budi", "{name}") == text


def test_what_was_filled_in_is_never_read_again():
    assert filled("{name} {email}", {"name": "{email}", "email": "{name}"}) == "{email} {name}"
    assert filled("{today}", {}) == ""


def test_markup_in_a_name_is_only_words_on_paper():
    evil = '<img src="file:///etc/passwd"/><para><a href="http://169.254.169.254/">x</a></para>'
    sheet = Sheet(title="T", head=["Nidalia"], text=f"{evil}\n\nSecond.", foot="f")

    pdf = pdf_of(sheet)

    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf
    assert pdf == pdf_of(sheet)


def test_a_long_letter_goes_on_and_an_endless_one_is_refused():
    assert pdf_of(Sheet(title="T", head=[], text="word " * 3000, foot="f")).count(b"/Type /Page\n") > 1
    with pytest.raises(Refused, match="too long"):
        pdf_of(Sheet(title="T", head=[], text="\n" * 5000, foot="f"))


def test_accents_of_our_languages_are_printed():
    pdf_of(Sheet(title="Señora Ñúñez, ¿qué?", head=["Łucja"], text="«Çà» ß ğ ş — “x” … €", foot="ü"))


def test_the_letter_says_who_for_whom_and_when_in_their_language(asked, manages, budi, later):
    from pasillo.operations.letters.values import sheet_of

    say_yes(asked, manages, later(1))
    sheet = sheet_of(Letter.objects.get(), at=later(1) + timedelta(days=1))

    assert sheet.title == "Carta de referencia"
    assert "A Banco del Ebro" in sheet.text
    assert "Budi Santoso trabaja en Pasillo." in sheet.text
    assert "Carla Vives" in sheet.text
    assert "marzo" in sheet.text
