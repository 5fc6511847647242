"""The head of operations sets up a mailbox on a page, and sees there whether mail flows."""

import base64
import hashlib
import html
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils.translation import override

from pasillo.doors.channels.email import oauth
from pasillo.doors.channels.email.flow import why_said
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.egress import Answer
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


@pytest.fixture
def google(head):
    """A mailbox at Google whose client was registered there; the browser that Marta uses."""
    head.post("/app/mailboxes/new", FORM | {"auth": "google", "oauth_client": "c1", "oauth_secret": "s3cret"})
    return Mailbox.objects.get()


def leave(head, box):
    """Marta presses Connect; the question that her browser takes to the provider."""
    page = head.post(f"/app/mailboxes/{box.pk}/connect").content.decode()
    address = html.unescape(page.partition('class="btn btn-p" href="')[2].partition('"')[0])
    assert address.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    return dict(parse_qsl(urlsplit(address).query))


def provider(monkeypatch, **answer):
    heard = []

    def call(address, *, form):
        heard.append((address, form))
        return Answer(status=answer.pop("status", 200), body=json.dumps(answer).encode())

    monkeypatch.setattr(oauth, "call", call)
    return heard


def test_marta_says_yes_at_google_and_the_mailbox_is_connected(head, google, monkeypatch):
    heard = provider(monkeypatch, access_token="a1", refresh_token="r1", expires_in=3600)
    asked = leave(head, google)

    answer = head.get("/app/mailboxes/connected", {"state": asked["state"], "code": "the-code"}, follow=True)

    assert "The mailbox is connected." in answer.content.decode()
    assert "Connected by Marta Head" in answer.content.decode()
    ((where, form),) = heard
    assert where == "https://oauth2.googleapis.com/token"
    assert (form["grant_type"], form["code"], form["client_secret"]) == ("authorization_code", "the-code", "s3cret")
    assert form["redirect_uri"] == asked["redirect_uri"]
    assert asked["redirect_uri"].endswith("/app/mailboxes/connected")
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert (asked["access_type"], asked["scope"]) == ("offline", "https://mail.google.com/")
    google.refresh_from_db()
    assert unsealed(google.oauth_lasting_sealed, oauth.PURPOSE) == "r1"
    assert google.connected_at is not None
    assert "r1" not in answer.content.decode()


def test_a_way_back_counts_once_and_only_with_the_state_that_left(head, google, monkeypatch):
    heard = provider(monkeypatch, access_token="a1", refresh_token="r1")
    asked = leave(head, google)

    foreign = head.get("/app/mailboxes/connected", {"state": "x", "code": "stolen"})
    again = head.get("/app/mailboxes/connected", {"state": asked["state"], "code": "the-code"})

    assert "begun in another browser" in foreign.content.decode()
    assert again.status_code == 404
    assert heard == []
    google.refresh_from_db()
    assert google.connected_at is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 400, "error": "invalid_grant"}, "invalid_grant"),
        ({"access_token": "a1"}, "no key that lasts"),
    ],
)
def test_what_the_provider_refuses_is_said_and_nothing_is_connected(head, google, monkeypatch, answer, said):
    provider(monkeypatch, **answer)
    asked = leave(head, google)

    page = head.get("/app/mailboxes/connected", {"state": asked["state"], "code": "the-code"})

    assert page.status_code == 422
    assert said in page.content.decode()
    google.refresh_from_db()
    assert google.connected_at is None


def test_who_says_no_at_the_provider_changes_nothing(head, google):
    asked = leave(head, google)

    page = head.get("/app/mailboxes/connected", {"state": asked["state"], "error": "access_denied"})

    assert "did not say yes" in page.content.decode()
