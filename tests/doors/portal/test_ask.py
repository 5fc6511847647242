"""Somebody asks for something: nothing typed is lost, and however often the button is pressed it is asked once."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.portal.models import DraftFile, RequestDraft
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import MessageFile
from pasillo.strategy.catalogue.commands import publish_form
from pasillo.strategy.catalogue.models import RequestType
from tests.doors.portal.conftest import MONDAY, MOVE_FORM

FORM = "/services/move-home/new"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


def page(response):
    return response.content.decode()


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', page(response)).group(1)


@pytest.fixture
def key(as_elena, move_request):
    return key_on(as_elena.get(FORM))


def test_elena_asks_and_lands_on_her_request(as_elena, elena, key, fill):
    answer = as_elena.post(FORM, fill(key, _words="Please call before."))

    case = Case.objects.get()
    assert (answer.status_code, answer["location"]) == (302, f"/requests/{case.number}")
    assert case.customer_id == elena.pk
    assert case.answers["code"] == "4417"
    assert case.form_version.number == 1
    assert not case.unverified
    shown = page(as_elena.get(answer["location"]))
    assert "Please call before." in shown
    assert "Avenida de Goya 61, 50005 Zaragoza" in shown
    assert not RequestDraft.objects.exists()


def test_the_form_posted_twice_is_one_case_and_the_same_page(as_elena, key, fill):
    first = as_elena.post(FORM, fill(key))
    second = as_elena.post(FORM, fill(key, _words="pressed twice"))

    assert first["location"] == second["location"]
    assert Case.objects.count() == 1
    assert Entry.objects.filter(name="case.opened").count() == 1
    assert Effect.objects.filter(key__contains="acknowledgement").count() <= 1
    assert not RequestDraft.objects.exists()


def test_two_tabs_are_two_requests(as_elena, move_request, fill):
    one, two = key_on(as_elena.get(FORM)), key_on(as_elena.get(FORM))
    assert one != two

    as_elena.post(FORM, fill(one))
    as_elena.post(FORM, fill(two))
    as_elena.post(FORM, fill(two))

    assert Case.objects.count() == 2


def test_what_is_missing_is_said_and_everything_typed_is_kept(as_elena, key, fill):
    given = fill(key, _words="Por favor, llamen antes <b>", code="")
    given["photo"] = SimpleUploadedFile("recibidor.png", PNG, "image/png")

    answer = as_elena.post(FORM, given)

    shown = page(answer)
    assert answer.status_code == 422
    assert "Please answer this question." in shown
    assert "Avenida de Goya 61" in shown
    assert "Por favor, llamen antes &lt;b&gt;" in shown
    assert "recibidor.png" in shown
    assert key_on(answer) == key
    assert not Case.objects.exists()

    as_elena.post(FORM, fill(key))

    assert MessageFile.objects.get().name == "recibidor.png"


def test_what_is_hidden_is_not_asked_and_not_kept(as_elena, key, fill):
    as_elena.post(FORM, fill(key, gate="no", code="from before"))

    assert Case.objects.get().answers == {
        "address": {"street": "Avenida de Goya 61", "postcode": "50005", "town": "Zaragoza"},
        "gate": False,
    }


def test_without_a_script_a_question_says_on_what_it_depends(as_elena, move_request):
    shown = page(as_elena.get(FORM))

    assert "Only if your answer to “Is there a gate?” is: Yes." in shown
    assert 'name="code"' in shown


def test_a_question_that_may_be_left_out_says_so_also_where_it_depends_on_another(as_elena, move_request):
    floor = {"key": "floor", "kind": "text", "labels": {"en": "Which floor?", "es": "¿Qué piso?"}}
    more = [*MOVE_FORM, floor | {"visible_if": {"field": "gate", "equals": True}}]
    publish_form(move_request.pk, fields=more, by="system", at=now())

    shown = page(as_elena.get(FORM))

    words = re.findall(r"<(?:label|legend)[^>]*>([^<]*?) *<span class=\"opt\">optional", shown)
    mine = ("Is there a gate?", "Gate code", "A photo of the hallway", "Which floor?")
    assert [one for one in words if one in mine] == ["A photo of the hallway", "Which floor?"]


def test_what_she_typed_is_there_when_she_comes_back(as_elena, elena, client, key, fill):
    as_elena.post(FORM, fill(key, do="save", _words="half a sentence"))
    client.logout()
    client.force_login(elena)

    shown = page(client.get(FORM))

    assert "half a sentence" in shown
    assert not Case.objects.exists()


def test_typing_is_kept_by_the_way(as_elena, key, fill):
    answer = as_elena.post(f"{FORM}/draft", fill(key, _words="while typing"))

    assert answer.status_code == 200
    assert "while typing" in page(as_elena.get(FORM))


def test_a_late_keeping_after_the_sending_keeps_nothing(as_elena, key, fill):
    as_elena.post(FORM, fill(key))

    assert as_elena.post(f"{FORM}/draft", fill(key)).status_code == 204
    assert not RequestDraft.objects.exists()


def test_ramon_does_not_see_what_elena_began(as_elena, ramon, key, fill):
    as_elena.post(FORM, fill(key, do="save", _words="only mine"))
    as_elena.force_login(ramon)

    assert "only mine" not in page(as_elena.get(FORM))
    as_elena.post(FORM, fill(key, do="save", _words="his"))
    assert {draft.raw["_words"][0] for draft in RequestDraft.objects.all()} == {"only mine", "his"}


def test_a_file_can_be_taken_out_again(as_elena, key, fill):
    given = fill(key, do="save") | {"_files": SimpleUploadedFile("a.png", PNG)}
    as_elena.post(FORM, given)
    kept = DraftFile.objects.get()
    assert "a.png" in page(as_elena.get(FORM))

    as_elena.post(FORM, fill(key, do=f"drop-{kept.pk}"))

    assert not DraftFile.objects.exists()


def test_ramon_cannot_take_out_elenas_file(as_elena, ramon, key, fill):
    as_elena.post(FORM, fill(key, do="save") | {"_files": SimpleUploadedFile("a.png", PNG)})
    as_elena.force_login(ramon)

    as_elena.post(FORM, fill(key, do=f"drop-{DraftFile.objects.get().pk}"))

    assert DraftFile.objects.filter(draft__person__email="elena@prats.example").exists()


def test_thirty_megabytes_are_taken(as_elena, key, fill):
    big = SimpleUploadedFile("film.bin", b"x" * (30 * 2**20))

    assert as_elena.post(FORM, fill(key) | {"_files": big}).status_code == 302
    assert MessageFile.objects.get().size == 30 * 2**20


def test_what_is_too_big_is_named_and_the_rest_is_kept(as_elena, key, fill):
    files = [SimpleUploadedFile("small.png", PNG), SimpleUploadedFile("huge.bin", b"x" * (41 * 2**20))]

    answer = as_elena.post(FORM, fill(key) | {"_files": files})

    shown = page(answer)
    assert answer.status_code == 422
    assert "“huge.bin” has 41" in shown
    assert "small.png" in shown
    assert "Avenida de Goya 61" in shown


def test_an_empty_file_and_an_eleventh_are_refused(as_elena, key, fill):
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]

    assert "At most 10 files" in page(as_elena.post(FORM, fill(key) | {"_files": files}))
    assert "is empty" in page(as_elena.post(FORM, fill(key) | {"_files": SimpleUploadedFile("e.txt", b"")}))


def test_characters_that_nobody_can_type_do_no_harm(as_elena, key, fill):
    answer = as_elena.post(FORM, fill(key, _words="before\x00after", code="44\x0017", **{"address.town": "\x00"}))
    assert answer.status_code == 422

    as_elena.post(FORM, fill(key, _words="before\x00after", code="44\x0017"))

    case = Case.objects.get()
    assert case.answers["code"] == "4417"
    assert case.conversation.messages.get().text == "beforeafter"


@pytest.mark.parametrize("bad", ["", "not-a-key", "\x00", "x" * 500])
def test_a_bad_key_still_sends(as_elena, move_request, fill, bad):
    assert as_elena.post(FORM, fill(bad)).status_code == 302
    assert Case.objects.count() == 1


def test_a_case_keeps_the_form_it_was_asked_with(as_elena, move_request, key, fill):
    as_elena.post(FORM, fill(key))
    case = Case.objects.get()
    new = [{"key": "when", "kind": "date", "labels": {"en": "When do you move?"}}]
    publish_form(move_request.pk, fields=new, by="system", at=case.opened_at)

    assert "Gate code" in page(as_elena.get(f"/requests/{case.number}"))
    assert "When do you move?" in page(as_elena.get(FORM))


def test_a_form_without_questions_wants_words_and_takes_them_as_the_title(as_elena, question):
    address = "/services/ask/question"
    key = key_on(as_elena.get(address))
    assert as_elena.post(address, {"key": key, "_words": " "}).status_code == 422

    as_elena.post(address, {"key": key, "_words": "Do you open on Sunday?\nThank you"})

    assert Case.objects.get().subject == "Do you open on Sunday?"


def test_a_case_is_called_by_the_first_words_of_the_customer(as_elena, key, fill):
    words = "\n  The movers come on Tuesday and want to know whether the cable in the hallway may stay.\nThank you"

    as_elena.post(FORM, fill(key, _words=words))

    assert Case.objects.get().subject == "The movers come on Tuesday and want to know whether the cable in the hallway…"


def test_a_long_answer_calls_the_case_rather_than_the_words_beside_it(as_elena, question):
    field = {"key": "what", "kind": "long_text", "labels": {"en": "What happens?"}}
    publish_form(question.pk, fields=[field], by="system", at=now())
    address = "/services/ask/question"

    as_elena.post(address, {"key": key_on(as_elena.get(address)), "what": "The line is dead.", "_words": "Thank you"})

    assert Case.objects.get().subject == "The line is dead."


def test_without_words_a_case_is_called_by_its_service_and_what_is_asked(as_elena, question):
    field = {"key": "day", "kind": "yes_no", "labels": {"en": "Today?"}}
    publish_form(question.pk, fields=[field], by="system", at=now())
    address = "/services/ask/question"

    as_elena.post(address, {"key": key_on(as_elena.get(address)), "day": "yes"})

    assert Case.objects.get().subject == "Ask us something: A question"


def test_a_complaint_without_a_word_is_asked_for_it_before_everything_else(as_elena, question):
    RequestType.objects.filter(pk=question.pk).update(kind="complaint")
    field = {"key": "cure", "kind": "long_text", "labels": {"en": "What would put it right?"}}
    publish_form(question.pk, fields=[field], by="system", at=now())
    address = "/services/ask/question"
    page = as_elena.get(address)

    told = as_elena.post(address, {"key": key_on(page), "cure": "A call."})

    shown = page.content.decode()
    assert shown.index("In your words") < shown.index("What would put it right?")
    assert "Anything else that we should know?" not in shown
    assert told.status_code == 422
    assert "Please write what you need." in told.content.decode()
    assert Case.objects.count() == 0


def test_a_service_and_its_request_of_the_same_name_are_named_once(as_elena, key, fill):
    as_elena.post(FORM, fill(key))

    assert Case.objects.get().subject == "Move home"


def test_a_form_that_is_gone_is_not_there(as_elena, move_request, fill):
    from pasillo.strategy.catalogue.commands import retire_request_type

    retire_request_type(
        move_request.pk, by="system", at=move_request.service.area.calendar.versions.get().effective_from
    )

    assert as_elena.get(FORM).status_code == 404
    assert as_elena.post(FORM, fill(str(uuid.uuid4()))).status_code == 404


def test_the_promise_is_on_the_page_before_anything_is_sent(client, move_request, monkeypatch):
    monkeypatch.setattr("pasillo.doors.portal.asking_page.now", lambda: MONDAY)

    shown = page(client.get(FORM))

    assert "7 days" in shown
    assert "30 minutes" in shown
    assert "Leave a free socket next to the door." in shown
    assert "We call you" in shown
    assert "half of our customers" not in shown
    assert shown.count("service hours") == 1


@pytest.mark.parametrize(("language", "words"), [("es", "Nueva dirección"), ("id", "New address")])
def test_the_form_speaks_the_visitors_language_or_english(client, move_request, language, words):
    assert words in page(client.get(FORM, headers={"accept-language": language}))
