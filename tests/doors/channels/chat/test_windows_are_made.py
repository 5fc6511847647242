"""Nuria makes a window: what she sets, what is never shown again, and who takes chats at it."""

import pytest

from pasillo.config.live.windows import heard_at, still_at_windows, visitor_of
from pasillo.doors.channels.chat.models import Taker, Visit
from pasillo.doors.channels.chat.widgets import read_origins, secrets_of
from pasillo.doors.channels.messaging.models import Account
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.chat.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def nuria(client, db):
    """Sets the house up."""
    person = meet(name="Nuria Campos", email="nuria@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.ADMIN, by="system", at=MONDAY)
    client.force_login(person)
    return client


def test_a_window_is_made_with_its_script_tag_and_a_secret_that_is_shown_once(nuria, line_repair, clock):
    sent = {
        "name": "The shop", "version": "0", "service": line_repair.pk, "language": "en", "colour": "rose",
        "origins": "shop.example\nhttps://WWW.shop.example/path http://localhost:3000", "is_active": "1",
    }  # fmt: skip

    made = nuria.post("/app/admin/channels/chat/new", sent)

    account = Account.objects.get()
    page = nuria.get(made["Location"]).content.decode()
    assert account.settings["origins"] == "https://shop.example https://www.shop.example http://localhost:3000"
    assert f"/chat/{account.key}.js" in page
    (secret,) = secrets_of(account, at=clock.at)
    assert secret not in page

    shown = nuria.post(f"/app/admin/channels/chat/{account.pk}/secret").content.decode()
    new, old = secrets_of(Account.objects.get(), at=clock.at)
    assert old == secret
    assert new in shown
    assert new not in nuria.get(made["Location"]).content.decode()
    assert new.encode() not in bytes(Account.objects.get().sealed)


def test_what_is_no_page_is_refused_and_what_was_typed_stays(nuria, line_repair):
    sent = {"name": "The shop", "version": "0", "language": "en", "origins": "javascript://shop.example"}

    answer = nuria.post("/app/admin/channels/chat/new", sent)

    assert answer.status_code == 422
    assert "javascript://shop.example" in answer.content.decode()
    assert not Account.objects.exists()


def test_only_web_pages_are_origins():
    good, bad = read_origins("a.example, https://b.example:8443/x ftp://c.example file:///etc d;script-src e.example")

    assert good == ["https://a.example", "https://b.example:8443", "https://e.example"]
    assert bad == ["ftp://c.example", "file:///etc", "d;script-src"]


def test_budi_says_that_he_takes_chats_and_sees_who_waits(client, at_the_window, budi, window, clock):
    client.force_login(budi)
    client.post("/app/chats/turn", {"take": "1"})
    assert Taker.objects.get().person_id == budi.pk

    at_the_window().says("My line is dead.")
    clock.goes_on(seconds=1)
    page = client.get("/app/chats").content.decode()
    client.post("/app/chats/turn", {"take": "0"})

    assert "My line is dead." in page
    assert "1 waits" in page
    assert not Taker.objects.exists()


def test_a_visitor_hears_of_their_own_conversation_alone(at_the_window, budi_takes, clock):
    one, other = at_the_window(), at_the_window()
    assert visitor_of(f"Chat {one.token}") is None
    one.says("One")
    other.says("Two")

    mine, theirs = visitor_of(f"Chat {one.token}"), visitor_of(f"Chat {other.token}")

    assert mine.case_id != theirs.case_id
    assert heard_at([mine, theirs], [f"case:{mine.case_id}", "person:1"], []) == {mine}
    assert heard_at([mine, theirs], [], {theirs.case_id}) == {theirs}
    assert still_at_windows([mine, theirs]) == {mine, theirs}
    Visit.objects.filter(pk=mine.visit_id).delete()
    assert still_at_windows([mine, theirs]) == {theirs}
    assert visitor_of("Chat nonsense") is None
    assert visitor_of(f"Bearer {other.token}") is None
