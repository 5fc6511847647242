"""Elena asked twice for the same thing: she reads one honest sentence, and goes on in the request that was kept."""

import uuid

import pytest

from pasillo.doors.portal import links
from pasillo.doors.shell.clock import now
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands import Opening, merge, open_case
from pasillo.operations.conversations.models import Message
from tests.doors.portal.conftest import MONDAY


@pytest.fixture
def merged(her_case, elena, marta):
    """Her second request goes on in the first."""
    opening = Opening(
        customer_id=elena.pk, service_id=her_case.service_id, subject="Once more", text="Is anybody there?",
        channel="portal", language="en",
    )  # fmt: skip
    twin = open_case(opening=opening, by=elena.ref, at=MONDAY)
    merge(twin.pk, into_id=her_case.pk, by=marta.ref, at=now())
    twin.refresh_from_db()
    return twin


def page(response):
    return response.content.decode()


def test_the_page_says_so_in_one_sentence_and_leads_to_the_other(as_elena, merged, her_case):
    shown = page(as_elena.get(f"/requests/{merged.number}"))

    assert "It goes on together with another request" in shown
    assert f'href="/requests/{her_case.number}">' in shown
    assert f"Open request {her_case.number}" in shown
    assert 'id="write"' not in shown
    assert "Is anybody there?" not in shown
    assert "Is anybody there?" in page(as_elena.get(f"/requests/{her_case.number}"))


def test_what_she_sends_from_an_old_page_goes_on_there(as_elena, merged, her_case):
    form = {"key": str(uuid.uuid4()), "text": "One more thing"}
    answer = as_elena.post(f"/requests/{merged.number}/messages", form)

    assert answer.url == f"/requests/{her_case.number}"
    assert Message.objects.get(text="One more thing").conversation_id == her_case.conversation_id


def test_by_the_link_of_a_mail_she_comes_to_the_other_by_a_link(client, merged, her_case, elena):
    shown = page(client.get(links.link_for(merged, elena.pk)))

    assert links.link_for(her_case, elena.pk) in shown


def test_a_link_that_only_stood_on_a_screen_does_not_open_the_other_one(client, merged, her_case):
    address = links.shown_link(merged)
    shown = page(client.get(address))
    form = {"key": str(uuid.uuid4()), "text": "Let me in"}
    answer = client.post(f"{address}/messages", form)

    assert "It goes on together with another request" in shown
    assert str(her_case.number) not in shown
    assert answer.url.startswith(address)


def test_who_holds_only_the_address_of_a_screen_does_not_read_what_was_said_in_the_other_case(
    client, merged, her_case, elena
):
    shown = page(client.get(links.shown_link(her_case)))

    assert "Is anybody there?" not in shown
    assert "Is anybody there?" in page(client.get(links.link_for(her_case, elena.pk)))


JOINED = "Two requests about the same need go on here as one."


def test_who_reads_the_words_of_another_customer_is_told_why(client, her_case, ramon, marta):
    opening = Opening(
        customer_id=ramon.pk, service_id=her_case.service_id, subject="The same flat", text="I moved in with her.",
        channel="portal", language="en",
    )  # fmt: skip
    his = open_case(opening=opening, by=ramon.ref, at=MONDAY)
    Person.objects.filter(pk=ramon.pk).update(language="en")
    client.force_login(her_case.customer)
    before = page(client.get(f"/requests/{her_case.number}"))
    merge(his.pk, into_id=her_case.pk, shares=True, by=marta.ref, at=now())

    hers = page(client.get(f"/requests/{her_case.number}"))
    client.force_login(ramon)
    read_by_him = page(client.get(f"/requests/{her_case.number}"))

    assert JOINED not in before
    assert "I moved in with her." not in before
    assert "I moved in with her." in hers
    assert JOINED in hers
    assert JOINED in read_by_him


def test_whose_own_two_requests_became_one_is_not_told_about_others(as_elena, merged, her_case):
    assert JOINED not in page(as_elena.get(f"/requests/{her_case.number}"))
