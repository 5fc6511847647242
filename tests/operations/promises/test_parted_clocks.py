"""A merge is undone: every clock of both cases is what it would have been had nobody ever merged them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from pasillo.ground.journal.models import Entry
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import merge, open_case, unmerge
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock
from pasillo.strategy.objectives.commands import set_objective
from pasillo.strategy.objectives.scope import Scope
from tests.operations.conftest import MONDAY
from tests.operations.promises.replayed import mismatches
from tests.operations.told import told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    yield
    assert mismatches() == []


@pytest.fixture
def second(dead_line, opening, ana):
    """Ana asks again at eleven."""
    return open_case(opening=opening, by=ana.ref, at=at_hour(2, 11))


def clocks(case):
    """What stands of each promise; what is void is none, and that somebody was warned stays told."""
    rows = Clock.objects.filter(case=case).exclude(state="cancelled").order_by("metric", "started_at")
    return [
        (one.metric, one.state, one.started_at, one.due_at, one.stopped_at, round(one.paused_minutes)) for one in rows
    ]


def counts(case):
    """What the figures know of a case, told fact by fact and all at once alike."""
    facts = list(Entry.objects.filter(about=case.ref).order_by("id"))
    tale, pledges = stories.Tale(case_id=case.pk), stories.Pledges()
    stories.fold_all(tale, pledges, facts)
    one, by_one = stories.Tale(case_id=case.pk), stories.Pledges()
    for fact in facts:
        stories.fold(one, by_one, fact)
    assert (one, by_one) == (tale, pledges)
    promises = sorted((p.metric, p.outcome, p.due_at) for p in pledges.values() if p.outcome != "cancelled")
    figures = (
        tale.contacts_out,
        tale.opened_at,
        tale.first_answer_at,
        tale.resolved_at,
        tale.final_resolved_at,
        tale.cancelled_at,
    )
    return figures, (tale.kept, tale.broken, tale.duplicates, tale.merged_into_id), promises


def says(person, case, text, at):
    return cases.customer_writes(
        case.pk, author_id=person.pk, words=Words(text=text, channel="portal"), by=person.ref, at=at
    )


def nothing(first, second, ana, budi):
    """Both only wait."""


def answered_in_the_second(first, second, ana, budi):
    cases.reply(second.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 11, 20))


def answered_in_the_first(first, second, ana, budi):
    cases.reply(first.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    says(ana, first, "¿Y bien?", at_hour(2, 11, 10))


def asked_with_proof(first, second, ana, budi):
    cases.reply(second.pk, text="¿Qué piso?", then="ask", by=budi.ref, at=at_hour(2, 11, 15))


def asked_in_the_first(first, second, ana, budi):
    cases.reply(first.pk, text="¿Qué piso?", then="ask", by=budi.ref, at=at_hour(2, 9, 15))


def solved_in_the_first(first, second, ana, budi):
    cases.reply(first.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 10, 45))


def written_twice(first, second, ana, budi):
    cases.reply(first.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    cases.reply(second.pk, text="Y esto", by=budi.ref, at=at_hour(2, 11, 10))
    says(ana, second, "Gracias, pero…", at_hour(2, 11, 25))


COURSES = [
    nothing, answered_in_the_second, answered_in_the_first, asked_with_proof, asked_in_the_first, solved_in_the_first,
    written_twice,
]  # fmt: skip


TAKES_IN = [(course, keeps) for course in COURSES for keeps in ("first", "second")]
TAKES_IN.remove((solved_in_the_first, "first"))  # what is solved takes nothing in
SOON = [(asked_in_the_first, "first"), (asked_with_proof, "first"), (answered_in_the_first, "second")]


@pytest.mark.parametrize(
    ("course", "keeps", "undone_at"),
    [(*one, at_hour(4, 12)) for one in TAKES_IN] + [(*one, at_hour(2, 12, 30)) for one in SOON],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_every_clock_is_what_it_would_have_been(dead_line, second, ana, budi, course, keeps, undone_at):
    course(dead_line, second, ana, budi)
    gone, kept = (second, dead_line) if keeps == "first" else (dead_line, second)
    ring(at=at_hour(2, 11, 29))
    never = _never_merged(gone, kept, undone_at)

    merge(gone.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 11, 30))
    ring(at=undone_at)
    unmerge(gone.pk, by=budi.ref, at=undone_at)
    ring(at=undone_at)

    assert (clocks(gone), clocks(kept)) == (never[0], never[1])
    assert (counts(gone), counts(kept)) == (never[2], never[3])


def lost(letter):
    cases.note_unseen(letter.pk, at=at_hour(2, 11, 40))


def lost_and_found(letter):
    cases.note_unseen(letter.pk, at=at_hour(2, 11, 40))
    cases.note_letter_seen(letter.pk, at=at_hour(2, 11, 50))


def found(letter):
    """Lost before they were merged."""
    cases.note_letter_seen(letter.pk, at=at_hour(2, 11, 50))


@pytest.mark.parametrize("answered", ["gone", "kept"])
@pytest.mark.parametrize("fate", [lost, lost_and_found, found], ids=lambda one: one.__name__)
def test_what_becomes_of_an_answer_meanwhile_becomes_of_it_in_its_own_case(dead_line, second, budi, fate, answered):
    step = "wait" if fate is lost else None
    cases.reply(second.pk, text="¿Qué piso?", then=step, by=budi.ref, at=at_hour(2, 11, 20))
    letter = Message.objects.get(direction="out")
    if fate is found:
        cases.note_unseen(letter.pk, at=at_hour(2, 11, 25))
    gone, kept = (second, dead_line) if answered == "gone" else (dead_line, second)
    ring(at=at_hour(2, 11, 29))
    fate(letter)
    never = _never_merged(gone, kept, at_hour(2, 12, 30))

    merge(gone.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 11, 30))
    fate(letter)
    ring(at=at_hour(2, 12, 30))
    unmerge(gone.pk, by=budi.ref, at=at_hour(2, 12, 30))
    ring(at=at_hour(2, 12, 30))

    assert (clocks(gone), clocks(kept)) == (never[0], never[1])
    assert (counts(gone), counts(kept)) == (never[2], never[3])


def _never_merged(gone, kept, until):
    ring(at=until)
    found = clocks(gone), clocks(kept), counts(gone), counts(kept)
    transaction.savepoint_rollback(_MARK.pop())
    return found


_MARK = []


@pytest.fixture(autouse=True)
def _where_nobody_merged(db, monkeypatch):
    """The other course of the same morning is lived in a savepoint, and forgotten."""
    before = ring

    def marked(*, at):
        if at == at_hour(2, 11, 29):
            found = before(at=at)
            _MARK.append(transaction.savepoint())
            return found
        return before(at=at)

    monkeypatch.setattr("tests.operations.promises.test_parted_clocks.ring", marked)


def test_what_was_broken_in_the_other_case_is_broken_there_alone(dead_line, second, line_repair, budi):
    set_objective(
        line_repair.pk, metric="resolution", target_minutes=120, scope=Scope(priority=1), by="system",
        at=MONDAY - timedelta(days=3),
    )  # fmt: skip
    cases.set_priority(dead_line.pk, priority=1, by=budi.ref, at=at_hour(2, 9, 5))
    ring(at=at_hour(2, 11, 1))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 11, 30))
    assert Clock.objects.get(case=second, metric="resolution").state == "breached_running"

    unmerge(dead_line.pk, by=budi.ref, at=at_hour(2, 11, 45))

    assert Clock.objects.get(case=second, metric="resolution").state == "running"
    assert Clock.objects.get(case=dead_line, metric="resolution").state == "breached_running"
    assert (counts(second)[1][1], counts(dead_line)[1][1]) == (0, 2), "the answer was late there, too"


def test_what_was_done_after_the_merge_stays_with_the_case_that_was_kept(dead_line, second, ana, budi):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=at_hour(2, 11, 30))
    cases.reply(dead_line.pk, text="Mañana vamos", by=budi.ref, at=at_hour(2, 12))
    unmerge(second.pk, by=budi.ref, at=at_hour(2, 12, 30))

    state = dict(Clock.objects.filter(case=second).values_list("metric", "state"))
    assert (state["first_response"], state["resolution"]) == ("breached_running", "running")
    assert "message.sent" not in told(second)
    assert Clock.objects.get(case=dead_line, metric="first_response").stopped_at == at_hour(2, 12)


def test_merged_undone_merged_again_and_undone_again_is_the_same_as_once(dead_line, second, budi):
    for hour in (12, 14):
        merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, hour))
        unmerge(dead_line.pk, by=budi.ref, at=at_hour(2, hour, 30))

    assert Clock.objects.get(case=second, metric="resolution").due_at == at_hour(3, 11)
    assert Clock.objects.get(case=dead_line, metric="resolution").due_at == at_hour(2, 17)
    assert counts(second)[1][2] == 0
