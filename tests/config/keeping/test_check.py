"""`pasillo check`: a tick where all is well, and words with what to do where it is not."""

import socket
from argparse import Namespace
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection

from pasillo.config.keeping import check, inside, key
from pasillo.config.postgres.trouble import Trouble
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.webhooks.models import Hook
from pasillo.doors.shell import clock
from pasillo.ground.effects import commands as effects
from tests.template import as_owner

pytestmark = pytest.mark.django_db
NEVER_USED = 1


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("PASILLO_DATA", str(tmp_path))
    monkeypatch.delenv("PASILLO_SECRET_KEY", raising=False)
    return tmp_path


def words(port=NEVER_USED, database=nullcontext):
    options = Namespace(host="127.0.0.1", port=port, accept_key=False)
    return [str(finding) for finding in check.findings(options, database)]


def ask(running=False):
    return [str(one) for one in inside.findings_inside(None, running=running, accept_key=False)]


def change(statement):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_port_that_is_taken_is_said_with_who_has_it(data):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        (said,) = [line for line in words(port) if str(port) in line]

    assert said.startswith(f"✗ The address 127.0.0.1:{port} is taken by ")
    assert "(process " in said
    assert "--port and another number" in said


def test_a_database_that_cannot_be_reached(data):
    def away():
        raise Trouble("connection refused")

    assert words(database=away)[-1] == "✗ The database cannot be reached: connection refused"


def test_a_key_that_is_lost_is_said_before_a_new_one_is_made(data):
    (data / "postgres").mkdir()

    (said,) = [line for line in words() if "secret" in line and "missing" in line]

    assert said.startswith("✗ The secret key is missing")
    assert not (data / "secret.key").exists()


@pytest.mark.parametrize("kept", ["", "short"])
def test_a_key_that_is_damaged(data, kept):
    (data / "secret.key").write_text(kept)

    assert any("is damaged: it is too short. Put your copy of it back." in line for line in words())


def test_a_disk_with_little_room(data, monkeypatch):
    monkeypatch.setattr(check, "free_and_total", lambda place: (300 * 2**20, 20 * 2**30))

    (said,) = [line for line in words() if "disk of the data folder" in line]

    assert said.startswith("✗ 300 MB of 20.0 GB are free on the disk of the data folder. Below 1.0 GB nothing new")


def test_nobody_to_ask_and_an_unknown_worker(data):
    said = ask(running=True)

    assert any(line.startswith("✗ There is no administrator. Let one in:") for line in said)
    assert any(line.startswith("✗ Pasillo runs, but no worker was seen at all") for line in said)
    assert "✓ The tables are of this version." in said
    assert "✓ The clocks of this machine and of the database agree." in said


def test_a_worker_that_was_seen_just_now(data):
    change("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")

    assert "✓ A worker is at work." in ask(running=True)


def test_clocks_that_differ(data, monkeypatch):
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() - timedelta(seconds=90))

    (said,) = [line for line in ask() if "clock" in line]

    assert said.startswith("✗ The clock of this machine and that of the database differ by 90 seconds.")


def test_tables_that_are_older(data):
    change("DELETE FROM django_migrations WHERE app = 'console'")

    assert any(line.startswith("✗ The tables are older than this version: ") for line in ask())


def test_a_mailbox_with_trouble(data):
    with as_owner():
        Mailbox.objects.create(address="help@nidalia.example", trouble="ConnectionRefusedError: [Errno 111]")

    assert (
        "✗ The mailbox help@nidalia.example has trouble: the mail server takes no connections. Look at Mailboxes."
        in ask()
    )


def test_an_account_with_trouble_and_a_hook_that_was_switched_off(data):
    at = clock.now()
    with as_owner():
        Account.objects.create(kind="telegram", name="The bot", key="bot", trouble="401: Unauthorized")
        Account.objects.create(kind="telegram", name="The old bot", key="old", trouble="401", is_active=False)
        Hook.objects.create(name="Warehouse", address="https://x", is_active=False, listens_from=at, switched_off_at=at)
        Hook.objects.create(name="Closed by us", address="https://y", is_active=False, listens_from=at)

    lines = ask()
    assert "✗ The account The bot has trouble: 401: Unauthorized. Look at Channels." in lines
    assert "✗ The hook Warehouse is switched off: nothing arrived there. Look at Webhooks." in lines
    assert not [line for line in lines if "old bot" in line or "Closed by us" in line]


def test_another_key_than_the_one_of_the_data(data, settings):
    with connection.cursor() as cursor:
        key.accept(cursor, "the key of last year, which is long enough")

        assert key.is_another(cursor, settings.SECRET_KEY)
        assert any(line.startswith("✗ The secret key is not the one") for line in ask())

        key.accept(cursor, settings.SECRET_KEY)
        assert key.is_another(cursor, settings.SECRET_KEY)
        key.accept(cursor, settings.SECRET_KEY, also_another=True)
        assert not key.is_another(cursor, settings.SECRET_KEY)


def test_letters_that_cannot_leave(data):
    effects.promise("mail", key="letter:1", payload={"to": "elena@correo.example"}, about="case:1", at=clock.now())
    assert "✓ No letter was refused by the mail server." in ask()
    change("UPDATE effects_effect SET attempts = 4, error = 'STARTTLS extension not supported'")

    (said,) = [line for line in ask() if "could not leave" in line]
    assert said.startswith("✗ 1 letters could not leave, the oldest of 20")
    assert "STARTTLS extension not supported" in said
