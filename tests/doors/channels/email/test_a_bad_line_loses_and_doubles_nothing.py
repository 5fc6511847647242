"""The line to the mail server breaks at every step of the protocol: each mail is taken in once, and marked once."""

import pytest

from pasillo.doors.channels.email import commands, imap
from pasillo.doors.channels.email.commands import Line, Setup
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_waiting
from pasillo.operations.cases.models import Case
from tests.doors.channels.email.conftest import mail
from tests.doors.channels.email.dovecot import PROGRAM, Dovecot
from tests.doors.channels.email.proxy import Fault, Proxy

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Dovecot on this machine")
WRITTEN = ("Uno", "Dos", "Tres")


@pytest.fixture(scope="module")
def server():
    with Dovecot() as dovecot:
        yield dovecot


@pytest.fixture
def three(help_box, server):
    """Three mails lie at the server, which is reached over a line that a script breaks."""
    for file in (server.home / "mail").rglob("*.test*"):
        file.unlink()
    server.make_anew()
    for text in WRITTEN:
        server.deliver(mail(text=text))

    def over(proxy):
        line = Line(host="127.0.0.1", port=proxy.port, security="plain", user="help", password="secret")
        commands.set_up(help_box.pk, Setup(address=help_box.address, imap=line), by="system", at=now())

    return over


def exactly(server):
    """What was handed in is what is kept, once; each is marked; each is one case."""
    kept = sorted(whole(one.blob_id) for one in Inbound.objects.all())
    assert kept == sorted(mail(text=text) for text in WRITTEN)
    assert server.flags == ["S"] * len(WRITTEN)
    read_waiting()
    assert Case.objects.count() == len(WRITTEN)
    assert set(Inbound.objects.values_list("state", flat=True)) == {"read"}


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(b"LOGIN", passes_on=False)],
        [Fault(b"SELECT")],
        [Fault(b"SEARCH", after_bytes=3)],
        [Fault(b"BODY.PEEK[]", passes_on=False)],
        [Fault(b"BODY.PEEK[]", after_bytes=60)],
        [Fault(b"STORE")],
        [Fault(b"STORE", passes_on=False)],
        [Fault(b"STORE"), Fault(b"BODY.PEEK[]", after_bytes=60), Fault(b"STORE", passes_on=False)],
    ],
    ids=lambda faults: ", ".join(f"{one.on.decode()} {one.after_bytes or one.passes_on}" for one in faults),
)
def test_wherever_the_line_breaks_each_mail_is_one_case(three, server, faults):
    with Proxy(server.port, *faults) as proxy:
        three(proxy)
        for _ in faults:
            imap.poll_all(now())
            assert Mailbox.objects.get().trouble
        imap.poll_all(now())

        assert len(proxy.happened) == len(faults)
        assert Mailbox.objects.get().trouble == ""
    exactly(server)


def test_a_server_that_says_nothing_more_is_left_after_a_while(three, server, monkeypatch):
    monkeypatch.setattr(imap, "PATIENCE", 0.4)
    with Proxy(server.port, Fault(b"BODY.PEEK[]", hangs=True)) as proxy:
        three(proxy)
        assert imap.poll_all(now()) == 0
        assert "timed out" in Mailbox.objects.get().trouble
        imap.poll_all(now())
    exactly(server)


def test_a_server_that_drips_byte_by_byte_does_not_keep_us_for_ever(three, server, monkeypatch):
    monkeypatch.setattr(imap, "AT_MOST", 0.6)
    with Proxy(server.port, Fault(b"BODY.PEEK[]", drips=0.05)) as proxy:
        three(proxy)
        imap.poll_all(now())
        assert Mailbox.objects.get().trouble
        monkeypatch.setattr(imap, "AT_MOST", 300.0)
        imap.poll_all(now())
    exactly(server)
