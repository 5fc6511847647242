"""The head of operations sets up a mailbox on a page, and sees there whether mail flows."""

import pytest
from django.utils.translation import override

from pasillo.doors.channels.email.flow import why_said
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.email.conftest import HELP, MONDAY

FORM = {
    "address": "Bills@nidalia.example", "name": "Bills", "is_active": "1", "imap_host": "imap.nidalia.example",
    "imap_port": "993", "imap_security": "ssl", "imap_user": "bills", "imap_password": "s3cret", "imap_folder": "INBOX",
    "smtp_host": "", "smtp_port": "587", "smtp_security": "starttls", "smtp_user": "", "smtp_password": "",
}  # fmt: skip


@pytest.fixture
def head(db, client):
    person = meet(name="Marta Head", email="marta@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.HEAD, by="system", at=MONDAY)
    client.force_login(person)
    return client


def test_a_mailbox_is_set_up_and_its_password_is_never_shown_again(head, line_repair):
    assert "No mailbox is set up yet." in head.get("/app/mailboxes").content.decode()

    answer = head.post("/app/mailboxes/new", FORM | {"service": line_repair.pk})

    assert answer.status_code == 302
    box = Mailbox.objects.get()
    assert (box.address, box.service, unsealed(box.imap_sealed)) == ("bills@nidalia.example", line_repair, "s3cret")
    for page in ("/app/mailboxes", f"/app/mailboxes/{box.pk}"):
        shown = head.get(page).content.decode()
        assert "bills@nidalia.example" in shown
        assert "s3cret" not in shown


def test_an_empty_password_keeps_the_one_we_have(head, line_repair):
    head.post("/app/mailboxes/new", FORM)
    box = Mailbox.objects.get()
    head.post(f"/app/mailboxes/{box.pk}", FORM | {"imap_password": "", "name": "Invoices"})

    box.refresh_from_db()
    assert (box.name, unsealed(box.imap_sealed)) == ("Invoices", "s3cret")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": HELP}, "already"),
        ({"address": "nobody"}, "not an address"),
        ({"imap_port": "x"}, "A port is a number"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(head, help_box, wrong, said):
    answer = head.post("/app/mailboxes/new", FORM | {"name": "Typed before"} | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Typed before" in answer.content.decode()
    assert Mailbox.objects.count() == 1


def test_an_agent_may_not_see_or_change_mailboxes(client, budi, help_box):
    client.force_login(budi)

    assert client.get("/app/mailboxes").status_code == 403
    assert client.post(f"/app/mailboxes/{help_box.pk}", FORM).status_code == 403
    assert Mailbox.objects.get().address == HELP


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("no mail server is set up", "no hay ningún servidor de correo configurado"),
        ("held back: this address had enough automatic mails", "esta dirección ya ha recibido bastantes correos"),
        ("451 Prueba más tarde", "451 Prueba más tarde"),
        ("", ""),
    ],
)
def test_why_mail_waits_is_said_in_the_reader_s_language(error, said):
    with override("es"):
        assert said in why_said(error)
        assert bool(why_said(error)) is bool(said)
