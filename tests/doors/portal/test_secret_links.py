"""A link that only one person has shows one request, for a while, and nothing else."""

import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.portal import links
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import confirm, reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.conversations.threads import token_for
from tests.doors.portal.conftest import MONDAY

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


def page(response):
    return response.content.decode()


def once(**more):
    return {"key": str(uuid.uuid4())} | more


@pytest.fixture
def link(resolved):
    return links.mailed_path(resolved)


@pytest.fixture
def over(resolved, elena):
    """The same link, long after the end."""
    confirm(resolved.pk, by=elena.ref, at=MONDAY - timedelta(days=400))
    assert Case.objects.get().closed_at < now() - timedelta(days=90)
    return links.mailed_path(resolved)


def test_elena_opens_her_link_without_signing_in(client, link, resolved):
    shown = page(client.get(link))

    assert resolved.subject in shown
    assert "Nora comes today" in shown
    assert f"/requests/{resolved.number}" not in shown


def test_by_her_link_she_writes_disputes_and_rates(client, link, resolved):
    client.post(f"{link}/messages", once(text="Still nothing."))
    client.post(f"{link}/feedback", once(score="2", words="Slow."))
    client.post(f"{link}/dispute", once(reason="No alarm."))

    resolved.refresh_from_db()
    assert resolved.state == "disputed"
    assert Message.objects.filter(text="Still nothing.", author=resolved.customer).exists()


def test_acting_by_a_mailed_link_proves_the_address(client, link, resolved):
    Case.objects.update(unverified=True)

    client.get(link)
    assert Case.objects.get().unverified
    client.post(f"{link}/messages", once(text="It is me."))

    resolved.refresh_from_db()
    assert not resolved.unverified
    resolved.customer.refresh_from_db()
    assert resolved.customer.verified_at is not None


def test_acting_by_a_link_from_the_screen_proves_nothing(client, resolved):
    Case.objects.update(unverified=True)

    client.post(f"{links.shown_link(resolved)}/messages", once(text="It is not me."))

    assert Case.objects.get().unverified


@pytest.mark.parametrize(
    "token",
    ["x", "a" * 26, "a" * 80, "A" * 4000, "%00", "é" * 30, "..", "1:2:3", "eyJjIjoxfQ:1abcde:sig", "aa/../aa"],
)
def test_a_link_that_we_never_gave_out_is_not_there(client, resolved, token):
    assert client.get(f"/r/{token}").status_code == 404
    assert client.post(f"/r/{token}/messages", once(text="x")).status_code == 404
    assert client.post(f"/r/{token}/renewal").status_code == 404


def test_every_changed_letter_makes_it_a_link_that_we_never_gave_out(client, link):
    token = link.removeprefix("/r/")
    for place in [*range(0, len(token), 3), len(token) - 1]:
        other = "b" if token[place] == "a" else "a"
        assert client.get(f"/r/{token[:place]}{other}{token[place + 1 :]}").status_code == 404


def test_the_address_for_replies_by_mail_opens_no_page(client, resolved):
    assert client.get(f"/r/{token_for(resolved.conversation_id, resolved.customer_id)}").status_code == 404


def test_a_link_of_one_person_does_not_open_the_request_of_another(client, resolved, ramon):
    token = token_for(resolved.conversation_id, ramon.pk, purpose=links.MAILED)

    assert client.get(f"/r/{token}").status_code == 404


def test_an_old_link_explains_itself_and_mails_a_new_one_once_a_day(client, over, resolved):
    answer = client.get(over)
    assert answer.status_code == 200
    assert "This link has had its time" in page(answer)
    assert resolved.subject not in page(answer)
    assert client.post(f"{over}/messages", once(text="x")).status_code == 200
    assert not Message.objects.filter(text="x").exists()

    sent = [client.post(f"{over}/renewal") for _ in range(3)]

    assert {answer.status_code for answer in sent} == {200}
    letter = Effect.objects.get(key__contains=":link:").payload
    assert letter["to"] == "elena@prats.example"
    fresh = letter["text"].split("http", 1)[1].split("/r/", 1)[1].split()[0]
    assert resolved.subject in page(client.get(f"/r/{fresh}"))


def test_a_fresh_link_grows_old_too(client, over, resolved):
    spent = links.renewed_link(resolved, at=now() - timedelta(days=15)).rsplit("/", 1)[1]

    assert "This link has had its time" in page(client.get(f"/r/{spent}"))


def test_a_fresh_link_cannot_be_made_by_anybody_else(client, resolved):
    forged = {"c": resolved.conversation_id, "p": resolved.customer_id, "until": "2999-01-01T00:00:00+00:00"}

    for salt in ("", "other"):
        assert client.get(f"/r/{signing.dumps(forged, key='guess', salt=salt)}").status_code == 404
        assert client.get(f"/r/{signing.dumps(forged, salt=salt)}").status_code == 404


def test_files_by_link_are_those_of_this_request_alone(client, link, resolved):
    client.post(f"{link}/messages", once(text="x", files=SimpleUploadedFile("a.png", PNG)))
    file = MessageFile.objects.get()

    assert client.get(f"{link}/files/{file.pk}").status_code == 200
    assert client.get(f"{link}/files/{file.pk + 1}").status_code == 404
    assert client.get(f"/files/{file.pk}").status_code == 302


def test_a_stranger_gets_no_file_of_ours_by_the_link_from_the_screen(client, resolved, marta):
    from pasillo.ground.files.commands import keep
    from pasillo.operations.conversations.commands import FileIn

    reply(resolved.pk, text="See the plan.", files=[FileIn(name="plan.png", blob=keep(PNG))], by=marta.ref, at=MONDAY)
    shown = links.shown_link(resolved)

    assert client.get(f"{shown}/files/{MessageFile.objects.get().pk}").status_code == 404


def test_the_page_tells_no_other_house_where_one_came_from(client, link):
    answer = client.get(link)

    assert answer["referrer-policy"] == "same-origin"
    assert "no-store" in answer["cache-control"]
    assert "noindex" in answer["x-robots-tag"]


def test_we_have_it_is_said_while_it_is_news(client, her_case):
    shown = links.shown_link(her_case)

    for state in ("new", "assigned", "in_progress"):
        Case.objects.update(state=state)
        assert "We have it. Keep this page." in page(client.get(shown))
    for state in ("waiting_customer", "scheduled", "cancelled"):
        Case.objects.update(state=state)
        assert "We have it. Keep this page." not in page(client.get(shown))


ACTS = {
    "messages": {"text": "I am Elena."},
    "confirmation": {},
    "dispute": {"reason": "No alarm."},
    "feedback": {"score": "5"},
    "cancellation": {"reason": "No more."},
    "people": {"email": "friend@correo.example"},
    "room-back": {},
    "call": {"slot": ""},
}


def test_one_of_us_who_holds_her_link_looks_and_does_nothing_in_her_name(client, link, resolved, marta):
    Case.objects.update(unverified=True)
    Message.objects.filter(direction="out").update(is_unseen=True)
    client.force_login(marta)
    before = (Message.objects.count(), Entry.objects.count())

    shown = client.get(link)
    refused = {noun: client.post(f"{link}/{noun}", once(**sent)) for noun, sent in ACTS.items()}

    assert shown.status_code == 200
    assert "you are signed in as Marta Ruiz: look at it here, but only Elena Prats writes and decides" in page(shown)
    assert '<form method="post" action="/r/' not in page(shown)
    assert 'id="write"' not in page(shown)
    assert "<b>You</b>" not in page(shown)
    assert {answer.status_code for answer in refused.values()} == {403}
    assert all("Only Elena Prats can decide this." in page(answer) for answer in refused.values())
    assert (Message.objects.count(), Entry.objects.count()) == before
    resolved.refresh_from_db()
    assert (resolved.state, resolved.unverified) == ("resolved", True)
    assert Message.objects.filter(is_unseen=True).exists()


def test_who_works_here_and_is_the_customer_acts_by_their_own_link(client, link, resolved, elena, contact_centre):
    give_role(person=elena, role=Role.AGENT, area=contact_centre, by="system", at=MONDAY)
    client.force_login(elena)

    assert "you are signed in as" not in page(client.get(link))
    assert client.post(f"{link}/confirmation", once()).status_code == 302

    resolved.refresh_from_db()
    assert resolved.state == "closed"
