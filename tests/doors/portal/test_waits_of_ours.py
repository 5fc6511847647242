"""Where we wait without having asked, or plan a day that nobody agreed with her, Elena reads just that."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from pasillo.doors.portal import links
from pasillo.doors.portal.live import live_request
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from tests.doors.portal.conftest import MONDAY

DAY = datetime(2027, 2, 24, 10, tzinfo=UTC)
ASKING = ("We need your answer", "Please read our last message", 'href="#write"')
ARRANGED = ("It is arranged for", "A date is set")


def shown(client, case):
    """The page of the request, and its line in the list."""
    page, every = client.get(f"/requests/{case.number}"), client.get("/requests")
    return page.content.decode(), every.content.decode()


def link_to(case, client):
    return client.get(links.shown_link(case)).content.decode()


def test_nobody_asked_her_anything_so_nothing_is_asked_of_her(as_elena, her_case, marta, client):
    cases.assign(her_case.pk, assignee_id=marta.pk, by=marta.ref, at=MONDAY)
    cases.wait(her_case.pk, why="customer", by=marta.ref, at=MONDAY)

    page, every = shown(as_elena, her_case)
    assert "Marta Ruiz is working on it" in page
    assert "We are working on it" in every
    her_case.refresh_from_db()
    for words in ASKING:
        assert words not in page
        assert words not in every
        assert words not in link_to(her_case, client)


def test_she_is_asked_once_there_is_a_question(as_elena, her_case, marta):
    cases.reply(her_case.pk, text="Is there a gate?", then="wait", by=marta.ref, at=MONDAY)

    page, every = shown(as_elena, her_case)
    assert all(words in page for words in ASKING)
    assert "We need your answer" in every


def test_a_day_that_nobody_agreed_is_our_plan_and_the_promise_stays_beside_it(as_elena, her_case, marta, client):
    at = timezone.now()
    Case.objects.filter(pk=her_case.pk).update(changed_at=MONDAY)
    cases.wait(her_case.pk, why="scheduled", until=DAY, by=marta.ref, at=at)

    page, every = shown(as_elena, her_case)
    assert "We plan to go on with it on" in page
    assert "We have not agreed it with you." in page
    assert "We had promised it for" in page
    assert "We are working on it" in every
    her_case.refresh_from_db()
    secret = link_to(her_case, client)
    assert "We plan to go on with it on" in secret
    for words in ARRANGED:
        assert words not in page
        assert words not in every
        assert words not in secret


def test_a_day_that_was_agreed_with_her_is_arranged(as_elena, her_case, marta):
    cases.wait(her_case.pk, why="scheduled", until=DAY, said="by phone", by=marta.ref, at=timezone.now())

    page, every = shown(as_elena, her_case)
    assert "It is arranged for" in page
    assert "A date is set" in every
    assert "We plan to go on" not in page


def test_home_shows_what_really_asks_her_before_what_only_waits(her_case, elena, marta, move_request):
    asked = cases.open_case(
        opening=cases.Opening(
            customer_id=elena.pk, service_id=move_request.service_id, subject="The gate", text="It is stuck.",
            channel="portal",
        ),
        by=elena.ref, at=MONDAY,
    )  # fmt: skip
    cases.reply(asked.pk, text="Which gate?", then="wait", by=marta.ref, at=MONDAY)
    cases.wait(her_case.pk, why="customer", by=marta.ref, at=MONDAY + timedelta(hours=1))
    seen = Sight(person_id=elena.pk)

    assert live_request(seen, "en", at=MONDAY + timedelta(hours=1)).url == f"/requests/{asked.number}"
