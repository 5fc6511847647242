"""A visitor writes, somebody of ours answers, and the window shows what it may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.shell import presence
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.commands import assign, merge, note, reply, transfer
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Conversation, Message
from pasillo.operations.conversations.ways import standing_in
from tests.doors.channels.chat.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_a_visitor_writes_and_a_colleague_answers_in_one_case(at_the_window, budi_takes, clock):
    visitor = at_the_window()

    told = visitor.says("My line is dead.", name="Ana", key="first-one-1").json()
    again = visitor.says("My line is dead.", name="Ana", key="first-one-1")

    case = Case.objects.get()
    assert again.status_code == 201
    assert (case.channel, case.language, case.unverified) == ("chat", "en", False)
    assert [one["text"] for one in told["talk"]["messages"]] == ["My line is dead."]
    assert Inbound.objects.get().state == "read"

    reply(case.pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=30))
    note(case.pk, text="He sounds cross.", by=budi_takes.ref, at=clock.at)
    visitor.says("Thank you")

    assert visitor.texts() == ["My line is dead.", "We are on it.", "Thank you"]
    assert Case.objects.count() == 1
    assert case.customer.name == "Ana"
    assert [one["text"] for one in visitor.talk()["news"]] == ["Budi Santoso takes care of you now."]


def test_what_was_read_at_the_window_is_read_at_the_desk(at_the_window, budi_takes, clock, monkeypatch):
    visitor = at_the_window()
    visitor.says("My line is dead.")
    reply(Case.objects.get().pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=5))
    answer = Message.objects.get(direction="out")

    heard = []
    monkeypatch.setattr("pasillo.doors.channels.chat.talking.whisper", heard.append)
    ours = f"ours:{Case.objects.get().pk}"

    visitor.here(read=answer.pk, eyes=0)
    had = Message.objects.get(pk=answer.pk).delivery
    assert heard.count(ours) == 1
    visitor.here(read=answer.pk, eyes=1)
    visitor.here(read=answer.pk, eyes=1)

    assert (had, Message.objects.get(pk=answer.pk).delivery) == ("delivered", "read")
    assert heard.count(ours) == 2


def test_both_see_that_the_other_writes_but_nobody_outside_sees_that_we_take_notes(at_the_window, budi_takes, clock):
    visitor = at_the_window()
    visitor.says("My line is dead.")
    case = Case.objects.get()

    presence.hear(presence.words_for(case.pk, budi_takes.pk, "note", "t1"))
    assert visitor.talk()["writing"] == ""
    presence.hear(presence.words_for(case.pk, budi_takes.pk, "reply", "t1"))
    assert visitor.talk()["writing"] == "Budi Santoso is writing…"

    said = standing_in(case.conversation_id, began_by="chat", at=clock.at).says
    assert said == "Visitor is at the chat window now."


def test_a_hand_over_is_seen(at_the_window, budi_takes, clara, billing, clock):
    visitor = at_the_window()
    visitor.says("My bill is wrong.")
    case = Case.objects.get()
    assign(case.pk, assignee_id=budi_takes.pk, by=budi_takes.ref, at=clock.goes_on(seconds=5))
    transfer(case.pk, area_id=billing.pk, reason="A bill.", by=budi_takes.ref, at=clock.goes_on(seconds=5))
    assign(case.pk, assignee_id=clara.pk, by=clara.ref, at=clock.goes_on(seconds=5))

    told = [one["text"] for one in visitor.talk()["news"]]

    assert told == ["Budi Santoso takes care of you now.", "Clara Vives takes over."]


def test_files_go_both_ways_and_open_only_for_this_window(at_the_window, budi_takes, client, clock):
    visitor, other = at_the_window(), at_the_window()
    picture = SimpleUploadedFile("router.txt", b"lights: red", content_type="text/plain")
    sent = visitor.says("Look", files=picture).json()["talk"]["messages"][0]["files"][0]
    other.says("Hello")
    theirs = other.talk()["messages"][0]

    assert (sent["name"], sent["size"]) == ("router.txt", 11)
    assert b"".join(client.get(sent["url"]).streaming_content) == b"lights: red"
    assert client.get(sent["url"].split("?")[0]).status_code == 404
    assert client.get(sent["url"][:-3] + "abc").status_code == 404
    assert theirs["files"] == []


def test_a_visitor_who_returns_finds_their_conversation_and_nobody_else_does(at_the_window, budi_takes, clock):
    visitor, other = at_the_window(), at_the_window()
    visitor.says("My line is dead.")
    visitor.here("left")
    clock.goes_on(hours=3)

    assert visitor.texts() == ["My line is dead."]
    assert other.talk() is None
    assert visitor.says("Still dead").status_code == 201
    assert Case.objects.count() == 1


def test_who_waits_hears_their_place_and_a_time_only_from_figures(at_the_window, window, budi_takes, ana, clock):
    first, second = at_the_window(), at_the_window()
    first.says("One")
    clock.goes_on(seconds=10)
    second.says("Two")

    assert first.talk()["queue"] == "You are next. We cannot say yet how long it takes."
    assert second.talk()["queue"] == "1 person is before you. We cannot say yet how long it takes."

    for number in range(5):
        Visit.objects.create(
            account=window, token_hash=f"past{number}", person=ana, begun_at=MONDAY, seen_at=MONDAY, ahead=0,
            asked_at=MONDAY, answered_at=MONDAY + timedelta(minutes=3),
        )  # fmt: skip
    assert first.talk()["queue"] == "You are next. Half of all are answered within 3 minutes."
    assert second.talk()["queue"].endswith("We cannot say yet how long it takes.")

    reply(Case.objects.order_by("id").first().pk, text="Hello", by=budi_takes.ref, at=clock.goes_on(seconds=50))
    assert first.talk()["queue"] == ""
    assert second.talk()["queue"].startswith("You are next.")
    assert Visit.objects.get(answered_at=clock.at).ahead == 0


@pytest.mark.parametrize("chatted_is_kept", [True, False])
def test_after_a_merge_an_unproven_visitor_reads_nothing_of_the_other_case(
    at_the_window, budi_takes, window, clock, chatted_is_kept
):
    visitor, other = at_the_window(), at_the_window()
    visitor.says("My line is dead.")
    other.says("A secret of somebody else")
    chatted, theirs = Case.objects.order_by("id")
    Case.objects.filter(pk=theirs.pk).update(customer_id=chatted.customer_id)
    Conversation.objects.filter(pk=theirs.conversation_id).update(customer_id=chatted.customer_id)
    kept, gone = (chatted, theirs) if chatted_is_kept else (theirs, chatted)
    merge(gone.pk, into_id=kept.pk, by=budi_takes.ref, at=clock.goes_on(seconds=5))
    reply(kept.pk, text="Both, then.", channel="chat", by=budi_takes.ref, at=clock.goes_on(seconds=5))

    texts = visitor.texts()

    assert "My line is dead." in texts
    assert "A secret of somebody else" not in texts
    assert ("Both, then." in texts) is chatted_is_kept
