"""Calls are written down while one listens; cases and customers are found by whoever may see them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.clock import now
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(move_home):
    """What Marta types while somebody speaks."""
    return {
        "name": "Nerea Ibáñez",
        "email": "nerea@correo.example",
        "phone": "+34 600 000 118",
        "language": "es",
        "service": move_home.pk,
        "subject": "Moves on the ninth",
        "text": "She moves on the ninth.",
        "channel": "phone",
        "contact": "",
        "key": "call-1",
    }


def test_a_call_of_somebody_new_becomes_a_case(at_desk, marta, call):
    answer = at_desk(marta).post("/app/cases/new", call)

    case = Case.objects.get()
    assert answer.url == f"/app/cases/{case.number}"
    assert (case.customer.name, case.channel, case.language) == ("Nerea Ibáñez", "phone", "es")


def test_a_call_of_a_known_customer_makes_nobody_new(at_desk, marta, elena, call):
    at_desk(marta).post("/app/cases/new", call | {"customer": pick_of(elena)})

    assert Case.objects.get().customer_id == elena.pk
    assert not Person.objects.filter(email="nerea@correo.example").exists()


def test_the_clock_starts_at_the_first_contact(at_desk, marta, call):
    first = now() - timedelta(minutes=50)
    at_desk(marta).post("/app/cases/new", call | {"contact": timezone.localtime(first).strftime("%Y-%m-%dT%H:%M")})

    assert abs(Case.objects.get().opened_at - first) < timedelta(minutes=1)


def test_the_same_call_sent_twice_is_one_case(at_desk, marta, call):
    browser = at_desk(marta)

    assert browser.post("/app/cases/new", call).url == browser.post("/app/cases/new", call).url
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "email": ""},
        {"email": "no address"},
        {"service": ""},
        {"text": "", "subject": ""},
        {"contact": "2999-01-01T10:00"},
    ],
)
def test_what_cannot_be_is_refused_and_the_words_stay(at_desk, marta, call, wrong):
    page = at_desk(marta).post("/app/cases/new", call | wrong)

    assert page.status_code == 422
    assert not Case.objects.exists()
    assert 'role="alert"' in page.content.decode()
    if "text" not in wrong:
        assert "She moves on the ninth.</textarea>" in page.content.decode()


def test_only_whoever_serves_writes_down_calls(at_desk, auditor, elena, call):
    assert at_desk(auditor).post("/app/cases/new", call).status_code == 403
    assert at_desk(elena).post("/app/cases/new", call).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("words", ["elena", "PRATS", "prats elena", "elena.prats@correo.example", "alarm", "STILL"])
def test_cases_are_found_by_name_address_and_subject(at_desk, marta, case, words):
    assert f"/app/cases/{case.number}" in at_desk(marta).get("/app/search", {"q": words}).content.decode()


def test_a_number_finds_its_case_with_and_without_a_hash(at_desk, marta, case):
    browser = at_desk(marta)

    for words in (str(case.number), f"#{case.number}"):
        assert f"/app/cases/{case.number}" in browser.get("/app/palette", {"q": words}).content.decode()


def test_accents_do_not_matter(at_desk, marta, opens):
    case = opens(subject="Avería de línea en el salón")

    assert f"/app/cases/{case.number}" in at_desk(marta).get("/app/search", {"q": "averia salon"}).content.decode()


@pytest.mark.parametrize("path", ["/app/search", "/app/palette"])
def test_nobody_finds_a_case_that_is_not_theirs(at_desk, ivan, case, path):
    for words in ("alarm", "elena", str(case.number)):
        assert f"/app/cases/{case.number}" not in at_desk(ivan).get(path, {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["", " ", "%", "'; drop table", "9" * 15, "\x00", "ñ" * 5000])
def test_no_words_break_the_search(at_desk, marta, case, words):
    assert at_desk(marta).get("/app/search", {"q": words}).status_code == 200


def test_a_customer_s_page_shows_only_cases_that_are_ours_to_see(at_desk, marta, ivan, elena, case):
    assert "Still no alarm" in at_desk(marta).get(f"/app/customers/{elena.pk}").content.decode()
    assert "Still no alarm" not in at_desk(ivan).get(f"/app/customers/{elena.pk}").content.decode()
    assert at_desk(marta).get("/app/customers/999999").status_code == 404


def test_a_held_message_is_let_in_by_a_person(at_desk, marta, case):
    words = Words(text="I am her neighbour.", channel="email")
    commands.hold_message(case.pk, author_id=None, words=words, by="system", at=now())
    held = Message.objects.get(held=True)
    browser = at_desk(marta)
    assert "Let it in" in browser.get(f"/app/cases/{case.number}").content.decode()

    browser.post(f"/app/cases/{case.number}/admission", {"message": held.pk})

    held.refresh_from_db()
    assert not held.held


@pytest.mark.parametrize("field", ["name", "email", "phone", "subject", "text", "key", "customer", "contact"])
def test_no_character_breaks_a_call(at_desk, marta, call, field):
    assert at_desk(marta).post("/app/cases/new", call | {field: "a\x00b"}).status_code in (302, 422)


@pytest.mark.parametrize("field", ["reply", "key", "then", "seen", "kind"])
def test_no_character_breaks_a_reply(at_desk, marta, case, field):
    typed = {"kind": "reply", "reply": "We come.", "key": "k", "seen": "0", field: "a\x00b"}

    assert at_desk(marta).post(f"/app/cases/{case.number}/messages", typed).status_code in (302, 422)
