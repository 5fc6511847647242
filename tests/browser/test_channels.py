"""Lucía answers on WhatsApp after the hours are over: an approved text comes into the composer, its blank waits."""

from datetime import timedelta

import pytest

from tests.browser.people import DESKTOP, PHONE


@pytest.fixture(scope="module")
def waits(story, django_db_blocker):
    """Berta wrote on WhatsApp thirty hours ago, and nobody has answered."""
    from pasillo.doors.channels.messaging import commands
    from pasillo.doors.channels.messaging.plain import Said
    from pasillo.doors.channels.messaging.talking import take_up
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import cancel
    from pasillo.operations.cases.models import Case

    with django_db_blocker.unblock():
        at = now()
        service_id = Case.objects.get(number=story.cases["elena"]).service_id
        filled = {"number_id": "1060", "token": "t", "secret": "s", "verify": "v"}
        wish = commands.AccountAs(name="Nidalia on WhatsApp", service_id=service_id, given=filled)
        account = commands.set_up(None, wish, kind="whatsapp", version=0, by="system", at=at)
        text = "Hello {{1}}, are you still waiting for us?"
        commands.keep_templates(account.pk, [commands.Approved(name="still", language="en", text=text)])
        said = Said(outside_id="w1", sender="34600111333", name="Berta Soler", text="Nobody came.",
                    at=at - timedelta(hours=30))  # fmt: skip
        case = take_up(account, said, at=at)
    yield case.number
    with django_db_blocker.unblock():  # nothing of it waits in the queues of other stories
        cancel(case.pk, reason="Told twice", by="system", at=now())
        type(account).objects.filter(pk=account.pk).update(is_active=False)


def test_an_approved_text_comes_into_the_composer_and_does_not_go_with_an_open_blank(visit, story, waits):
    lucia = visit()
    lucia.be(story.people["lucía"])
    lucia.look(size=DESKTOP)
    lucia.open(f"/app/cases/{waits}")
    page = lucia.page

    in_the_way = lucia.axe()
    page.click("#composer [data-fill]")
    filled = page.input_value("#reply-text")
    page.click("#composer [data-main]")
    page.wait_for_selector("#warned :text('brackets')")

    assert in_the_way == []
    assert filled == "Hello ⟦1⟧, are you still waiting for us?"
    assert page.input_value("#reply-text") == filled
    assert "only an approved text may go out" in page.inner_text("#composer .way")
    assert lucia.refused() == []


@pytest.mark.parametrize("path", ["/app/admin/phones/new", "/app/admin/channels/chat/new"])
def test_beside_a_lone_form_stands_what_it_is_for_and_on_a_phone_below_it(visit, story, path):
    nuria = visit().be(story.people["nuria"])
    nuria.open(path)

    form, beside = (nuria.page.locator(which).bounding_box() for which in (".two > form", ".two > .two-side"))
    assert beside["x"] >= form["x"] + form["width"]
    assert beside["x"] + beside["width"] > 1300
    nuria.look(size=PHONE)
    form, below = (nuria.page.locator(which).bounding_box() for which in (".two > form", ".two > .two-side"))
    assert below["y"] >= form["y"] + form["height"]
    assert nuria.overflow() == 0
