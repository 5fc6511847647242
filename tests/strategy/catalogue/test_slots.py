"""Times that can be chosen: offered, taken once for each place, and free again."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands import draft_request_type, publish_form, release_slots, take_slots
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import Around
from pasillo.strategy.catalogue.models import TakenSlot
from pasillo.strategy.catalogue.queries import slots_for
from pasillo.strategy.catalogue.slots import Wanted, check_weekly, sources, weekly

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
VISITS = {
    "zone": "Europe/Madrid",
    "week": {"tue": [["09:00", "13:00"]], "thu": [["09:00", "13:00"], ["15:00", "18:00"]]},
    "places": 2,
    "days": 7,
}
QUESTION = {"key": "visit", "kind": "slot", "labels": {"en": "When may we come?"}, "required": True, "slots": VISITS}


@pytest.fixture
def visit(moving, noon):
    return draft_request_type(moving.pk, names={"en": "A visit"}, by="person:1", at=noon)


@pytest.fixture
def version(visit, noon):
    return publish_form(visit.pk, fields=[QUESTION], by="person:1", at=noon)


def offered(version, at=MONDAY):
    form = Form.from_json(version.fields)
    return slots_for(form, request_type_id=version.request_type_id, at=at)["visit"]


def answer(slot):
    return {"visit": slot.to_json()}


def test_the_times_of_a_week_are_told_in_the_hours_of_their_zone():
    slots = weekly(VISITS, at=MONDAY)

    assert [slot.starts_at.isoformat() for slot in slots] == [
        "2026-03-03T08:00:00+00:00",
        "2026-03-05T08:00:00+00:00",
        "2026-03-05T14:00:00+00:00",
    ]
    assert {slot.free for slot in slots} == {2}
    assert slots[0].value == "20260303T0800Z"


def test_summer_time_moves_the_instant_and_not_the_hour():
    before, after = weekly(VISITS | {"days": 14}, at=datetime(2026, 3, 23, 12, tzinfo=UTC))[0:4:3]

    assert (before.starts_at.hour, after.starts_at.hour) == (8, 7)


def test_two_places_are_two_and_the_third_is_told_so(version, noon):
    slot = offered(version)[0]
    take_slots(version.pk, answer(slot), about="case:1", by="person:1", at=noon)
    assert offered(version)[0].free == 1
    take_slots(version.pk, answer(slot), about="case:2", by="person:1", at=noon)
    assert offered(version)[0].free == 0

    with pytest.raises(Refused, match="just been taken"):
        take_slots(version.pk, answer(slot), about="case:3", by="person:1", at=noon)

    assert TakenSlot.objects.count() == 2
    assert Entry.objects.filter(name="slot.taken").count() == 2


def test_a_place_is_free_again_when_its_case_is_cancelled(version, noon):
    slot = offered(version)[0]
    take_slots(version.pk, answer(slot), about="case:1", by="person:1", at=noon)

    assert release_slots("case:1", by="person:1", at=noon) == 1
    assert release_slots("case:1", by="person:1", at=noon) == 0
    assert offered(version)[0].free == 2


def test_only_a_time_on_offer_can_be_the_answer(version):
    form = Form.from_json(version.fields)
    around = Around(slots=slots_for(form, request_type_id=version.request_type_id, at=MONDAY))

    good = form.check({"visit": ["20260303T0800Z"]}, around=around)
    assert good.answers["visit"]["ends_at"] == "2026-03-03T12:00:00+00:00"
    assert "not free" in form.check({"visit": ["20260304T0800Z"]}, around=around).errors["visit"]
    assert "not free" in form.check({"visit": ["20260303T0800Z"]}).errors["visit"]
    assert "answer this" in form.check({}, around=around).errors["visit"]


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"week": {}},
        {"week": {"someday": [["09:00", "10:00"]]}},
        {"week": {"mon": [["10:00", "09:00"]]}},
        {"week": {"mon": [["9", "10"]]}},
        {"week": {"mon": [["09:00", "10:00"]]}, "places": -1},
        {"week": {"mon": [["09:00", "10:00"]]}, "days": 1000},
        {"week": {"mon": [["09:00", "10:00"]]}, "zone": "Mars/Olympus"},
    ],
)
def test_times_that_nobody_could_offer_are_refused(bad):
    with pytest.raises(Refused):
        check_weekly(bad)


def test_a_source_that_nobody_keeps_cannot_be_published(visit, noon):
    asked = QUESTION | {"slots": {"source": "nowhere"}}

    with pytest.raises(Refused, match="nowhere"):
        publish_form(visit.pk, fields=[asked], by="person:1", at=noon)


def test_a_room_above_offers_times_of_its_own(visit, noon, monkeypatch):
    taken = []

    class Rooms:
        label = "Rooms"

        def check(self, settings):
            assert settings["room"] == 4

        def offered(self, wanted: Wanted):
            return [weekly(VISITS, at=wanted.at)[0]]

        def take(self, wanted, value, *, about, by):
            taken.append((wanted.settings["room"], value, about))

    monkeypatch.setitem(sources._parts, "room", Rooms())
    version = publish_form(
        visit.pk, fields=[QUESTION | {"slots": {"source": "room", "room": 4}}], by="person:1", at=noon
    )

    slot = offered(version)[0]
    take_slots(version.pk, answer(slot), about="case:9", by="person:1", at=noon + timedelta(minutes=1))

    assert taken == [(4, "20260303T0800Z", "case:9")]
    assert not TakenSlot.objects.exists()
