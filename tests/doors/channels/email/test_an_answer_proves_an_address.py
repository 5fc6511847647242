"""Who answers words of ours with the token that we mailed has shown whose the address is. Nothing less has."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from tests.doors.channels.email.conftest import case_of, mail
from tests.doors.channels.email.sink import Sink


@pytest.fixture
def sink(monkeypatch):
    """A mail server that takes what we send."""
    with Sink() as server:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{server.port}")
        yield server


@pytest.fixture
def case(arrives):
    """Ana asked by mail, and nothing proved that it was she."""
    return case_of(arrives(mail()))


def sent(sink):
    """Our letters that have left, by their subject and id."""
    send_all(at=now())
    return [(str(one["Subject"]), str(one["Message-ID"])) for one in sink.mails]


def proven():
    """Which addresses are proven, and how many of the cases count as their customer's."""
    addresses = set(Person.objects.exclude(verified_at=None).values_list("email", flat=True))
    return addresses, Case.objects.filter(unverified=False).count()


def written_to(case):
    """The subject of the letter that says that we have it."""
    with translation.override("es"):
        return gettext("We received your request %(number)s") % {"number": case.number}


@pytest.fixture
def our_id(case, sink, budi, later):
    """The id of Budi's answer, once it has left."""
    reply(case.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    return next(one for subject, one in sent(sink) if subject.startswith("Re:"))


def test_ana_answers_from_the_address_to_which_we_wrote_and_is_written_to_from_then_on(arrives, case, our_id, sink):
    arrives(mail(subject="Otra cosa", text="Y la factura."))
    assert proven() == (set(), 0)
    assert len(sent(sink)) == 2

    arrives(mail(subject="Re: No hay línea", text="Gracias.", In_Reply_To=our_id))
    assert proven() == ({"ana@correo.example"}, 2)
    assert Entry.objects.filter(name="person.verified").count() == 1
    third = case_of(arrives(mail(subject="Una más", text="Cambio de dirección.")))

    assert sent(sink)[2:] == [(written_to(third), sink.mails[2]["Message-ID"])]
    assert not Effect.objects.filter(error__startswith="held back").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"sender": "Mallory <mallory@evil.example>"},
        {"Auto_Submitted": "auto-replied", "subject": "Fuera de la oficina"},
        {"Authentication_Results": "mx.nidalia.example; dmarc=fail header.from=correo.example"},
        {"In_Reply_To": "<other@correo.example>"},
    ],
    ids=["somebody else", "a machine", "a forged sender", "no token"],
)
def test_nothing_less_proves_it(arrives, case, our_id, given):
    Mailbox.objects.update(auth_server="mx.nidalia.example")

    arrives(mail(**{"subject": f"Re: [#{case.number}]", "text": "Soy yo.", "In_Reply_To": our_id} | given))

    assert proven() == (set(), 0)
    assert not Entry.objects.filter(name="person.verified").exists()


def test_an_answer_to_a_mere_acknowledgement_proves_nothing_for_anybody_can_have_it_sent(arrives, case, sink):
    [(subject, acknowledgement)] = sent(sink)
    assert subject == written_to(case)

    answer = arrives(mail(subject="Re", text="No estoy en la oficina.", In_Reply_To=acknowledgement))

    assert answer.about == case.ref
    assert proven() == (set(), 0)
