"""Before a customer writes, whoever sets a mailbox up sends themselves a test and reads what the server says."""

import pytest

from pasillo.doors.channels.email.models import Mailbox
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.email.conftest import MONDAY
from tests.doors.channels.email.sink import Sink

pytestmark = pytest.mark.django_db
HERS = "lucia@nidalia.example"


@pytest.fixture
def lucia(client):
    person = meet(name="Lucía Ferrer", email=HERS, by="system", at=MONDAY)
    give_role(person=person, role=Role.HEAD, by="system", at=MONDAY)
    client.force_login(person)
    return client


@pytest.fixture
def box(db):
    return Mailbox.objects.create(address="help@nidalia.example", name="Nidalia")


@pytest.fixture
def sink(monkeypatch):
    with Sink() as opened:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{opened.port}")
        yield opened


def tries(lucia, box, to=HERS):
    return lucia.post(f"/app/mailboxes/{box.pk}/test", {"to": to}, follow=True).content.decode()


def test_her_own_address_is_offered_and_the_test_comes_from_the_mailbox(lucia, box, sink):
    assert f'value="{HERS}"' in lucia.get(f"/app/mailboxes/{box.pk}").content.decode()

    page = tries(lucia, box)

    (mail,) = sink.mails
    assert "The provider has taken the test." in page
    assert (str(mail["From"]), str(mail["To"])) == ("Nidalia <help@nidalia.example>", HERS)
    assert "this channel works" in mail["Subject"]
    assert sink.envelopes == [("<>", (HERS,))]
    assert not Effect.objects.exists()


def test_what_the_mail_server_answers_is_said_in_its_words(lucia, box, sink):
    sink.refuses[HERS] = "550 5.7.1 Relaying denied"

    page = tries(lucia, box)

    assert "The provider did not take it: 550 5.7.1 Relaying denied" in page
    assert sink.mails == []


def test_a_house_without_a_mail_server_and_one_whose_server_is_away_say_so(lucia, box, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    assert "no mail server is set up" in tries(lucia, box)

    with Sink() as closed:
        gone = closed.port
    monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{gone}")
    assert "The provider did not take it" in tries(lucia, box)


@pytest.mark.parametrize("to", ["", "nobody", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_gets_nothing(lucia, box, sink, to):
    assert "Please say to whom the test shall go." in tries(lucia, box, to)
    assert sink.mails == []
