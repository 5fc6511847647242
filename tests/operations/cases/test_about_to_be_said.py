"""A reply that was pressed can be taken back for ten seconds; until then nobody outside has heard it."""

from datetime import timedelta

import pytest
from django.db import connection

from pasillo.ground.effects.models import Effect
from pasillo.ground.files.commands import keep
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import disable
from pasillo.ground.people.models import Membership
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words, save_draft
from pasillo.operations.conversations.models import Draft, Message, MessageFile
from pasillo.operations.promises.models import Clock
from tests.operations.told import told

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def pressed_at(later):
    """Half past nine on Monday."""
    return later(0.5)


@pytest.fixture
def presses(dead_line, budi, pressed_at):
    def press(text="We come at noon.", **more):
        return commands.send(dead_line.pk, text=text, person_id=budi.pk, at=pressed_at, **more)

    return press


def said(case):
    return list(
        Message.objects.filter(conversation=case.conversation_id, direction="out").values_list("text", flat=True)
    )


def mails(case):
    return list(Effect.objects.filter(about=case.ref, payload__template="reply").values_list("key", flat=True))


def test_for_ten_seconds_nothing_is_told_and_nothing_leaves(presses, dead_line, pressed_at):
    before, facts = Entry.objects.count(), Effect.objects.count()

    presses()

    assert commands.say_what_is_due(at=pressed_at + 9 * SECOND) == 0
    assert said(dead_line) == []
    assert (Entry.objects.count(), Effect.objects.count()) == (before, facts)
    assert Clock.objects.get(case_id=dead_line.pk, metric="first_response").stopped_at is None
    dead_line.refresh_from_db()
    assert (dead_line.state, dead_line.assignee_id) == ("new", None)


def test_then_it_is_said_once_as_of_the_moment_of_pressing(presses, dead_line, budi, pressed_at):
    presses(then="wait")

    assert commands.say_what_is_due(at=pressed_at + 11 * SECOND) == 1
    assert commands.say_what_is_due(at=pressed_at + 12 * SECOND) == 0

    message = Message.objects.get(direction="out")
    assert (message.text, message.said_at, message.author_id) == ("We come at noon.", pressed_at, budi.pk)
    assert Clock.objects.get(case_id=dead_line.pk, metric="first_response").stopped_at == pressed_at
    assert told(dead_line, "message.sent") == ["message.sent"]
    assert len(mails(dead_line)) == 1
    dead_line.refresh_from_db()
    assert (dead_line.state, dead_line.assignee_id) == ("waiting_customer", budi.pk)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("then", "state"), [("", "in_progress"), ("supplier", "waiting_supplier"), ("resolve", "resolved")]
)
def test_the_next_step_comes_with_the_words_and_not_before(presses, dead_line, pressed_at, then, state):
    presses(then=then)
    dead_line.refresh_from_db()
    assert dead_line.state == "new"

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    dead_line.refresh_from_db()
    assert dead_line.state == state


def test_a_next_step_that_became_impossible_does_not_hold_the_words_back(presses, dead_line, pressed_at):
    presses(then="resolve")
    Case.objects.filter(pk=dead_line.pk).update(kind="compliment")

    commands.say_what_is_due(at=pressed_at + 11 * SECOND)

    dead_line.refresh_from_db()
    assert (said(dead_line), dead_line.state) == (["We come at noon."], "in_progress")
    assert not Draft.objects.exists()


def test_it_may_go_to_another_area_with_the_reply(presses, dead_line, billing, pressed_at):
    presses(then=f"area:{billing.pk}")

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    dead_line.refresh_from_db()
    assert (dead_line.area_id, dead_line.assignee_id) == (billing.pk, None)
    assert said(dead_line) == ["We come at noon."]


def test_taken_back_it_is_a_draft_with_its_files_and_its_next_step(presses, dead_line, budi, pressed_at):
    plan = FileIn(name="plan.txt", blob=keep(b"two doors"))
    draft = presses(files=[plan], then="resolve")

    commands.take_back(draft.pk, by_id=budi.pk, at=pressed_at + 5 * SECOND)

    assert commands.say_what_is_due(at=pressed_at + 60 * SECOND) == 0
    back = Draft.objects.get()
    assert (back.text, back.next_step, back.goes_at, back.returned) == ("We come at noon.", "resolve", None, "")
    assert [file.name for file in back.files.all()] == ["plan.txt"]
    assert said(dead_line) == []


def test_what_was_begun_meanwhile_stands_below_what_comes_back(presses, dead_line, budi, pressed_at):
    draft = presses()
    save_draft(
        dead_line.conversation_id, person_id=budi.pk, kind="reply", text="One more thing", at=pressed_at + SECOND
    )

    commands.take_back(draft.pk, by_id=budi.pk, at=pressed_at + 2 * SECOND)

    assert Draft.objects.get().text == "We come at noon.\n\nOne more thing"


def test_once_it_has_gone_out_it_cannot_be_taken_back(presses, dead_line, budi, pressed_at):
    draft = presses()
    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    with pytest.raises(Refused, match="gone out already"):
        commands.take_back(draft.pk, by_id=budi.pk, at=pressed_at + 11 * SECOND)

    assert said(dead_line) == ["We come at noon."]
    assert not Draft.objects.exists()


def test_who_does_not_want_to_wait_says_it_now(presses, dead_line, pressed_at):
    draft = presses()

    commands.send_now(draft.pk, at=pressed_at + SECOND)

    assert said(dead_line) == ["We come at noon."]
    with pytest.raises(Refused, match="gone out already"):
        commands.send_now(draft.pk, at=pressed_at + SECOND)


def test_pressed_twice_with_one_key_it_is_one(presses, dead_line, pressed_at):
    assert presses(key="k-1") is not None
    assert presses(key="k-1") is None

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)
    assert presses(key="k-1") is None

    commands.say_what_is_due(at=pressed_at + 30 * SECOND)
    assert said(dead_line) == ["We come at noon."]


def test_a_role_that_is_lost_meanwhile_gives_the_words_back_and_tells_their_author(
    presses, dead_line, budi, pressed_at
):
    presses(then="resolve")
    Membership.objects.filter(person=budi).delete()

    assert commands.say_what_is_due(at=pressed_at + 10 * SECOND) == 1

    assert said(dead_line) == []
    assert mails(dead_line) == []
    back = Draft.objects.get()
    assert (back.text, back.returned, back.goes_at) == ("We come at noon.", "no_right", None)
    assert told(dead_line, "message.sent", "message.returned") == ["message.returned"]
    letter = Effect.objects.get(about=budi.ref)
    assert letter.payload["to"] == "budi@nidalia.example"
    assert str(dead_line.number) in letter.payload["subject"]
    assert "noon" not in letter.payload["text"]
    dead_line.refresh_from_db()
    assert dead_line.state == "new"


def test_somebody_who_was_disabled_says_nothing_any_more(presses, dead_line, budi, pressed_at):
    presses()
    disable(budi.pk, by="system", at=pressed_at)

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    assert said(dead_line) == []


def test_a_case_that_was_cancelled_meanwhile_gives_the_words_back(presses, dead_line, budi, pressed_at):
    presses()
    commands.cancel(dead_line.pk, reason="Solved itself.", by=budi.ref, at=pressed_at + SECOND)

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    assert said(dead_line) == []
    assert Draft.objects.get().returned == "not_possible"


def test_words_of_the_customer_that_came_after_pressing_still_wait_for_an_answer(presses, dead_line, ana, pressed_at):
    presses(then="resolve")
    words = Words(text="It is the neighbour's line, too!", channel="portal")
    commands.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=pressed_at + 4 * SECOND)

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    dead_line.refresh_from_db()
    assert said(dead_line) == ["We come at noon."]
    assert (dead_line.state, dead_line.waiting_since) == ("in_progress", pressed_at + 4 * SECOND)
    assert Clock.objects.get(case_id=dead_line.pk, metric="first_response").stopped_at == pressed_at
    owed = Clock.objects.get(case_id=dead_line.pk, metric="next_response")
    assert (owed.started_at, owed.stopped_at) == (pressed_at + 4 * SECOND, None)


def test_files_that_waited_with_the_draft_go_along(presses, dead_line, pressed_at):
    presses(text="", files=[FileIn(name="plan.txt", blob=keep(b"two doors"))])

    commands.say_what_is_due(at=pressed_at + 10 * SECOND)

    assert [file.name for file in MessageFile.objects.all()] == ["plan.txt"]


def test_a_fault_of_ours_keeps_it_for_another_try_and_holds_up_nobody(
    presses, dead_line, budi, pressed_at, monkeypatch
):
    presses(text="first")
    presses(text="second")
    real = commands.sending.reply

    def fails_once(*args, **named):
        if named["text"] == "first":
            raise ZeroDivisionError
        return real(*args, **named)

    monkeypatch.setattr(commands.sending, "reply", fails_once)
    commands.say_what_is_due(at=pressed_at + 10 * SECOND)
    assert said(dead_line) == ["second"]

    monkeypatch.setattr(commands.sending, "reply", real)
    commands.say_what_is_due(at=pressed_at + 75 * SECOND)
    assert sorted(said(dead_line)) == ["first", "second"]


def test_what_is_due_is_found_by_an_index(presses, pressed_at):
    presses()
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain select id from conversations_draft where goes_at is not null and goes_at <= now()")
        assert "draft_about_to_be_said" in str(cursor.fetchall())
