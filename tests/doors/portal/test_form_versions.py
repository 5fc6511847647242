"""A form that was left open while its questions changed, and the new kinds of question as a customer meets them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.commands import draft_service, publish_form, publish_service, retire_service
from pasillo.strategy.catalogue.models import FormVersion, TakenSlot
from tests.doors.portal.conftest import BY, MONDAY

FORM = "/services/move-home/new"
ASK = "/services/ask/question"
NEXT = [
    {"key": "address", "kind": "address", "labels": {"en": "New address"}, "required": True},
    {"key": "day", "kind": "date", "labels": {"en": "When do you move?"}, "required": True},
]


def version_on(answer):
    return re.search(r'name="_version" value="(\d+)"', answer.content.decode()).group(1)


def replace_form(request_type, days_ago):
    """The second version, published so many days ago."""
    return publish_form(request_type.pk, fields=NEXT, by=BY, at=now() - timedelta(days=days_ago))


def ask(request_type, *fields):
    return publish_form(request_type.pk, fields=list(fields), by=BY, at=MONDAY)


def question_of(kind, **more):
    return {"key": "it", "kind": kind, "labels": {"en": "It?"}, **more}


def test_a_form_left_open_over_night_is_accepted_as_it_was_asked(as_elena, move_request, fill):
    opened = version_on(as_elena.get(FORM))
    replace_form(move_request, days_ago=0)

    answer = as_elena.post(FORM, fill(str(uuid4()), _version=opened))

    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.form_version.number == 1
    assert case.answers["code"] == "4417"


def test_after_days_it_is_looked_over_again_and_nothing_is_lost(as_elena, move_request, fill):
    opened = version_on(as_elena.get(FORM))
    replace_form(move_request, days_ago=4)
    typed = fill(str(uuid4()), _version=opened, _words="The dog bites.")
    photo = SimpleUploadedFile("hall.txt", b"a hallway")

    answer = as_elena.post(FORM, typed | {"photo": photo})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Our questions have changed" in page
    assert "Avenida de Goya 61" in page
    assert "The dog bites.\nIs there a gate?: yes\nGate code: 4417" in page
    assert "hall.txt" in page
    assert version_on(answer) == "2"
    assert not Case.objects.exists()

    again = {"day": "2030-01-05", "_version": "2", "_words": re.search(r"The dog bites[^<]*", page).group(0)}
    assert as_elena.post(FORM, fill(str(uuid4())) | again).status_code == 302
    case = Case.objects.get()
    assert (case.form_version.number, case.answers["day"]) == (2, "2030-01-05")
    said = case.conversation.messages.get()
    assert "Gate code: 4417" in said.text
    assert said.files.count() == 1


def test_a_draft_of_the_old_form_comes_back_in_the_new_one(as_elena, move_request, fill):
    as_elena.post(FORM, fill(str(uuid4()), _version="1", do="save"))
    replace_form(move_request, days_ago=0)

    page = as_elena.get(FORM).content.decode()

    assert "When do you move?" in page
    assert "Avenida de Goya 61" in page
    assert "Gate code: 4417" in page


@pytest.mark.parametrize("bad", ["", "0", "99", "x", "-1", "9" * 40])
def test_a_version_that_never_was_is_the_present_one(as_elena, move_request, fill, bad):
    assert as_elena.post(FORM, fill(str(uuid4()), _version=bad)).status_code == 302
    assert Case.objects.get().form_version == FormVersion.objects.get()


def test_the_last_place_goes_to_one_and_the_other_keeps_their_words(as_elena, ramon, question):
    week = {day: [["09:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    ask(question, question_of("slot", required=True, slots={"week": week, "places": 1, "days": 3, "zone": "UTC"}))
    other = Client()
    other.force_login(ramon)
    other.cookies["language"] = "en"
    page = other.get(ASK).content.decode()
    value = re.search(r'name="it" value="(\w+)"', page).group(1)

    assert as_elena.post(ASK, {"key": str(uuid4()), "it": value}).status_code == 302
    late = other.post(ASK, {"key": str(uuid4()), "it": value, "_words": "In the morning, please."})

    assert late.status_code == 422
    assert "not free any more" in late.content.decode()
    assert "In the morning, please." in late.content.decode()
    assert (Case.objects.count(), TakenSlot.objects.count()) == (1, 1)
    case = Case.objects.get()
    assert case.answers["it"]["slot"] == value
    assert "09:00 to 12:00" in as_elena.get(f"/requests/{case.number}").content.decode()
    as_elena.post(f"/requests/{case.number}/cancellation", {"reason": "No more.", "key": str(uuid4())})
    assert not TakenSlot.objects.exists()


def test_money_is_typed_in_the_language_of_the_page_and_told_in_it(client, ramon, question):
    ask(question, question_of("money", currencies=["EUR"]))
    client.force_login(ramon)
    client.cookies["language"] = "es"
    spanish = {"HTTP_ACCEPT_LANGUAGE": "es"}

    client.post(ASK, {"key": str(uuid4()), "it": "1.234,50"}, **spanish)

    case = Case.objects.get()
    assert case.answers == {"it": {"amount": "1234.50", "currency": "EUR"}}
    assert "1.234,50\u00a0€" in client.get(f"/requests/{case.number}", **spanish).content.decode()


def test_consent_is_kept_with_its_words_and_its_moment(as_elena, question):
    ask(question, question_of("consent", required=True, texts={"en": "You may call me."}))
    assert as_elena.post(ASK, {"key": str(uuid4())}).status_code == 422

    as_elena.post(ASK, {"key": str(uuid4()), "it": "yes"})

    kept = Case.objects.get().answers["it"]
    assert kept["text"] == "You may call me."
    assert kept["at"][:10] == now().date().isoformat()


def test_a_colleague_is_found_by_who_works_here_and_not_by_a_customer(as_elena, marta, ramon, question):
    ask(question, question_of("person", required=True))
    meet(name="Marta Rubio", email="rubio@correo.example", by=BY, at=MONDAY)
    at_work = Client()
    at_work.force_login(marta)
    people = f"{ASK}/people?question=it&q="

    assert [one["name"] for one in at_work.get(f"{people}marta").json()["people"]] == ["Marta Ruiz"]
    assert as_elena.get(f"{people}marta").json() == {"people": []}
    assert as_elena.get(f"{ASK}/people?question=other&q=marta").status_code == 404
    assert Client().get(f"{people}marta").status_code == 404
    assert at_work.post(ASK, {"key": str(uuid4()), "it": "marta ruiz"}).status_code == 302
    refused = as_elena.post(ASK, {"key": str(uuid4()), "it": "Marta Ruiz", "it.id": str(marta.pk)})
    assert refused.status_code == 422
    case = Case.objects.get()
    assert case.answers == {"it": {"person": marta.pk}}
    assert "Marta Ruiz" in at_work.get(f"/requests/{case.number}").content.decode()


def test_a_retired_service_has_a_page_and_its_requests_go_on(as_elena, her_case, moving, contact_centre):
    other = draft_service(block="delivery", names={"en": "Removal"}, area=contact_centre, by=BY, at=MONDAY)
    publish_service(other.pk, by=BY, at=MONDAY)
    retire_service(moving.pk, by=BY, at=MONDAY)

    answer = as_elena.get(FORM)

    assert answer.status_code == 410
    assert "no longer offered" in answer.content.decode()
    assert as_elena.get(f"/requests/{her_case.number}").status_code == 200
    assert as_elena.get("/services/never-was").status_code == 404


def test_what_is_not_in_the_readers_language_says_so(client, move_request):
    english = client.get("/services/move-home/new").content.decode()
    indonesian = client.get("/services/move-home/new", HTTP_ACCEPT_LANGUAGE="id").content.decode()

    assert 'class="lead" lang=' not in english
    assert '<p class="lead" lang="en">' in indonesian
