"""An open page hears that something changed, when its person may see it, and never what it says."""

import http.client
import time

import pytest
from django.test import Client

from pasillo.ground.people.commands import take_role
from pasillo.ground.people.models import Membership, Person
from pasillo.operations.cases.commands import note, take
from tests.config.live.conftest import OpenPage
from tests.config.running import until
from tests.operations.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def status_of(port, method="GET", **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request(method, "/live", headers=headers)
    status = line.getresponse().status
    line.close()
    return status


def test_who_has_not_signed_in_hears_nothing(web):
    assert status_of(web) == 401
    assert status_of(web, Cookie="sessionid=made-up") == 401


def test_even_a_refusal_says_what_a_browser_may_do_with_it(web):
    line = http.client.HTTPConnection("127.0.0.1", web, timeout=10)
    line.request("GET", "/live")
    answer = line.getresponse()

    assert answer.status == 401
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_site_cannot_listen_with_our_visitors_cookie(web, budi, visit):
    client = Client()
    client.force_login(budi)
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    assert status_of(web, Cookie=cookie, Origin="https://evil.example") == 403
    assert status_of(web, Cookie=cookie, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert status_of(web, Cookie=cookie, **{"Sec-Fetch-Site": "same-site"}) == 403
    assert status_of(web, "POST", Cookie=cookie) == 405


def test_who_serves_hears_of_a_case_of_their_area_within_a_second(visit, dead_line, budi):
    page = visit(budi).settle()
    began = time.monotonic()

    take(dead_line.pk, by=budi.ref, at=MONDAY)

    until(lambda: ("case", str(dead_line.pk)) in page.events(), 3)
    assert time.monotonic() - began < 1.5
    assert ("queue", "changed") in page.events()


def test_what_is_told_together_is_heard_once(visit, dead_line, budi):
    page = visit(budi).settle()

    for number in range(20):
        note(dead_line.pk, text=f"number {number}", by=budi.ref, at=MONDAY)

    until(page.events, 3)
    time.sleep(0.8)
    assert len(page.events()) <= 8


def test_the_customer_hears_of_their_own_case_and_of_no_queue(visit, dead_line, budi, ana):
    page = visit(ana).settle()

    take(dead_line.pk, by=budi.ref, at=MONDAY)

    until(page.events, 3)
    assert set(page.events()) == {("case", str(dead_line.pk))}


def test_another_area_and_another_customer_hear_nothing(visit, dead_line, budi, clara):
    eva = Person.objects.create(name="Eva Roca", email="eva@correo.example")
    hers, other = visit(eva).settle(), visit(clara).settle()

    take(dead_line.pk, by=budi.ref, at=MONDAY)

    time.sleep(1.2)
    assert hers.events() == other.events() == []


def test_an_area_that_is_left_is_heard_of_no_longer(visit, dead_line, budi, clara, repairs, monkeypatch):
    monkeypatch.setattr("pasillo.config.live.hub.SIGHT_LASTS", 0.5)
    moved = Membership.objects.create(person=clara, area=repairs, role="agent")
    page = visit(clara).settle()
    take(dead_line.pk, by=budi.ref, at=MONDAY)
    until(page.events, 3)

    moved.delete()
    time.sleep(0.6)
    page.heard.clear()
    note(dead_line.pk, text="between us", by=budi.ref, at=MONDAY)

    time.sleep(1)
    assert page.events() == []


@pytest.mark.parametrize("how", ["signs out", "is disabled", "changes the password", "loses a role"])
def test_the_stream_ends_within_five_seconds_when_someone(visit, budi, how):
    page = visit(budi).settle()
    assert not page.over

    if how == "signs out":
        page.client.logout()
    elif how == "is disabled":
        Person.objects.filter(pk=budi.pk).update(is_active=False)
    elif how == "loses a role":
        take_role(Membership.objects.get(person=budi).pk, by="system", at=MONDAY)
    else:
        budi.set_password("another one")
        budi.save()

    assert until(lambda: page.over, 6) < 5


def test_who_leaves_is_forgotten(web, visit, budi):
    from pasillo.config import asgi

    page = visit(budi).settle()
    assert len(asgi.live.hub.streams) == 1

    page.close()

    until(lambda: not asgi.live.hub.streams, 5)


def test_one_person_cannot_take_all_the_lines(web, budi):
    client = Client()
    client.force_login(budi)
    pages = [OpenPage(web, client) for _ in range(21)]

    assert [page.status for page in pages] == [200] * 20 + [429]
    for page in pages:
        page.close()


def test_pages_are_answered_while_many_listen(web, visit, budi):
    for _ in range(15):
        visit(budi)
    line = http.client.HTTPConnection("127.0.0.1", web, timeout=20)

    line.request("GET", "/health")

    assert line.getresponse().status == 200
