"""The mail door behind locks: encrypted when a certificate is given, and only for who knows the password."""

import shutil
import smtplib
import ssl
import subprocess

import pytest

from pasillo.doors.channels.email.gate import Gate
from pasillo.doors.channels.email.locks import locks
from pasillo.ground.intake.models import Inbound
from tests.doors.channels.email.conftest import HELP, mail
from tests.doors.channels.email.test_the_mail_door_stands_open import Open

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine"),
]


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of our own, as an operator would give it to the door."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*new, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    monkeypatch.setenv("PASILLO_SMTP_IN_CERT", str(cert))
    monkeypatch.setenv("PASILLO_SMTP_IN_KEY", str(key))
    return cert


@pytest.fixture
def locked(certificate, monkeypatch, help_box):
    monkeypatch.setenv("PASILLO_SMTP_IN_USER", "relay")
    monkeypatch.setenv("PASILLO_SMTP_IN_PASSWORD", "s3cret")
    gate = Gate(lambda: 0.0)
    with Open(gate) as door:
        yield door
    assert gate.here.total() == 0


def behind(guest, certificate):
    guest.starttls(context=ssl.create_default_context(cafile=str(certificate)))
    return guest


def test_the_relay_hands_mail_in_behind_encryption(locked, certificate):
    with smtplib.SMTP("localhost", locked.port, timeout=20) as guest:
        behind(guest, certificate).login("relay", "s3cret")
        assert guest.sendmail("ana@correo.example", [HELP], mail()) == {}

    assert Inbound.objects.count() == 1


def test_who_does_not_know_the_password_hands_nothing_in(locked, certificate):
    with smtplib.SMTP("localhost", locked.port, timeout=20) as guest:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            behind(guest, certificate).login("relay", "guess")
        assert guest.mail("ana@correo.example")[0] == 530

    assert not Inbound.objects.exists()


def test_a_password_is_not_heard_in_the_open(locked):
    with smtplib.SMTP("localhost", locked.port, timeout=20) as guest:
        guest.ehlo()
        assert "auth" not in guest.esmtp_features
        assert guest.mail("ana@correo.example")[0] == 530


def test_a_user_without_a_certificate_opens_no_door(monkeypatch):
    monkeypatch.setenv("PASILLO_SMTP_IN_USER", "relay")
    monkeypatch.setenv("PASILLO_SMTP_IN_PASSWORD", "s3cret")
    with pytest.raises(ValueError, match="CERT"):
        locks()


def test_without_any_of_it_the_door_stands_as_before():
    assert locks() == {"tls_context": None}
