"""A visitor at a chat window hears that something moved in their conversation, and nothing of anybody else's."""

import pytest

from pasillo.doors.channels.chat.commands import keep_widget
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.shell.clock import now
from pasillo.ground.kit import looking
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from tests.config.live.conftest import OpenPage
from tests.config.running import until
from tests.doors.channels.chat.conftest import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(line_repair):
    given = {"colour": "green", "origins": "https://shop.example"}
    wish = AccountAs(name="The shop", service_id=line_repair.pk, language="en", given=given)
    return keep_widget(None, wish, version=0, by="system", at=now())


@pytest.fixture
def listen(web, client, monkeypatch):
    """A process that serves strangers, as it does outside of stories: listen(token)."""
    opened = []

    def listen(token):
        monkeypatch.setattr(looking, "_otherwise", [looking.NOTHING])
        opened.append(OpenPage(web, client, **{"Authorization": f"Chat {token}"}))
        return opened[-1]

    yield listen
    for page in opened:
        page.close()


def test_who_asked_hears_that_an_answer_came_and_nobody_else_does(client, window, listen, budi):
    Browser(client, window, "a" * 43).says("My line is dead.", email="ana@correo.example")
    Browser(client, window, "b" * 43).says("Mine too.", email="eva@correo.example")
    hers, other = (Case.objects.get(subject__startswith=words) for words in ("My line", "Mine too"))
    page, others = listen("a" * 43).settle(), listen("b" * 43).settle()
    assert (page.status, others.status) == (200, 200)

    with looking.looking_as(looking.EVERYTHING):
        reply(hers.pk, text="We are on it.", by=budi.ref, at=now())

    until(page.events, 3)
    assert set(page.events()) == {("chat", "changed")}
    assert others.events() == []


def test_a_word_that_opened_nothing_hears_nothing(client, window, listen):
    assert listen("c" * 43).status == 401
    assert listen("short").status == 401
