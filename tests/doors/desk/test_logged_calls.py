"""A call is written down while one talks: real start, who called whom, what was told, for a new case or an old one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.commands import meet
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.promises.models import Clock

pytestmark = pytest.mark.django_db


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def logs(at_desk, marta):
    return lambda **typed: at_desk(marta).post("/app/cases/new", {"key": "call-1", "channel": "phone", **typed})


def said(case):
    found = Message.objects.filter(conversation=case.conversation_id).order_by("said_at", "id")
    return list(found.values_list("direction", "channel", "text"))


def test_what_was_told_on_the_phone_keeps_the_promise_and_mails_nothing(logs, elena, move_home):
    before = Effect.objects.count()
    began = now() - timedelta(minutes=20)

    logs(
        customer=pick_of(elena),
        service=move_home.pk,
        text="No alarm.",
        told="Nora comes at five.",
        contact=local(began),
    )

    case = Case.objects.get()
    assert said(case) == [("in", "phone", "No alarm."), ("out", "phone", "Nora comes at five.")]
    assert abs(case.opened_at - began) < timedelta(minutes=1)
    assert Clock.objects.get(case=case, metric="first_response").state == "met"
    assert Effect.objects.count() == before


def test_a_call_into_a_case_that_is_there(logs, case, marta):
    began = now() - timedelta(minutes=10)

    answer = logs(into=case.number, text="And the gate code?", told="Got it.", minutes="7", noted="Calm now.",
                  contact=local(began))  # fmt: skip

    assert answer.url == f"/app/cases/{case.number}"
    assert Case.objects.count() == 1
    assert [one[:2] for one in said(case)] == [("in", "email"), ("in", "phone"), ("out", "phone"), ("note", "note")]
    assert said(case)[-1][2] == "Incoming call, 7 min.\nCalm now."
    spoken = Message.objects.get(conversation=case.conversation_id, text="And the gate code?")
    assert abs(spoken.said_at - began) < timedelta(minutes=1)


def test_we_called_them(logs, case):
    logs(into=case.number, direction="out", text="We come at five.")

    assert said(case)[-1] == ("out", "phone", "We come at five.")
    assert [one for one in said(case) if one[0] == "in"] == [("in", "email", "Nobody came on Monday.")]


def test_solved_on_the_phone(logs, case):
    logs(into=case.number, text="It works again.", told="Good.", solved="1")

    case.refresh_from_db()
    assert case.state == "resolved"


def test_sent_twice_it_is_one_call(logs, case):
    for _ in range(2):
        logs(into=case.number, text="Hello?", told="Yes.")

    assert len(said(case)) == 3


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Write down what was said"), ({"text": "x", "minutes": "-4"}, "how long the call was"),
        ({"text": "x", "minutes": "99999999"}, "how long the call was"), ({"text": "x", "ahead": 1}, "in the future"),
    ],
)  # fmt: skip
def test_a_call_that_makes_no_sense_is_refused_and_its_words_stay(logs, case, typed, why):
    if typed.pop("ahead", None):
        typed = typed | {"contact": local(now() + timedelta(hours=2))}
    answer = logs(into=case.number, noted="", **typed)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert len(said(case)) == 1


def test_a_case_of_another_area_takes_no_call(at_desk, ivan, case):
    answer = at_desk(ivan).post("/app/cases/new", {"into": case.number, "text": "Hello"})

    assert answer.status_code == 404
    assert len(said(case)) == 1


def test_a_caller_is_found_by_the_end_of_the_number(at_desk, marta, before):
    meet(name="Pilar Otero", phone="+34 976 55 01 99", by="system", at=before)

    page = at_desk(marta).get("/app/cases/callers?name=976 550199").content.decode()

    assert "Pilar Otero" in page
    assert "Pilar Otero" not in at_desk(marta).get("/app/cases/callers?name=976551111").content.decode()


def test_who_called_lately_is_offered_before_one_types(at_desk, logs, marta, ivan, elena, move_home):
    logs(customer=pick_of(elena), service=move_home.pk, text="No alarm.")

    assert "Called lately" in at_desk(marta).get("/app/cases/new").content.decode()
    assert "Elena Prats" not in at_desk(ivan).get("/app/cases/new").content.decode()


def test_a_known_caller_may_be_calling_about_an_open_case(at_desk, marta, elena, case):
    page = at_desk(marta).get(f"/app/cases/new?customer={elena.pk}").content.decode()

    assert f'href="/app/cases/new?into={case.number}"' in page


def test_a_letter_is_written_down_with_its_scan_and_the_day_it_came(logs, elena, move_home):
    came = now() - timedelta(days=2)
    scan = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 a letter", content_type="application/pdf")

    logs(customer=pick_of(elena), service=move_home.pk, text="I am moving.", channel="letter", contact=local(came),
         scan=scan)  # fmt: skip

    case = Case.objects.get()
    assert (case.channel, said(case)) == ("letter", [("in", "letter", "I am moving.")])
    assert abs(case.opened_at - came) < timedelta(minutes=1)
    assert [file.name for file in MessageFile.objects.filter(message__conversation=case.conversation_id)] == [
        "letter.pdf"
    ]


def test_somebody_without_any_address_is_served_at_the_counter(logs, move_home):
    logs(name="Señora Gil", service=move_home.pk, text="My key is lost.", told="Here is another one.", channel="desk",
         solved="1", minutes="4")  # fmt: skip

    case = Case.objects.get()
    assert (case.customer.name, case.customer.email, case.channel, case.state) == (
        "Señora Gil",
        None,
        "desk",
        "resolved",
    )
    assert [one[:2] for one in said(case)] == [("in", "desk"), ("out", "desk"), ("note", "note")]
    assert said(case)[-1][2] == "Visit, 4 min."
