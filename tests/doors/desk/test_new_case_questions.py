"""Who writes a case down asks what the form of the service asks: the answers, not only the words, are with the case."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import MessageFile
from pasillo.strategy.catalogue.commands import change_service, draft_request_type, publish_form

pytestmark = pytest.mark.django_db

FIELDS = [
    {"key": "text", "kind": "text", "required": True, "labels": {"en": "New address", "es": "Nueva dirección"}},
    {"key": "gate", "kind": "yes_no", "required": True, "labels": {"en": "Is there a gate?", "es": "¿Hay portal?"}},
    {"key": "code", "kind": "text", "required": True, "labels": {"en": "Gate code", "es": "Código"},
     "visible_if": {"field": "gate", "equals": True}},
    {"key": "photo", "kind": "photo", "required": True, "labels": {"en": "A photo of the door"}},
]  # fmt: skip


@pytest.fixture
def move(move_home):
    names = {"en": "Move everything", "es": "Mudarlo todo"}
    asked = draft_request_type(move_home.pk, names=names, slug="all", kind="request", by="system", at=now())
    publish_form(asked.pk, fields=FIELDS, by="system", at=now())
    return asked


@pytest.fixture
def tomas(contact_centre):
    person = meet(name="Tomás Vidal", email="tomas@nidalia.example", language="es", by="system", at=now())
    give_role(person=person, role=Role.EMPLOYEE, by="system", at=now())
    return person


@pytest.fixture
def writes(at_desk, marta):
    return lambda **typed: at_desk(marta).post("/app/cases/new", {"key": "call-1", "channel": "phone"} | typed)


@pytest.fixture
def about(elena, move_home, move):
    chosen = {"customer": pick_of(elena), "service": move_home.pk, "request_of": move_home.pk, "request": move.pk}
    return chosen | {"version": "1"}


def page(answer):
    return answer.content.decode()


def test_a_chosen_service_asks_its_questions_and_opens_nothing(writes, elena, move_home, move):
    asked = writes(do="questions", customer=pick_of(elena), service=move_home.pk, request_of="", text="We move.")

    assert asked.status_code == 200
    assert "New address" in page(asked)
    assert 'name="q-text"' in page(asked)
    assert re.search(r'data-if="[^"]*q-gate[^"]*" data-off', page(asked))
    assert "Please answer this question" not in page(asked)
    assert "We move." in page(asked)
    assert 'type="file" id="f-q-photo" name="q-photo"' in page(asked)
    assert "can be added once the case is there" in page(asked)
    assert not Case.objects.exists()


def test_the_fragment_holds_the_questions_alone(at_desk, marta, move_home, move):
    headers = {"HX-Request": "true", "HX-Target": "div#asked"}
    given = {"do": "questions", "service": move_home.pk, "request_of": ""}

    asked = page(at_desk(marta).post("/app/cases/new", given, headers=headers))

    assert "New address" in asked
    assert "<form" not in asked


def test_answers_stay_with_the_case_under_the_form_that_asked_them(writes, about, move):
    answer = writes(**about, text="We move on Friday.", **{"q-text": "Goya 61", "q-gate": "yes", "q-code": "4417"})

    case = Case.objects.get()
    assert answer.url == f"/app/cases/{case.number}"
    assert case.request_type_id == move.pk
    assert case.form_version == move.form_versions.get()
    assert case.answers == {"text": "Goya 61", "gate": True, "code": "4417"}
    assert case.kind == "request"


def test_what_is_missing_is_said_at_its_place_and_everything_typed_stays(writes, about):
    answer = writes(**about, text="We move on Friday.", noted="In a hurry.", **{"q-text": "Goya 61", "q-gate": "yes"})

    assert answer.status_code == 422
    assert not Case.objects.exists()
    shown = page(answer)
    assert "One answer is missing or wrong." in shown
    assert 'id="f-q-code-error"' in shown
    assert 'id="f-q-text-error"' not in shown
    for kept in (
        'value="Goya 61"',
        'name="q-gate" value="yes" id="f-q-gate" checked',
        "We move on Friday.",
        "In a hurry.",
    ):
        assert kept in shown


def test_a_question_that_is_not_asked_is_neither_needed_nor_kept(writes, about):
    writes(**about, text="We move.", **{"q-text": "Goya 61", "q-gate": "no", "q-code": "4417"})

    assert Case.objects.get().answers == {"text": "Goya 61", "gate": False}


def test_who_will_not_be_asked_tells_it_in_their_own_words(writes, about):
    writes(**about | {"request": "0"}, text="Just call me back.")

    case = Case.objects.get()
    assert (case.request_type_id, case.answers) == (None, {})


def test_without_a_script_the_questions_come_before_the_case(writes, about):
    answer = writes(**about | {"request_of": ""}, text="We move.")

    assert answer.status_code == 422
    assert 'name="q-text"' in page(answer)
    assert not Case.objects.exists()


def test_answers_alone_are_words_enough_in_the_language_of_who_gave_them(writes, about, elena):
    writes(**about, **{"q-text": "Goya 61", "q-gate": "no"})

    begins = "Nueva dirección: Goya 61" if elena.language == "es" else "New address: Goya 61"
    assert Case.objects.get().subject.startswith(begins)


def test_what_is_for_colleagues_is_written_down_for_a_colleague_and_for_no_customer(
    writes, at_desk, marta, elena, tomas, move_home
):
    change_service(move_home.pk, changes={"audience": "colleagues"}, by="system", at=now())
    browser = at_desk(marta)
    new = "/app/cases/new"
    option = f'<option value="{move_home.pk}"'
    assert option not in page(browser.get(new, {"customer": pick_of(elena)}))
    assert option in page(browser.get(new, {"customer": pick_of(tomas)}))
    assert "For colleagues only" in page(browser.get(new))

    refused = writes(customer=pick_of(elena), service=move_home.pk, text="A room")
    assert refused.status_code == 422
    assert "for colleagues only, and Elena Prats is none" in page(refused)
    assert not Case.objects.exists()

    assert writes(customer=pick_of(tomas), service=move_home.pk, text="A room").status_code == 302
    assert Case.objects.get().customer == tomas


def photo(name="door.png"):
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n of a door")


def kept_in(answer):
    return [unescape(token) for token in re.findall(r'name="kept" value="([^"]+)"', page(answer))]


def test_a_photo_that_is_at_hand_goes_along_with_the_case(writes, about):
    writes(**about, text="We move.", **{"q-text": "Goya 61", "q-gate": "no", "q-photo": photo()})

    case = Case.objects.get()
    assert case.answers == {"text": "Goya 61", "gate": False, "photo": ["door.png"]}
    sent = MessageFile.objects.get(message__conversation=case.conversation)
    assert (sent.name, sent.blob.media_type) == ("door.png", "image/png")


def test_a_refused_form_keeps_the_photo_and_it_need_not_be_chosen_again(writes, about):
    refused = writes(**about, text="We move.", **{"q-gate": "no", "q-photo": photo()})
    assert refused.status_code == 422
    assert not Case.objects.exists()
    (token,) = kept_in(refused)

    writes(**about, text="We move.", kept=token, **{"q-text": "Goya 61", "q-gate": "no"})

    assert Case.objects.get().answers["photo"] == ["door.png"]
    assert MessageFile.objects.count() == 1


def test_what_was_unticked_or_made_up_does_not_go_along(writes, about):
    writes(**about, text="We move.", kept="made:up", **{"q-text": "Goya 61", "q-gate": "no"})

    assert "photo" not in Case.objects.get().answers
    assert not MessageFile.objects.exists()


def test_a_file_that_is_too_big_is_named_and_everything_typed_stays(writes, about, monkeypatch):
    monkeypatch.setattr("pasillo.doors.shell.sent_files.BIGGEST", 10)
    refused = writes(**about, text="We move.", **{"q-text": "Goya 61", "q-gate": "no", "q-photo": photo()})

    assert refused.status_code == 422
    assert "We can take up to" in page(refused)
    assert 'value="Goya 61"' in page(refused)
    assert kept_in(refused) == []
    assert not Case.objects.exists()


def test_what_is_no_picture_does_not_answer_a_question_for_a_photo(writes, about):
    page_of_theirs = SimpleUploadedFile("door.png", b"<html><script>alert(1)</script></html>")
    refused = writes(**about, text="We move.", **{"q-text": "Goya 61", "q-gate": "no", "q-photo": page_of_theirs})

    assert refused.status_code == 422
    assert "“door.png” is no picture. A photo is asked for here." in page(refused)
    assert kept_in(refused) == []
    assert not Case.objects.exists()
