"""A page asks the database a handful of questions, however much there is to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasillo.operations.cases.commands import Opening, customer_writes, open_case
from pasillo.operations.conversations.commands import Words
from tests.doors.portal.conftest import MONDAY


def questions(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.fixture
def ask(elena, move_request):
    def make(count):
        for n in range(count):
            opening = Opening(
                customer_id=elena.pk,
                service_id=move_request.service_id,
                subject=f"Need {n}",
                text="x",
                channel="portal",
            )
            open_case(opening=opening, by=elena.ref, at=MONDAY + timedelta(minutes=n))

    return make


def test_twenty_requests_cost_no_more_than_two(as_elena, ask):
    ask(2)
    few = questions(as_elena, "/requests")

    ask(20)

    assert questions(as_elena, "/requests") <= few + 1
    assert few <= 14


def test_a_long_conversation_costs_no_more_than_a_short_one(as_elena, elena, her_case):
    path = f"/requests/{her_case.number}"
    short = questions(as_elena, path)

    for n in range(12):
        words = Words(text=f"Word {n}", channel="portal")
        customer_writes(her_case.pk, author_id=elena.pk, words=words, by=elena.ref, at=MONDAY + timedelta(hours=n))

    assert questions(as_elena, path) <= short + 1
    assert short <= 24


@pytest.mark.parametrize(("path", "most"), [("/", 18), ("/search?q=move", 16), ("/services/move-home/new", 16)])
def test_the_other_pages_are_cheap_too(as_elena, her_case, question, path, most):
    assert questions(as_elena, path) <= most
