"""A stranger asks: by name and address, without an account, and reads nothing that is not theirs."""

import re

import pytest

from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

FORM = "/services/move-home/new"


def page(response):
    return response.content.decode()


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', page(response)).group(1)


def test_a_stranger_asks_with_name_and_address(client, move_request, fill):
    key = key_on(client.get(FORM))

    answer = client.post(FORM, fill(key, _name="Yolanda Cruz", _email="Yolanda@Cruz.example"))

    case = Case.objects.get()
    assert case.unverified
    assert case.customer.name == "Yolanda Cruz"
    assert answer["location"].startswith("/r/")
    assert "Keep this page" in page(client.get(answer["location"]))


@pytest.mark.parametrize(
    ("name", "email", "why"),
    [
        ("", "y@cruz.example", "tell us your name"),
        ("Yolanda", "", "tell us your e-mail"),
        ("Yolanda", "yolanda", "not complete"),
        ("Yolanda", "a@b", "not complete"),
        ("Yolanda", "y@cruz.example\nBcc: all@cruz.example", "not complete"),
    ],
)
def test_a_stranger_without_name_or_address_is_told_so(client, move_request, fill, name, email, why):
    answer = client.post(FORM, fill(key_on(client.get(FORM)), _name=name, _email=email, _words="kept"))

    assert answer.status_code == 422
    assert why in page(answer)
    assert "kept" in page(answer)
    assert not Case.objects.exists()


def test_a_machine_is_stopped_and_a_customer_who_signs_in_is_not(client, elena, move_request, question, monkeypatch):
    monkeypatch.setattr("pasillo.doors.portal.brakes.REQUESTS_IN_AN_HOUR", 2)
    address = "/services/ask/question"

    def ask(**who):
        return client.post(address, {"key": key_on(client.get(address)), "_words": "Buy this", **who})

    sent = [ask(_name="Bot", _email=f"victim{n}@shop.example").status_code for n in range(4)]
    client.force_login(elena)

    assert sent == [302, 302, 422, 422]
    assert ask().status_code == 302
    assert Case.objects.count() == 3


def test_a_strangers_draft_stays_in_their_browser(client, move_request, fill):
    key = key_on(client.get(FORM))
    client.post(FORM, fill(key, do="save", _words="mine alone"))

    assert "mine alone" in page(client.get(FORM))
    client.cookies.clear()
    assert "mine alone" not in page(client.get(FORM))


def test_a_stranger_in_elenas_name_does_not_read_what_we_answer_her(client, elena, marta, move_request, fill):
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import reply
    from pasillo.operations.conversations.commands import note_delivery

    answer = client.post(FORM, fill(key_on(client.get(FORM)), _name="Elena", _email="ELENA@prats.example"))
    case = Case.objects.get()
    assert case.customer_id == elena.pk
    reply(case.pk, text="Your gate code is 4417.", by=marta.ref, at=now())
    note_delivery(Message.objects.get(direction="out").pk, delivery="sent")

    shown = page(client.get(answer["location"]))

    assert "Your gate code is 4417." not in shown
    assert "You find it in your mailbox" in shown
    assert "Marta" not in shown
    elena.refresh_from_db()
    assert elena.name == "Elena Prats"


@pytest.mark.parametrize("became", ["queued", "failed"])
def test_a_stranger_whom_our_letter_did_not_reach_is_not_sent_to_the_mailbox(client, marta, move_request, fill, became):
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.commands import reply
    from pasillo.operations.conversations.commands import note_delivery

    answer = client.post(FORM, fill(key_on(client.get(FORM)), _name="Yolanda", _email="yolanda@cruz.example"))
    reply(Case.objects.get().pk, text="Your gate code is 4417.", by=marta.ref, at=now())
    note_delivery(Message.objects.get(direction="out").pk, delivery=became, note="Not sent: no mail server is set up.")

    shown = page(client.get(answer["location"]))

    assert "We have answered, but our letter to you has not arrived yet." in shown
    assert "You find it in your mailbox" not in shown
    assert "Your gate code is 4417." not in shown


def test_nobody_is_asked_whether_an_answer_helped_that_no_letter_brought(client, marta, move_request, fill):
    from pasillo.doors.shell.clock import now
    from pasillo.ground.effects.sending import send_all
    from pasillo.operations.cases.commands import reply

    answer = client.post(FORM, fill(key_on(client.get(FORM)), _name="Yolanda", _email="yolanda@cruz.example"))
    case = Case.objects.get()
    reply(case.pk, text="Try it now.", then="resolve", by=marta.ref, at=now())
    send_all(at=now())

    shown = page(client.get(answer["location"]))
    pressed = client.post(f"{answer['location']}/confirmation", {"key": key_on(client.get(answer["location"]))})

    assert "Our answer has not reached you yet" in shown
    assert "It works" not in shown
    assert pressed.status_code == 422
    case.refresh_from_db()
    assert case.state == "resolved"


def test_who_opens_the_page_with_the_answer_has_read_it(client, elena, marta, move_request, fill):
    from pasillo.doors.portal.links import link_for
    from pasillo.doors.shell.clock import now
    from pasillo.ground.effects.sending import send_all
    from pasillo.operations.cases.commands import reply
    from pasillo.operations.promises.models import Clock

    client.post(FORM, fill(key_on(client.get(FORM)), _name="Elena", _email="ELENA@prats.example"))
    case = Case.objects.get()
    reply(case.pk, text="Try it now.", then="resolve", by=marta.ref, at=now())
    send_all(at=now())
    assert not Clock.objects.filter(case=case, metric="first_response", state="met").exists()

    shown = page(client.get(link_for(case, elena.pk)))

    assert "Try it now." in shown
    assert "It works" in shown
    assert not Message.objects.filter(is_unseen=True).exists()


def test_a_house_that_cannot_send_letters_does_not_say_that_it_has_written(client, move_request, fill, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    answer = client.post(FORM, fill(key_on(client.get(FORM)), _name="Yolanda", _email="yolanda@cruz.example"))

    mute = page(client.get(answer["location"]))
    monkeypatch.setenv("PASILLO_SMTP_OUT", "mail.nidalia.example:25")
    sends = page(client.get(answer["location"]))

    assert "Our answers go to yolanda@cruz.example, but just now we cannot send letters." in mute
    assert "We have also written to" not in mute
    assert "We have also written to yolanda@cruz.example; our answers go there." in sends
    assert "cannot send letters" not in sends
