"""What may happen between a need and its end."""

from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case, Dispute, Pause
from pasillo.operations.cases.questions import asks_something
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from tests.operations.told import fact, told


@pytest.fixture
def answered(dead_line, budi, later):
    """Budi has written to Ana after half an hour."""
    return commands.reply(dead_line.pk, text="Vamos hoy.", by=budi.ref, at=later(0.5))


@pytest.fixture
def resolved(answered, budi, later):
    return commands.resolve(answered.pk, by=budi.ref, at=later(2))


def words(text="¿Y bien?", channel="portal"):
    return Words(text=text, channel=channel)


def test_who_answers_first_holds_the_case(answered, budi):
    assert answered.assignee == budi
    assert answered.state == "in_progress"
    assert told(answered, "case.assigned", "message.sent", "case.state_entered") == [
        "case.assigned", "case.state_entered", "message.sent", "case.state_entered",
    ]  # fmt: skip


def test_an_answer_is_mailed_once_however_often_it_is_sent(dead_line, budi, later):
    for _ in range(2):
        commands.reply(dead_line.pk, text="Vamos hoy.", key="send-1", by=budi.ref, at=later(1))

    assert Message.objects.filter(direction="out").count() == 1
    assert Effect.objects.filter(key__startswith="message:").count() == 1


def test_an_empty_answer_is_refused_and_changes_nothing(dead_line, budi, later):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="nothing to send"):
        commands.reply(dead_line.pk, text="  \n", by=budi.ref, at=later(1))

    assert Entry.objects.count() == before
    assert Message.objects.count() == 1


def test_a_note_reaches_nobody_outside(dead_line, budi, later):
    before = Effect.objects.count()
    commands.note(dead_line.pk, text="Llave en portería.", by=budi.ref, at=later(1))

    assert Effect.objects.count() == before
    assert told(dead_line, "message.sent") == []


def test_a_case_is_not_given_to_somebody_of_another_area(dead_line, clara, budi, later):
    with pytest.raises(Refused, match="does not serve in the area"):
        commands.assign(dead_line.pk, assignee_id=clara.pk, by=budi.ref, at=later(1))


def test_a_transfer_needs_a_reason_and_leaves_nobody_in_charge(answered, billing, budi, later):
    with pytest.raises(Refused, match="why it gets this case"):
        commands.transfer(answered.pk, area_id=billing.pk, reason="", by=budi.ref, at=later(1))
    case = commands.transfer(answered.pk, area_id=billing.pk, reason="Es la factura.", by=budi.ref, at=later(1))

    assert case.area == billing
    assert case.assignee is None
    assert fact(case, "case.transferred").data["to_area_id"] == billing.pk


def test_waiting_for_ana_is_proven_only_by_a_question_after_her_last_words(answered, budi, later):
    commands.reply(answered.pk, text="¿Qué luz ve?", by=budi.ref, at=later(0.6))
    commands.reply(answered.pk, text="Vamos después.", by=budi.ref, at=later(0.7))
    proven = commands.wait(answered.pk, why="customer", by=budi.ref, at=later(1))
    assert Pause.objects.get(case=proven, ended_at=None).proven

    back = commands.customer_writes(proven.pk, author_id=proven.customer_id, words=words(), by="person:1", at=later(2))
    assert back.state == "in_progress"
    commands.wait(back.pk, why="customer", by=budi.ref, at=later(3))
    assert not Pause.objects.get(case=back, ended_at=None).proven


def test_an_agreed_day_must_lie_ahead(answered, budi, later):
    with pytest.raises(Refused, match="must lie ahead"):
        commands.wait(answered.pk, why="scheduled", until=later(0), by=budi.ref, at=later(1))


def test_ana_says_that_it_works(resolved, ana, later):
    case = commands.confirm(resolved.pk, by=ana.ref, at=later(3))

    assert case.state == "closed"
    assert case.closed_at == later(3)
    assert fact(case, "case.closed").data["silent"] is False


def test_a_case_that_nobody_speaks_of_closes_silently(resolved, later):
    case = commands.close_silently(resolved.pk, at=later(200))

    assert case.state == "closed"
    assert fact(case, "case.closed").data["silent"] is True
    assert told(case, "case.confirmed") == []


def test_a_dispute_brings_the_case_back_with_her_reason(resolved, ana, later):
    case = commands.dispute(resolved.pk, reason="Sigue sin línea.", by=ana.ref, at=later(20))

    assert case.state == "disputed"
    assert case.cycle == 2
    assert case.waiting_since == later(20)
    assert Dispute.objects.get().reason == "Sigue sin línea."
    assert Message.objects.order_by("id").last().text == "Sigue sin línea."


def test_a_dispute_without_a_reason_is_refused_and_changes_nothing(resolved, ana, later):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="still wrong"):
        commands.dispute(resolved.pk, reason=" ", by=ana.ref, at=later(20))

    resolved.refresh_from_db()
    assert resolved.state == "resolved"
    assert Entry.objects.count() == before


def test_what_is_still_worked_on_cannot_be_disputed(answered, ana, later):
    with pytest.raises(Refused, match="Only a resolved case"):
        commands.dispute(answered.pk, reason="Deprisa", by=ana.ref, at=later(1))


def test_words_after_the_resolution_stay_visible_without_reopening_it(resolved, ana, later):
    case = commands.customer_writes(resolved.pk, author_id=ana.pk, words=words("Gracias"), by=ana.ref, at=later(3))

    assert case.state == "resolved"
    assert case.waiting_since == later(3)


def test_soon_after_the_end_it_is_the_same_case_again(resolved, ana, later):
    closed = commands.confirm(resolved.pk, by=ana.ref, at=later(3))
    case = commands.customer_writes(closed.pk, author_id=ana.pk, words=words(), by=ana.ref, at=later(24))

    assert case == closed
    assert case.state == "in_progress"
    assert case.cycle == 2
    assert case.closed_at is None
    assert Case.objects.count() == 1


def test_long_after_the_end_it_is_a_case_that_follows(resolved, ana, later):
    closed = commands.confirm(resolved.pk, by=ana.ref, at=later(3))
    at = later(3) + timedelta(days=15)
    case = commands.customer_writes(closed.pk, author_id=ana.pk, words=words("Otra vez"), by=ana.ref, at=at)

    assert case != closed
    assert case.follows == closed
    assert Message.objects.filter(conversation=closed.conversation).count() == 2
    closed.refresh_from_db()
    assert closed.state == "closed"


def test_a_cancelled_case_says_why_and_moves_no_more(dead_line, budi, later):
    case = commands.cancel(dead_line.pk, reason="Era una prueba.", by=budi.ref, at=later(1))

    assert case.state == "cancelled"
    with pytest.raises(Refused, match="already"):
        commands.resolve(case.pk, by=budi.ref, at=later(2))


def test_another_area_is_asked_and_does_its_part_once(answered, billing, budi, clara, later):
    task = commands.ask_area(
        answered.pk, area_id=billing.pk, title="Hold the bill", due_at=later(6), by=budi.ref, at=later(1)
    )
    for _ in range(2):
        done = commands.finish_task(task.pk, outcome="Held.", by=clara.ref, at=later(2))

    assert done.state == "done"
    assert done.done_by == clara
    assert told(answered, "task.asked", "task.done") == ["task.asked", "task.done"]


def test_what_a_machine_says_in_her_name_wakes_nobody(answered, budi, ana, later):
    waiting = commands.wait(answered.pk, why="customer", by=budi.ref, at=later(1))
    away = Words(text="Estoy fuera.", channel="email", by_machine=True)
    case = commands.customer_writes(waiting.pk, author_id=ana.pk, words=away, by=ana.ref, at=later(2))

    assert case.state == "waiting_customer"
    assert Pause.objects.filter(case=case, ended_at=None).count() == 1


def test_thanks_and_a_wait_is_no_question_and_who_waits_may_say_that_it_is_one(answered, budi, later):
    case = commands.wait(answered.pk, why="customer", by=budi.ref, at=later(1))
    assert not Pause.objects.get(case=case, ended_at=None).proven

    commands.wait(answered.pk, why="customer", asks=True, by=budi.ref, at=later(2))
    assert Pause.objects.get(case=case, ended_at=None).proven


def test_without_a_word_of_ours_ticking_a_question_proves_nothing(dead_line, budi, later):
    commands.wait(dead_line.pk, why="customer", asks=True, by=budi.ref, at=later(1))
    assert not Pause.objects.get(case=dead_line, ended_at=None).proven


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("¿Qué luz ve?", True),
        ("متى يناسبك؟", True),
        ("何時がよいですか？", True),
        ("Thank you. We are looking at it.", False),
        ("See https://pasillo.example/?page=2", False),
        ("> Can you come?\nWe will tell you.", False),
    ],
)
def test_a_question_has_its_mark_in_any_script(text, asks):
    assert asks_something(text) is asks


def test_an_agreed_day_is_a_year_ahead_at_most(answered, budi, later):
    with pytest.raises(Refused, match="a year ahead at most"):
        far = later(1).replace(year=9999)
        commands.wait(answered.pk, why="scheduled", until=far, by=budi.ref, at=later(1))
    assert not Pause.objects.exists()


def test_a_day_is_agreed_where_we_wrote_to_her_or_somebody_says_how(dead_line, budi, later):
    commands.wait(dead_line.pk, why="scheduled", until=later(30), by=budi.ref, at=later(1))
    assert not Pause.objects.get(case=dead_line, ended_at=None).proven

    commands.wait(dead_line.pk, why="scheduled", until=later(30), said="By phone.", by=budi.ref, at=later(2))
    assert Pause.objects.get(case=dead_line, ended_at=None).proven
    assert Message.objects.get(conversation=dead_line.conversation, direction="note").text == "Agreed: By phone."


def test_when_the_agreed_day_comes_the_case_is_back_as_of_that_moment(answered, budi, later):
    commands.wait(answered.pk, why="scheduled", until=later(3), by=budi.ref, at=later(1))
    assert commands.wake_agreed(at=later(2.9)) == 0

    assert commands.wake_agreed(at=later(3.5)) == 1

    answered.refresh_from_db()
    assert (answered.state, answered.assignee) == ("in_progress", budi)
    assert Pause.objects.get(case=answered).ended_at == later(3)
    woken = fact(answered, "case.resumed")
    assert (woken.happened_at, woken.by) == (later(3), "system")
    assert commands.wake_agreed(at=later(4)) == 0


def test_whoever_goes_on_after_the_day_ends_the_wait_as_of_that_day(answered, budi, later):
    commands.wait(answered.pk, why="scheduled", until=later(3), by=budi.ref, at=later(1))
    commands.resume(answered.pk, by=budi.ref, at=later(5))

    assert Pause.objects.get(case=answered).ended_at == later(3)
