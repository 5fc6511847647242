"""Nuria opens Nidalia's number on WhatsApp, tries it, and sees whether messages flow. Secrets go in and never out."""

import json

import pytest
from django.test import Client

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.models import Account, Template
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.egress import Answer
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.messaging.conftest import FILLED, from_whatsapp, text

pytestmark = pytest.mark.django_db
SECRETS = ("tok-very-secret", "app-secret")


@pytest.fixture
def nuria(db):
    """Administers."""
    person = meet(name="Nuria Vidal", email="nuria@nidalia.example", by="system", at=now())
    give_role(person=person, role=Role.ADMIN, area=None, by="system", at=now())
    browser = Client()
    browser.force_login(person)
    return browser


def typed(**other):
    given = {f"given_{name}": value for name, value in FILLED.items()}
    return {"name": "Nidalia", "version": "0", "language": "es", "service": "", "is_active": "1"} | given | other


def test_an_account_is_kept_with_its_secrets_sealed_and_never_shown(nuria):
    answer = nuria.post("/app/admin/channels/new/whatsapp", typed())

    account = Account.objects.get()
    page = nuria.get(answer["Location"]).content.decode()
    assert settings_of(account)["token"] == "tok-very-secret"
    assert f"/hooks/whatsapp/{account.key}" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert not [secret for secret in SECRETS if secret in json.dumps(account.settings)]
    assert not [secret for secret in SECRETS if secret.encode() in bytes(account.sealed)]


def test_an_empty_secret_keeps_the_one_that_is_there(nuria, number):
    answer = nuria.post(f"/app/admin/channels/{number.pk}", typed(version="1", given_token="", name="Ayuda"))

    number.refresh_from_db()
    assert answer.status_code == 302
    assert (number.name, number.version, settings_of(number)["token"]) == ("Ayuda", 2, "tok-very-secret")


def test_what_is_missing_is_said_and_all_that_was_typed_stays_but_secrets(nuria):
    answer = nuria.post("/app/admin/channels/new/whatsapp", typed(given_verify=""))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1060"' in page
    assert not [secret for secret in SECRETS if secret in page]
    assert not Account.objects.exists()


def test_an_account_may_wait_closed_until_everything_is_known(nuria):
    filled = typed(given_verify="")
    filled.pop("is_active")

    assert nuria.post("/app/admin/channels/new/whatsapp", filled).status_code == 302
    assert not Account.objects.get().is_active


def test_of_two_who_change_it_at_once_the_second_is_told(nuria, number):
    nuria.post(f"/app/admin/channels/{number.pk}", typed(version="1", name="Primera"))
    late = nuria.post(f"/app/admin/channels/{number.pk}", typed(version="1", name="Segunda"))

    number.refresh_from_db()
    assert (late.status_code, number.name) == (409, "Primera")
    assert "Segunda" in late.content.decode()


def test_a_channel_that_there_is_not_cannot_be_opened(nuria):
    assert nuria.get("/app/admin/channels/new/pigeon").status_code == 404


def test_send_me_a_test_tells_what_the_provider_said(nuria, number, provider):
    address = f"/app/admin/channels/{number.pk}/test"
    trouble = {"error": {"code": 190, "message": "Session has expired"}}
    provider.answers = {
        "/messages": [Answer(status=401, body=json.dumps(trouble).encode()), {"messages": [{"id": "1"}]}]
    }

    refused = nuria.post(address, {"to": "34600111222"}, follow=True).content.decode()
    number.refresh_from_db()
    first = number.trouble
    taken = nuria.post(address, {"to": "34600111222"}, follow=True)
    number.refresh_from_db()

    assert first.startswith("190: ")
    assert first in refused.replace("&#39;", "'")
    assert (taken.status_code, number.trouble) == (200, "")
    assert provider.sent()[0]["to"] == "34600111222"


def test_approved_texts_are_read_from_the_provider_and_old_ones_go(nuria, number, provider):
    kept = [commands.Approved(name="old", language="es", text="Adiós")]
    commands.keep_templates(number.pk, kept)
    body = {"type": "BODY", "text": "Hola {{1}}"}
    header = {"type": "HEADER", "text": "{{1}}"}
    provider.answers = {"message_templates": {"data": [
        {"name": "hello", "language": "es", "status": "APPROVED", "id": "7", "components": [body]},
        {"name": "no", "language": "es", "status": "REJECTED", "id": "8", "components": [body]},
        {"name": "with_more", "language": "es", "status": "APPROVED", "id": "9", "components": [header, body]},
    ]}}  # fmt: skip

    nuria.post(f"/app/admin/channels/{number.pk}/templates")

    assert list(Template.objects.order_by("name").values_list("name", "is_usable")) == [("hello", True), ("no", False)]


def test_the_screen_says_for_each_account_what_came_last_and_what_waits(nuria, number, calls):
    calls(number, from_whatsapp(text("Hola")), read=False)
    calls(number, from_whatsapp(text("Soy Ana")), key="another", read=False)
    commands.note_trouble(number.pk, words="190: a new token is needed", at=now())

    page = nuria.get("/app/admin/channels").content.decode()

    assert Inbound.objects.filter(state="new").count() == 1
    assert "190: a new token is needed" in page
    assert "1 waits to be read" in page
    assert "/app/mailboxes" in page


def test_what_could_not_be_read_is_found_from_its_figure_and_read_again(nuria, number):
    lies = Inbound.objects.create(
        channel="whatsapp", mailbox=str(number.pk), blob=keep(b"not json"), state="quarantined",
        reason="nobody understands it", received_at=now(), attempts=3,
    )  # fmt: skip
    others = Inbound.objects.create(
        channel="whatsapp", mailbox="987654321", blob=keep(b"x"), state="quarantined", reason="of another",
        received_at=now(),
    )  # fmt: skip
    place = f"/app/admin/channels/{number.pk}/unread"

    assert f'href="{place}"' in nuria.get("/app/admin/channels").content.decode()
    page = nuria.get(place).content.decode()
    assert "nobody understands it" in page
    assert "of another" not in page

    assert nuria.post(place, {"message": str(others.pk)}).status_code == 404
    assert nuria.post(place, {"message": str(lies.pk)}).status_code == 302
    assert Inbound.objects.get(pk=lies.pk).state == "new"
    assert Inbound.objects.get(pk=others.pk).state == "quarantined"
    assert "nobody understands it" not in nuria.get(place).content.decode()


def test_the_server_of_mastodon_is_called_in_secret_or_not_at_all(nuria):
    given = {"name": "Nidalia", "version": "0", "language": "es", "service": "", "is_active": "1", "given_token": "tok"}

    refused = nuria.post("/app/admin/channels/new/mastodon", given | {"given_server": "http://mastodon.social"})
    assert refused.status_code == 422
    assert "The address must begin with https://" in refused.content.decode()
    assert not Account.objects.exists()

    nuria.post("/app/admin/channels/new/mastodon", given | {"given_server": "mastodon.social"})
    assert settings_of(Account.objects.get())["server"] == "https://mastodon.social"
