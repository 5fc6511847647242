"""The same story on four machines: Elena asks, one web machine is lost, a worker too, and nobody loses a word."""

import http.client
import re
from collections.abc import Iterator

import pytest

from tests.browser.people import Visitor
from tests.config.running import Running, until
from tests.journeys import test_one_case_goes_the_whole_way as story
from tests.journeys.company import PASSWORD
from tests.journeys.machines import Machines, open_machines


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    with open_machines() as opened:
        yield opened


@pytest.fixture
def visitor(chromium, machines):
    """Somebody with a browser of their own, signed in through the proxy."""
    visitors = []

    def come(email: str, **wishes) -> Visitor:
        guest = Visitor(chromium, machines.address, **wishes)
        visitors.append(guest)
        guest.open("/sign-in")
        guest.page.fill("input[name=email]", email)
        guest.page.fill("input[name=password]", PASSWORD)
        guest.page.press("input[name=password]", "Enter")
        guest.page.wait_for_url(lambda url: "/sign-in" not in url)
        return guest

    yield come
    for guest in visitors:
        guest.leave()


def test_one_web_machine_and_one_worker_are_lost_on_the_way(machines, visitor):
    elena = visitor("elena@correo.example", language="es")
    marta = visitor("marta@nidalia.example")
    lucia = visitor("lucia@nidalia.example")

    number = story.asks(elena)
    machines.fails(machines.webs[0])
    story.answers_by_keyboard(marta, machines, number)
    machines.fails(machines.workers[0])
    story.disputes(elena, number)
    story.resolves_by_keyboard(marta, machines, number)
    story.rates(elena, number)
    story.confirms(elena, number)
    story.sees_it(lucia, machines, number)

    assert machines.ask("select count(*) from cases_case") == 1
    assert machines.ask("select state from cases_case where number = %s", number) == "closed"
    assert machines.ask("select count(*) from journal_entry where name = 'case.opened'") == 1
    assert machines.ask("select count(*) from voice_feedback") == 1
    unsent = "select count(*) from effects_effect where state <> 'sent'"
    until(lambda: machines.ask(unsent) == 0, 90)
    assert machines.ask("select count(*) from effects_effect") == 3


def test_whoever_tries_passwords_is_known_by_their_own_address_and_cannot_choose_another(machines):
    wrong = "email=nobody%40nidalia.example&password=wrong-wrong-wrong"
    for stranger in range(2):
        said = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"203.0.{stranger}.7"}
        status, _headers, page = asked(machines.port, "POST", "/sign-in", wrong, {**said, **with_a_form(machines.port)})
        assert status == 422, page.decode()

    assert machines.ask("select count(*) from shell_failedtry") == 4
    assert machines.ask("select count(distinct whose) from shell_failedtry") == 2, "one account, one neighbourhood"


def test_figures_for_monitoring_are_not_for_the_world(machines):
    assert asked(machines.port, "GET", "/metrics")[0] == 403


def test_a_machine_that_comes_back_works_again(machines):
    lost = machines.webs[0]
    if lost.process.poll() is None:
        machines.fails(lost)
    with Running(lost.data, "--workers", "0", "--no-mail", port=lost.port, **machines.told) as back:
        back.wait_until_ready()
        assert back.get("/")[0] == 200


def with_a_form(port: int) -> dict[str, str]:
    """What a browser that has opened the page sends along."""
    _status, headers, page = asked(port, "GET", "/sign-in")
    cookies = [said.partition(";")[0] for said in headers.get_all("Set-Cookie")]
    return {
        "Cookie": "; ".join(cookies),
        "X-CSRFToken": re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page)[1].decode(),
    }


def asked(port, method, path, body=None, headers=None):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()
