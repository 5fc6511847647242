"""Outside the hours, with nobody there, and when a visitor has gone: nothing is lost, and it says what happens."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.chat.attending import attendance
from pasillo.doors.channels.chat.commands import leave_chats, take_chats
from pasillo.doors.channels.email.letters import letter_for
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.ground.people.commands import plan_absence
from pasillo.operations.cases.commands import customer_writes, reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.ways import standing_in, way_out
from tests.doors.channels.chat.conftest import MONDAY

pytestmark = pytest.mark.django_db


def _deliveries():
    return list(Message.objects.filter(direction="out").order_by("id").values_list("delivery", flat=True))


def _mails():
    return Effect.objects.filter(kind="mail")


def test_outside_the_hours_it_says_when_we_open_and_asks_for_an_address(at_the_window, budi_takes, clock):
    visitor = at_the_window()
    clock.at = MONDAY + timedelta(hours=11)
    take_chats(budi_takes.pk, until=clock.at + timedelta(hours=2), by=budi_takes.ref, at=clock.at)

    line = visitor.ask("talk").json()["standing"]
    refused = visitor.says("My line is dead.")
    taken = visitor.says("My line is dead.", email="ana@correo.example")

    assert not line["attended"]
    assert line["line"].startswith("We are closed now and open again: ")
    assert refused.json()["why"] == "Please leave your e-mail address: nobody is here to answer at once."
    assert taken.status_code == 201
    assert taken.json()["talk"]["queue"] == "We have it. Our answer goes to ana@correo.example."
    assert Case.objects.get().customer.email == "ana@correo.example"


def test_with_nobody_there_it_says_so(at_the_window, window, budi_takes, clock):
    leave_chats(budi_takes.pk, by=budi_takes.ref, at=clock.at)
    told = at_the_window().ask("talk").json()["standing"]

    assert not told["attended"]
    assert told["line"] == "Nobody can chat just now. Leave your question here; we answer by e-mail."


def test_who_is_away_or_serves_elsewhere_does_not_attend_a_window(window, budi_takes, clara, clock):
    assert attendance(window, at=clock.at).is_attended
    leave_chats(budi_takes.pk, by=budi_takes.ref, at=clock.at)
    take_chats(clara.pk, until=clock.at + timedelta(hours=8), by=clara.ref, at=clock.at)
    assert not attendance(window, at=clock.at).is_attended

    take_chats(budi_takes.pk, until=clock.at + timedelta(hours=8), by=budi_takes.ref, at=clock.at)
    plan_absence(
        person_id=budi_takes.pk, first=clock.at.date(), last=clock.at.date(), why="illness", by="system", at=clock.at
    )
    assert not attendance(window, at=clock.at).is_attended


def test_a_turn_ends_by_itself(window, budi_takes, clock):
    take_chats(budi_takes.pk, until=clock.at + timedelta(minutes=30), by=budi_takes.ref, at=clock.at)

    assert attendance(window, at=clock.goes_on(minutes=29)).is_attended
    assert not attendance(window, at=clock.goes_on(minutes=2)).is_attended


def test_answers_that_nobody_read_go_out_in_one_mail_and_its_reply_comes_back(at_the_window, budi_takes, ana, clock):
    visitor = at_the_window()
    visitor.says("My line is dead.", email="ana@correo.example")
    case = Case.objects.get()
    visitor.here("left")
    reply(case.pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=20))
    reply(case.pk, text="It is the card.", by=budi_takes.ref, at=clock.goes_on(seconds=20))
    send_all(at=clock.at)
    assert not _mails().exists()
    says = standing_in(case.conversation_id, began_by="chat", at=clock.at).says
    assert says == "Ana Pons has left the chat. What they have not read goes by e-mail to ana@correo.example."

    send_all(at=clock.goes_on(minutes=2))
    send_all(at=clock.goes_on(minutes=10))

    letter = letter_for(_mails().get())
    assert (letter.recipient_address, letter.context["text"]) == (
        "ana@correo.example", "We are on it.\n\nIt is the card.",
    )  # fmt: skip
    assert not letter.is_automatic
    assert set(_deliveries()) <= {"sent", "queued"}

    words = Words(text="Thanks, it blinks.", channel="email")
    customer_writes(case.pk, author_id=ana.pk, words=words, by="system", at=clock.goes_on(minutes=5))
    assert way_out(case.conversation_id, began_by="chat") == "email"
    visitor.says("I am back")
    assert way_out(case.conversation_id, began_by="chat") == "chat"
    assert Case.objects.count() == 1


def test_who_is_still_there_gets_no_mail(at_the_window, budi_takes, clock):
    visitor = at_the_window()
    visitor.says("My line is dead.", email="ana@correo.example")
    reply(Case.objects.get().pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=5))
    answer = Message.objects.get(direction="out")

    for _beat in range(4):
        clock.goes_on(seconds=40)
        visitor.here(read=answer.pk, eyes=0)
        send_all(at=clock.at)
    assert not _mails().exists()

    visitor.here(read=answer.pk, eyes=1)
    visitor.here("left")
    send_all(at=clock.goes_on(minutes=30))

    assert not _mails().exists()
    assert _deliveries() == ["read"]
    assert Effect.objects.get(kind="message").state == "sent"


def test_who_gave_no_address_is_not_written_to_and_reads_it_when_they_return(at_the_window, budi_takes, clock):
    visitor = at_the_window()
    visitor.says("My line is dead.")
    case = Case.objects.get()
    visitor.here("left")
    reply(case.pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=5))
    says = standing_in(case.conversation_id, began_by="chat", at=clock.at).says
    send_all(at=clock.goes_on(minutes=2))

    assert says == "Visitor has left the chat and gave no address. They read your answer when they return."
    assert not _mails().exists()
    assert _deliveries() == ["failed"]

    clock.goes_on(hours=2)
    assert visitor.texts() == ["My line is dead.", "We are on it."]
    visitor.here(read=Message.objects.get(direction="out").pk, eyes=1)
    assert _deliveries() == ["read"]


def test_the_mail_to_who_has_left_says_that_it_is_solved_if_one_of_its_words_said_so(at_the_window, budi_takes, clock):
    visitor = at_the_window()
    visitor.says("My line is dead.", email="ana@correo.example")
    case = Case.objects.get()
    visitor.here("left")
    reply(case.pk, text="It was the card.", then="resolve", by=budi_takes.ref, at=clock.goes_on(seconds=20))
    reply(case.pk, text="Thank you.", by=budi_takes.ref, at=clock.goes_on(seconds=20))
    send_all(at=clock.goes_on(minutes=2))
    send_all(at=clock.goes_on(minutes=10))

    letter = letter_for(_mails().get())
    assert (letter.context["text"], letter.context["solves"]) == ("It was the card.\n\nThank you.", True)
