"""A burst: what was handed in together is kept together, taken up together, and each mail is still one mail."""

import asyncio

import pytest

from pasillo.config import sweeping
from pasillo.doors.channels.email import child, several
from pasillo.doors.channels.email.handler import MailReader
from pasillo.doors.channels.email.keeping import Addresses, HandedIn, Keeper
from pasillo.doors.channels.email.models import Letter
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.commands import Arrival, take_in_all
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import Round, read_one, read_waiting
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case
from tests.doors.channels.email.conftest import HELP, mail

OTHER = "other@nidalia.example"


def came(*raws, mailbox=HELP):
    arrivals = [Arrival(channel="email", mailbox=mailbox, raw=raw) for raw in raws]
    return take_in_all(arrivals, at=now())


def of(number, **more):
    sender = f"Writer {number % 3} <writer{number % 3}@correo.example>"
    return mail(subject=f"Question {number}", sender=sender, message_id=f"<{number}@correo.example>", **more)


def test_mails_that_came_together_become_the_cases_that_each_would_have_become(help_box):
    raws = [of(number, text=f"Words of {number}") for number in range(7)]
    came(*raws[:6], raws[2], b"Received: by another.example\r\n" + raws[3])

    assert Round().read_next() == 8

    assert sorted(Case.objects.values_list("subject", flat=True)) == [f"Question {number}" for number in range(6)]
    assert Person.objects.filter(email__startswith="writer").count() == 3
    assert Entry.objects.filter(name="person.met").count() == 3
    second, third = (Case.objects.get(subject=f"Question {number}").ref for number in (2, 3))
    again = Inbound.objects.filter(state="seen_again").order_by("id")
    assert list(again.values_list("about", flat=True)) == [second, third]
    assert again.last().pk == Inbound.objects.order_by("id").last().pk
    assert Letter.objects.get(message_id="<2@correo.example>").about == second
    assert not Inbound.objects.filter(state="new").exists()


def test_whoever_is_not_proven_is_promised_one_acknowledgement_however_often_they_write(help_box):
    came(*[of(3 * number) for number in range(4)])
    Round().read_next()
    came(of(30), of(33))
    Round().read_next()
    last = came(of(36))[0]
    read_one(last.pk)

    assert Case.objects.count() == 7
    assert Effect.objects.filter(kind="mail").count() == 1


def test_one_mail_that_cannot_be_taken_up_does_not_keep_the_others_from_it(help_box, monkeypatch):
    sound = several.opening.opening_for

    def stumbling(inbound, read, *arguments, **named):
        if read.subject == "Question 1":
            raise KeyError("a fault of ours")
        return sound(inbound, read, *arguments, **named)

    monkeypatch.setattr(several.opening, "opening_for", stumbling)
    came(*[of(number) for number in range(4)])
    Round().read_next()

    assert sorted(Case.objects.values_list("subject", flat=True)) == ["Question 0", "Question 2", "Question 3"]
    waits = Inbound.objects.get(state="new")
    assert waits.error == "KeyError: 'a fault of ours'"
    assert waits.attempts == 1


def test_what_nobody_has_tried_yet_is_left_to_be_read_with_the_others(help_box):
    """A sweeper that read a burst one by one would stand in the way of those who read it together."""
    begun, _fresh = came(of(1), of(2))
    Inbound.objects.filter(pk=begun.pk).update(attempts=1)

    assert sweeping.read_waiting(now()) == 1

    assert Case.objects.get().subject == "Question 1"
    assert Round().read_next() == 1
    assert Case.objects.count() == 2


def test_a_mail_that_ends_the_shared_reader_is_read_alone_and_the_others_at_once(help_box, monkeypatch):
    sound = child.read

    def dies_beside_others(raw, *, alone=True, **named):
        if b"heavy" in raw and not alone:
            raise child.Died("it took too long")
        return sound(raw, alone=alone, **named)

    monkeypatch.setattr(child, "read", dies_beside_others)
    came(of(0), of(1, text="heavy"), of(2))
    Round().read_next()

    assert sorted(Case.objects.values_list("subject", flat=True)) == ["Question 0", "Question 2"]
    assert Round().read_next() == 0  # it is not tried again at once
    assert read_waiting() == 1
    assert Case.objects.filter(subject="Question 1").count() == 1


def test_a_reader_that_reads_many_goes_on_after_one_that_ended_it(tmp_path, monkeypatch):
    (tmp_path / "fragile_server.py").write_text(
        "import os\n"
        "from pasillo.doors.channels.email import reading_server as server\n"
        "sound = server.parse\n"
        "def parse(raw):\n"
        "    if b'deadly' in raw:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return sound(raw)\n"
        "server.parse = parse\n"
        "server.serve()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(child, "SERVER", "fragile_server")
    monkeypatch.setattr(child, "_pool", child._Pool())

    assert child.read(of(1), alone=False) == child.read(of(1), alone=True)
    with pytest.raises(child.Died, match="signal 9"):
        child.read(of(2, text="deadly"), alone=False)
    assert child.read(of(3), alone=False)[0].subject == "Question 3"


def test_each_mailbox_has_its_turn(help_box, db):
    came(*[of(number) for number in range(5)])
    came(of(10), mailbox=OTHER)
    turn, seen = Round(), []
    while turn.read_next(limit=2):
        seen.append(sorted(Inbound.objects.exclude(state="new").values_list("mailbox", flat=True)))

    assert [len(read) for read in seen] == [2, 3, 5, 6]
    assert OTHER in seen[1]


def test_many_claims_of_one_batch_are_concluded_or_none(help_box, monkeypatch):
    came(of(0), of(1))

    def somebody_takes_one(some, **_):
        Inbound.objects.filter(pk=some[0].claim.inbound.pk).update(fence=99)
        return sound(some, **_)

    sound = several.conclude_all
    monkeypatch.setattr(several, "conclude_all", lambda rows, **named: somebody_takes_one(rows, **named))
    assert [claim.fence for claim in MailReader().read_together(_claimed())] == [1, 1]
    assert not Case.objects.exists()


def _claimed():
    from pasillo.ground.intake.commands import claim_next

    return claim_next(("", ""), limit=10)


def test_nobody_is_told_kept_before_all_of_the_batch_is_kept_and_trouble_is_only_ones_own():
    kept, batches = [], []

    def keep(mails):
        batches.append([one.raw for one in mails])
        if any(one.raw == b"bad" for one in mails):
            raise OSError("this one cannot be kept")
        kept.extend(one.raw for one in mails)

    async def story():
        keeper = Keeper(keep)
        mails = [HandedIn("", {}, raw) for raw in (b"one", b"two", b"bad", b"three")]
        return await asyncio.gather(*(keeper.keep(one) for one in mails), return_exceptions=True)

    told = asyncio.run(story())

    assert kept == [b"one", b"two", b"three"]
    assert [type(one) for one in told] == [type(None), type(None), OSError, type(None)]
    assert batches[0] == [b"one", b"two", b"bad", b"three"]


def test_an_address_is_remembered_for_a_moment_only():
    time = [0.0]
    addresses = Addresses(lambda: time[0])
    assert addresses.mailbox("a@b") is None
    addresses.note("a@b", "a@b")
    assert addresses.mailbox("a@b") == "a@b"
    time[0] = 2.1
    assert addresses.mailbox("a@b") is None
