"""Praise is thanked for and never counted: nobody who thanks is promised a moment."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.measurement.reports.commands import work_out_usual_times
from pasillo.measurement.stories.models import Story
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import card_of
from pasillo.strategy.catalogue.commands import draft_request_type, publish_form
from tests.doors.portal.conftest import BY, MONDAY

MOMENTS = ("Our promise:", "7 days", "A person answers you", "promised for", "usual time", "half of our customers")


@pytest.fixture
def thanks(moving):
    one = draft_request_type(
        moving.pk, names={"en": "Thank somebody"}, slug="thanks", kind="compliment", by=BY, at=MONDAY
    )
    publish_form(one.pk, fields=[], by=BY, at=MONDAY)
    return one


def solved(service, count):
    for n in range(count):
        Story.objects.create(
            case_id=n + 1,
            service_id=service.pk,
            lived_minutes=14 * 60,
            final_resolved_at=now() - timedelta(days=3),
        )
    work_out_usual_times(at=now())


def test_who_thanks_is_promised_no_moment_on_the_form_and_in_what_stays(as_elena, moving, thanks):
    solved(moving, 5)

    page = as_elena.get("/services/move-home/thanks").content.decode()
    as_elena.post("/services/move-home/thanks", {"key": "", "do": "send", "_words": "Iván was excellent."})

    case = Case.objects.get()
    kept = "\n".join(card_of(case.pk).words)
    assert not Clock.objects.filter(case=case).exists()
    assert [words for words in MOMENTS if words in page] == []
    assert [words for words in MOMENTS if words in kept] == []
    assert "We call you" not in page + kept
    assert "Your words go to the people whom you thank" in page
    assert "Your words go to the people whom you thank" in kept


def test_a_service_of_praise_alone_promises_nothing_anywhere(client, moving, thanks):
    pages = [client.get(path).content.decode() for path in ("/", "/services/move-home", "/search?q=Thank+somebody")]

    assert [words for words in ("in 7 days", *MOMENTS) for page in pages if words in page] == []
    assert all("Move home" in page for page in pages)


def test_beside_praise_what_is_counted_keeps_its_promise(client, moving, move_request, thanks):
    page = client.get("/services/move-home").content.decode()
    found = client.get("/search?q=Thank+somebody").content.decode()

    assert "7 days" in page
    assert "in 7 days" in client.get("/").content.decode()
    assert "/services/move-home/thanks" in found
    assert "in 7 days" not in found.split("/services/move-home/thanks")[1].split("</li>")[0]


def test_what_half_waited_and_that_nothing_is_known_are_not_said_together(client, moving, move_request):
    solved(moving, 5)

    page = client.get("/services/move-home/new").content.decode()

    assert "waited <b>14 hours</b> or less" in page
    assert "no usual time yet" not in page
