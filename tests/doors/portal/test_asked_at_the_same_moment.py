"""Two presses of a button that arrive at the same moment are one request."""

import re
import threading

import pytest
from django.db import connections
from django.test import Client

from pasillo.doors.portal.models import RequestDraft
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

FORM = "/services/move-home/new"


def together(*acts):
    barrier, answers = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(10)
            answers.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def visitor(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_once_are_one_case_and_one_page(elena, move_request, fill):
    clients = [visitor(elena) for _ in range(4)]
    key = re.search(r'name="key" value="([^"]+)"', clients[0].get(FORM).content.decode()).group(1)

    answers = together(*[lambda client=client: client.post(FORM, fill(key)) for client in clients])

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["location"] for answer in answers}) == 1
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1
    assert not RequestDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_dispute_pressed_twice_at_once_is_one(elena, resolved):
    clients = [visitor(elena) for _ in range(3)]
    form = {"key": "one-and-the-same", "reason": "Still no alarm."}
    where = f"/requests/{resolved.number}/dispute"

    answers = together(*[lambda client=client: client.post(where, form) for client in clients])

    assert {answer.status_code for answer in answers} == {302}
    resolved.refresh_from_db()
    assert (resolved.state, resolved.cycle) == ("disputed", 2)
