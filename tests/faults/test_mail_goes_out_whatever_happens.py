"""The server that sends our mails breaks off, is down for half a day, is full, or knows nobody (F12, F13): each mail
goes out, always with the same bytes; it comes twice only where a line broke, and what never can go is seen.
"""

from collections import Counter
from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.operations.cases.commands import Opening, open_cases, reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import *  # noqa: F403
from tests.doors.channels.email.proxy import Fault, Proxy
from tests.doors.channels.email.sink import Sink

STEPS = (
    Fault(b"ehlo", passes_on=False),
    Fault(b"mail FROM", passes_on=False),
    Fault(b"rcpt TO"),
    Fault(b"data", passes_on=False),
    Fault(b"data"),
    Fault(b"\r\n.\r\n", passes_on=False),
    Fault(b"\r\n.\r\n"),
)


@pytest.fixture
def answered(help_box, line_repair, ana, budi, later):
    """Twelve cases of Ana, each with an answer that has to go out to her."""
    openings = [
        Opening(customer_id=ana.pk, service_id=line_repair.pk, subject=f"Line {number}", text="Dead.", channel="email",
                acknowledge=False)
        for number in range(12)
    ]  # fmt: skip
    for case in open_cases(openings, by="system", at=later(0)):
        reply(case.pk, text=f"We come, {case.subject}.", by=budi.ref, at=later(1))
    return list(Case.objects.order_by("pk"))


def subjects(sink):
    return Counter(str(one["Subject"]).removeprefix("Re: ") for one in sink.mails)


def delivered():
    return Counter(Message.objects.filter(direction="out").values_list("delivery", flat=True))


def test_wherever_the_line_breaks_each_answer_arrives_and_twice_only_where_it_broke(answered, later, monkeypatch):
    with Sink() as sink, Proxy(sink.port, *STEPS) as proxy:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{proxy.port}")
        for hour in range(1, 6):
            send_all(at=later(hour))

        assert len(proxy.happened) == len(STEPS)
        came = subjects(sink)
        assert set(came) == {case.subject for case in answered}
        assert sum(times - 1 for times in came.values()) <= len(STEPS)
        assert len({raw for raw in sink.raw}) == len({one["Message-ID"] for one in sink.mails}) == len(answered)
    assert delivered() == {"sent": len(answered)}
    assert not Effect.objects.exclude(state="sent").exists()


def test_a_server_that_is_away_for_half_a_day_gets_every_mail_once_when_it_is_back(answered, later, monkeypatch):
    monkeypatch.setenv("PASILLO_SMTP_OUT", "127.0.0.1:9")
    for minute in range(0, 12 * 60, 40):
        send_all(at=later(1) + timedelta(minutes=minute))
    assert delivered() == {"queued": len(answered)}
    tried = set(Effect.objects.values_list("attempts", flat=True))
    assert max(tried) < 20  # with patience: no more than about once an hour in the end

    with Sink() as sink:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{sink.port}")
        for hour in (14, 15):
            send_all(at=later(hour))
        assert subjects(sink) == dict.fromkeys([case.subject for case in answered], 1)
    assert delivered() == {"sent": len(answered)}


@pytest.mark.parametrize("says", ["421 4.3.2 going down", "450 4.7.1 greylisted", "452 4.2.2 mailbox full for now"])
def test_not_now_is_asked_again_for_hours_and_holds_up_nobody_else(answered, later, monkeypatch, says):
    with Sink() as sink:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{sink.port}")
        sink.says = [says] * 5
        send_all(at=later(1))
        assert len(sink.raw) == len(answered) - 5
        for hour in (2, 3, 4):
            send_all(at=later(hour))
        assert subjects(sink) == dict.fromkeys([case.subject for case in answered], 1)


@pytest.mark.parametrize("says", ["550 5.1.1 no such user", "552 5.3.4 too big", "554 5.7.1 not wanted"])
def test_never_is_seen_at_the_case_and_holds_up_nobody_else(answered, later, monkeypatch, says):
    with Sink() as sink:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{sink.port}")
        sink.says = [says]
        for hour in (1, 2, 30):
            send_all(at=later(hour))
        assert len(sink.raw) == len(answered) - 1
    assert delivered() == {"sent": len(answered) - 1, "failed": 1}
    refused = Message.objects.get(delivery="failed")
    assert says in refused.delivery_note


def test_after_five_days_without_a_server_it_is_said_at_each_case(answered, later, monkeypatch):
    monkeypatch.setenv("PASILLO_SMTP_OUT", "127.0.0.1:9")
    send_all(at=later(1) + timedelta(days=4))
    assert delivered() == {"queued": len(answered)}
    send_all(at=later(1) + timedelta(days=6))

    assert delivered() == {"failed": len(answered)}
    assert all(Message.objects.filter(direction="out").values_list("delivery_note", flat=True))
