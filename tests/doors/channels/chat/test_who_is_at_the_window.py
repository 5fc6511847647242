"""Who somebody is at a window: what only their browser holds, what their host's server signs, and nothing else."""

import base64
import json
from datetime import timedelta

import pytest

from pasillo.doors.channels.chat import gates
from pasillo.doors.channels.chat.commands import change_secret, keep_widget
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.proof import signed_for
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.ground.people.models import Identity, Person
from pasillo.operations.cases.commands import customer_writes, reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from tests.doors.channels.chat.conftest import MONDAY, SHOP, Browser

pytestmark = pytest.mark.django_db


def _bare(**told):
    """A token that nobody signed."""
    parts = ({"alg": "none", "typ": "JWT"}, told)
    return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts) + "."


def test_who_is_signed_by_the_shop_finds_their_conversation_on_another_device(
    at_the_window, proof_for, budi_takes, ana, clock
):
    phone, laptop = at_the_window(), at_the_window()
    token = proof_for(name="Ana Pons", email="ana@correo.example", email_verified=True)
    phone.says("My line is dead.", proof=token)
    reply(Case.objects.get().pk, text="We are on it.", by=budi_takes.ref, at=clock.goes_on(seconds=5))

    told = laptop.ask("proof", "post", {"proof": proof_for()}).json()["talk"]

    case, identity = Case.objects.get(), Identity.objects.get()
    assert [one["text"] for one in told["messages"]] == ["My line is dead.", "We are on it."]
    assert (case.customer_id, case.unverified) == (ana.pk, False)
    assert (identity.person_id, identity.address, identity.proof) == (ana.pk, "4711", "signed")


def test_a_proof_that_has_ended_opens_nothing_any_more(at_the_window, proof_for, budi_takes, clock):
    phone = at_the_window()
    phone.says("My line is dead.", proof=proof_for())
    clock.goes_on(hours=2)

    assert phone.talk() is None
    assert phone.says("Are you there?").status_code == 404
    assert phone.ask("proof", "post", {"proof": "x.y.z"}).status_code == 404


@pytest.mark.parametrize(
    "forged",
    [
        lambda window, proof: _bare(aud=window.key, sub="4711", exp=int((MONDAY + timedelta(hours=2)).timestamp())),
        lambda window, proof: proof(secret="a secret of somebody else, as long as ours"),
        lambda window, proof: proof(aud="another-window"),
        lambda window, proof: proof(exp=int(MONDAY.timestamp())),
        lambda window, proof: proof(exp=int((MONDAY + timedelta(days=400)).timestamp())),
        lambda window, proof: proof(exp=None),
        lambda window, proof: proof(sub=""),
        lambda window, proof: proof(iat=int((MONDAY + timedelta(hours=3)).timestamp())),
        lambda window, proof: proof()[:-4] + "AAAA",
        lambda window, proof: "a.b.c",
        lambda window, proof: "{}",
        lambda window, proof: "é.é.é",
    ],
)  # fmt: skip
def test_what_the_shop_did_not_sign_proves_nothing(at_the_window, window, proof_for, budi_takes, forged):
    owner, thief = at_the_window(), at_the_window()
    owner.says("My line is dead.", proof=proof_for())

    answer = thief.ask("proof", "post", {"proof": forged(window, proof_for)})
    thief.says("Hello", proof=forged(window, proof_for))

    assert answer.status_code == 403
    assert thief.texts() == ["Hello"]
    assert Case.objects.count() == 2
    assert Identity.objects.count() == 1


def test_an_address_that_is_only_typed_shows_nothing_of_whose_it_is(at_the_window, budi_takes, ana, line_repair, clock):
    stranger = at_the_window()
    stranger.says("It is me, Ana", email="ana@correo.example")
    case = Case.objects.get()

    customer_writes(
        case.pk, author_id=ana.pk, words=Words(text="My code is 4321", channel="email"), by="system", at=clock.at
    )
    reply(case.pk, text="Thank you for your code", channel="email", by=budi_takes.ref, at=clock.goes_on(seconds=1))
    told = stranger.talk()

    assert (case.customer_id, case.unverified) == (ana.pk, True)
    assert [one["text"] for one in told["messages"]] == ["It is me, Ana"]
    assert told["mailed"] == "This conversation also goes on by e-mail."


def test_somebody_of_ours_is_not_taken_for_a_visitor_by_an_address(at_the_window, proof_for, budi_takes):
    at_the_window().says("Hello", proof=proof_for(email="budi@nidalia.example", email_verified=True, name="Budi"))

    assert Case.objects.get().customer_id != budi_takes.pk


def test_an_address_that_the_shop_has_not_confirmed_joins_nobody(at_the_window, proof_for, budi_takes, ana):
    at_the_window().says("Hello", proof=proof_for(email="ana@correo.example"))

    assert Case.objects.get().customer_id != ana.pk


def test_the_word_of_one_window_opens_nothing_at_another(at_the_window, client, window, line_repair, budi_takes):
    other = keep_widget(None, AccountAs(name="The bank", service_id=line_repair.pk), version=0, by="system", at=MONDAY)
    visitor = at_the_window()
    visitor.says("My line is dead.")
    moved = Browser(client, other, visitor.token)

    assert moved.talk() is None
    assert moved.says("And here?").status_code == 404
    assert moved.here().status_code == 404
    assert Case.objects.count() == 1


def test_an_old_secret_holds_for_a_day_and_no_longer(at_the_window, window, budi_takes, clock):
    old = settings_of(window)["secret"]

    def ask():
        until = int((clock.at + timedelta(hours=1)).timestamp())
        token = signed_for(old, aud=window.key, sub="4711", exp=until)
        return at_the_window().ask("proof", "post", {"proof": token}).status_code

    new = change_secret(window.pk, by="system", at=clock.at)
    assert new != old
    assert ask() == 200
    clock.goes_on(hours=25)
    assert ask() == 403


def test_another_page_can_neither_ask_nor_show_the_window(at_the_window, client, window, budi_takes):
    visitor = at_the_window()
    visitor.says("My line is dead.")
    theirs = {"Origin": "https://evil.example"}

    assert visitor.ask("talk", headers=theirs).status_code == 403
    assert visitor.ask("messages", "post", {"text": "x", "key": "a" * 10}, headers=theirs).status_code == 403
    assert visitor.ask("talk", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    frame = f"/chat/{window.key}/frame"
    asks = {"sec-fetch-dest": "iframe", "referer": "https://evil.example/page"}
    assert client.get(frame, headers=asks).status_code == 403
    shown = client.get(frame, headers=asks | {"referer": f"{SHOP}/basket"})
    assert shown.status_code == 200
    policy = shown["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {SHOP}" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in shown


def test_a_window_that_is_closed_is_not_there(client, window):
    window.is_active = False
    window.save()

    for what in (".js", "/frame", "/try", "/talk"):
        assert client.get(f"/chat/{window.key}{what}").status_code == 404


def test_who_says_too_much_at_once_is_asked_to_wait_and_loses_nothing(at_the_window, budi_takes):
    visitor = at_the_window()
    answers = [visitor.says(f"word {n}").status_code for n in range(gates.words_of_visitor.most + 2)]

    assert answers == [201] * gates.words_of_visitor.most + [422, 422]
    assert len(visitor.texts()) == gates.words_of_visitor.most


def test_one_network_cannot_open_conversations_without_end(client, window, clock, budi_takes):
    codes = []
    for number in range(gates.begun_in_range.most + 3):
        codes.append(Browser(client, window, f"{number:043d}").says("Hello").status_code)

    assert codes.count(422) == 3
    assert Visit.objects.count() == gates.begun_in_range.most == Case.objects.count()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"text": "  "}, "There is nothing to send yet. Write your message first."),
        ({"text": "x" * 8_001}, "This is longer than 8000 characters."),
        ({"text": "x", "email": "ana at home"}, "This does not look like an e-mail address."),
        ({"text": "x", "key": "'"}, "This message came without its mark. Please send it again."),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(at_the_window, budi_takes, sent, why):
    answer = at_the_window().says(**sent)

    assert (answer.status_code, answer.json()["why"]) == (422, why)
    assert not Visit.objects.exists()


def test_who_only_looks_leaves_no_trace(at_the_window, client, window):
    visitor = at_the_window()

    assert visitor.talk() is None
    assert client.get(f"/chat/{window.key}/talk").status_code == 200
    assert (Visit.objects.count(), Person.objects.count()) == (0, 0)
