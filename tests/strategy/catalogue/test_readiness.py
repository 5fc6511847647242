"""A service is published when nothing that is needed is missing, and not before."""

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.strategy.catalogue.commands import (
    Overtaken,
    change_family,
    change_service,
    draft_request_type,
    draft_service,
    offer_service,
    open_family,
    publish_form,
)
from pasillo.strategy.catalogue.models import Offered, Service
from pasillo.strategy.catalogue.readiness import Sheet, readiness
from pasillo.strategy.catalogue.sheets import readiness_of
from pasillo.strategy.objectives.commands import end_objective, set_objective

BY = "person:1"
SAID = {"en": "Repair", "es": "Reparar", "id": "Perbaikan"}


@pytest.fixture
def workshop(db, noon):
    hours = set_hours(name="Workshop", rule=CalendarRule.always(), effective_from=noon)
    return open_area(name="Workshop", function="repairs", calendar=hours, by=BY, at=noon)


@pytest.fixture
def iris(workshop, noon):
    person = meet(name="Iris Pons", email="iris@nidalia.example", by=BY, at=noon)
    give_role(person=person, role=Role.AGENT, area=workshop, by=BY, at=noon)
    return person


@pytest.fixture
def repair(workshop, noon):
    return draft_service(block="delivery", names={"en": "Repair"}, area=workshop, by=BY, at=noon)


def missing(service):
    return {point.name for point in readiness_of([Service.objects.get(pk=service.pk)])[service.pk].missing}


def complete(service, iris, noon):
    texts = {"names": SAID, "summaries": SAID, "promise_texts": SAID}
    change_service(service.pk, changes={**texts, "owner": iris, "paradigm": "empower"}, by=BY, at=noon)
    asked = draft_request_type(service.pk, names=SAID, by=BY, at=noon)
    publish_form(asked.pk, fields=[], by=BY, at=noon)
    set_objective(service.pk, metric="resolution", target_minutes=600, by=BY, at=noon)
    set_objective(service.pk, metric="errors", target_rate=0.05, by=BY, at=noon)


def test_a_service_from_nothing_says_everything_that_is_missing(repair):
    assert missing(repair) == {
        "names", "summaries", "promise", "paradigm", "owner", "route", "form", "speed", "quality",
    }  # fmt: skip


def test_whoever_promises_to_solve_is_advised_to_promise_what_follows_a_dispute(repair, iris, noon):
    """Iris may publish without it: the list says what it would mean, and nothing is missing."""

    def advised():
        points = readiness_of([Service.objects.get(pk=repair.pk)])[repair.pk].points
        return [point.is_done for point in points if not point.is_needed]

    assert advised() == [True]  # nothing is promised yet that could be disputed
    complete(repair, iris, noon)
    assert advised() == [False]
    assert missing(repair) == set()
    offer_service(repair.pk, by=BY, at=noon)

    set_objective(repair.pk, metric="dispute", target_minutes=120, by=BY, at=noon)
    assert advised() == [True]


def test_publishing_too_early_is_refused_with_every_reason_and_tells_nothing(repair, noon):
    with pytest.raises(Refused, match="An owner") as refusal:
        offer_service(repair.pk, by=BY, at=noon)

    assert "objective of speed" in str(refusal.value)
    repair.refresh_from_db()
    assert repair.state == Offered.DRAFT
    assert not Entry.objects.filter(name="service.published").exists()


def test_a_complete_service_is_published(repair, iris, noon):
    complete(repair, iris, noon)

    assert missing(repair) == set()
    assert offer_service(repair.pk, by=BY, at=noon).state == Offered.PUBLISHED
    assert Entry.objects.filter(name="service.published").count() == 1


def test_each_point_alone_keeps_it_from_customers(repair, iris, noon):
    complete(repair, iris, noon)
    change_service(repair.pk, changes={"names": {"en": "Repair", "es": "Reparar"}}, by=BY, at=noon)
    assert missing(repair) == {"names"}
    change_service(repair.pk, changes={"names": SAID, "serving_areas": []}, by=BY, at=noon)
    assert missing(repair) == {"serving"}
    change_service(repair.pk, changes={"serving_areas": [repair.area]}, by=BY, at=noon)
    end_objective(repair.pk, metric="errors", by=BY, at=noon)
    assert missing(repair) == {"quality"}
    set_objective(repair.pk, metric="satisfaction", target_rate=0.8, by=BY, at=noon)
    iris.is_active = False
    iris.save()
    assert missing(repair) == {"route"}


def test_the_share_counts_only_what_is_needed():
    bare = Sheet(languages=("en",), names={"en": "A"}, summaries={}, promise_texts={})

    found = readiness(bare)

    needed = [point for point in found.points if point.is_needed]
    assert found.share == 100 * sum(point.is_done for point in needed) // len(needed)
    assert not found.is_ready


def test_the_second_person_is_told_and_the_first_ones_words_stay(repair, noon):
    begun = repair.revision
    change_service(repair.pk, changes={"icon": "wrench"}, revision=begun, by="person:1", at=noon)

    with pytest.raises(Overtaken):
        change_service(repair.pk, changes={"icon": "hammer"}, revision=begun, by="person:2", at=noon)

    repair.refresh_from_db()
    assert repair.icon == "wrench"


def test_services_have_families_in_every_language(repair, noon):
    family = open_family(block="delivery", names={"en": "At home", "es": "En casa"}, by=BY, at=noon)
    change_service(repair.pk, changes={"family": family}, by=BY, at=noon)
    change_family(family.pk, changes={"names": {"en": "In your home"}}, revision=0, by=BY, at=noon)

    repair.refresh_from_db()
    assert repair.family.names == {"en": "In your home"}
    with pytest.raises(Overtaken):
        change_family(family.pk, changes={"position": 3}, revision=0, by=BY, at=noon)
    with pytest.raises(Refused, match="already"):
        open_family(block="delivery", names={"en": "At home"}, by=BY, at=noon)
