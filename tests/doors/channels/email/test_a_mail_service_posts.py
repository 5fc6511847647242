"""A mail service posts what comes in over the web: each mail once, raw, and only from who can prove who they are."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from pasillo.doors.channels.email.commands import Post, Setup, set_up
from pasillo.doors.channels.email.models import Mailbox
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.ground.kit.refusals import Refused
from tests.doors.channels.email.conftest import HELP, MONDAY, case_of, mail

RAW = mail(text="Desde ayer no tengo línea, señor.")
SECRET = "key-1"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def posted_by(help_box, settings):
    settings.BASE_URL = "https://desk.nidalia.example"

    def choose(service, secret=SECRET):
        set_up(help_box.pk, Setup(address=HELP, post=Post(service=service, secret=secret)), by="system", at=MONDAY)
        return f"/hooks/mail/{Mailbox.objects.get().post_key}"

    return choose


def mark(*parts, sort="sha256"):
    return hmac.new(SECRET.encode(), "".join(parts).encode(), sort)


def multipart(**fields):
    lines = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
             for name, value in fields.items()]  # fmt: skip
    return b"".join(lines) + b"--b--\r\n", "multipart/form-data; boundary=b"


def mailgun(address):
    signed = mark("1", "t").hexdigest().encode()
    body, kind = multipart(timestamp=b"1", token=b"t", signature=signed, **{"body-mime": RAW})
    return body, {"content_type": kind}


def mandrill(address):
    events = json.dumps([{"event": "inbound", "msg": {"raw_msg": RAW.decode()}}, {"event": "send"}])
    told = base64.b64encode(
        mark(f"https://desk.nidalia.example{address}", "mandrill_events", events, sort="sha1").digest()
    )
    return urlencode({"mandrill_events": events}), {"content_type": FORM, "x-mandrill-signature": told.decode()}


def mailersend(address):
    body = json.dumps({"data": {"raw": RAW.decode()}})
    return body, {"content_type": "application/json", "signature": mark(body).hexdigest()}


def basic():
    return "Basic " + base64.b64encode(f"pasillo:{SECRET}".encode()).decode()


def postmark(address):
    return json.dumps({"RawEmail": RAW.decode()}), {"content_type": "application/json", "authorization": basic()}


def sendgrid(address):
    body, kind = multipart(email=RAW, envelope=b"{}")
    return body, {"content_type": kind, "authorization": basic()}


def sparkpost(address):
    content = {"email_rfc822": base64.b64encode(RAW).decode(), "email_rfc822_is_base64": True}
    body = json.dumps([{"msys": {"relay_message": {"content": content}}}])
    return body, {"content_type": "application/json", "authorization": basic()}


ALL = [mailgun, mandrill, mailersend, postmark, sendgrid, sparkpost]


def call(address, body, headers):
    sent = dict(headers)
    return Client(headers={k: v for k, v in sent.items() if k != "content_type"}).post(
        address, body, content_type=sent["content_type"]
    )


@pytest.mark.parametrize("service", ALL)
def test_ana_s_mail_is_kept_as_it_came_and_once(posted_by, service):
    address = posted_by(service.__name__)
    body, headers = service(address)

    assert [call(address, body, headers).status_code for _ in range(3)] == [200, 200, 200]

    inbound = Inbound.objects.get()
    assert whole(inbound.blob_id) == RAW
    read_one(inbound.pk)
    inbound.refresh_from_db()
    assert case_of(inbound).customer.email == "ana@correo.example"


@pytest.mark.parametrize("service", ALL)
def test_who_cannot_prove_to_be_the_service_leaves_nothing_but_a_word_for_the_administrator(posted_by, service):
    address = posted_by(service.__name__, "another")
    body, headers = service(address)

    assert call(address, body, headers).status_code == 403
    assert call(address, body, {"content_type": headers["content_type"]}).status_code == 403
    assert Inbound.objects.count() == 0
    assert "not signed" in Mailbox.objects.get().trouble


def test_a_service_that_posts_its_own_reading_is_told_what_to_post(posted_by):
    address = posted_by("postmark")
    answer = call(
        address, json.dumps({"TextBody": "Hola"}), {"content_type": "application/json", "authorization": basic()}
    )

    assert answer.status_code == 422
    assert Inbound.objects.count() == 0
    assert "as it came" in Mailbox.objects.get().trouble


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"RawEmail": 7}', b'{"RawEmail": ""}', b"[{}]"]
)
@pytest.mark.parametrize("service", ["postmark", "sparkpost", "sendgrid"])
def test_what_makes_no_sense_keeps_nothing_and_breaks_nothing(posted_by, service, body):
    address = posted_by(service)
    kind = "multipart/form-data; boundary=b" if service == "sendgrid" else "application/json"

    answer = call(address, body, {"content_type": kind, "authorization": basic()})

    assert answer.status_code in (200, 422)
    assert Inbound.objects.count() == 0


def test_nobody_guesses_an_address_and_a_closed_mailbox_takes_nothing(posted_by, help_box):
    address = posted_by("postmark", "")
    assert len(address) > 40
    assert Client().head(address).status_code == 200
    assert Client().head("/hooks/mail/guessed").status_code == 404
    Mailbox.objects.filter(pk=help_box.pk).update(is_active=False)
    assert call(address, *postmark(address)).status_code == 404


def test_another_service_gets_another_address_and_not_the_old_secret(posted_by):
    first = posted_by("postmark")
    second = posted_by("sendgrid", "")

    assert first != second
    assert bytes(Mailbox.objects.get().posted_sealed) == b""
    assert Client().head(first).status_code == 404


def test_a_service_that_signs_needs_its_key(posted_by):
    with pytest.raises(Refused, match="Mailgun signs what it posts"):
        posted_by("mailgun", "")


def test_a_mail_of_five_megabytes_goes_through(posted_by):
    address = posted_by("sendgrid")
    large = RAW + b"x" * (5 * 2**20)
    body, kind = multipart(email=large)

    assert call(address, body, {"content_type": kind, "authorization": basic()}).status_code == 200
    assert hashlib.sha256(whole(Inbound.objects.get().blob_id)).digest() == hashlib.sha256(large).digest()
