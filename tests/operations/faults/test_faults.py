"""The light on the stairs is broken: Ana reports it, Budi joins in, and both learn that it is repaired."""

from datetime import timedelta

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases.commands import cancel, dispute, resolve
from pasillo.operations.faults.commands import join, set_plan
from pasillo.operations.faults.models import Affected, Fault
from pasillo.operations.faults.queries import joined_by, reported_before
from tests.operations import everyday
from tests.operations.told import told


@pytest.fixture
def light(repairs, monday):
    return everyday.lights(repairs, at=monday)


@pytest.fixture
def broken(light, asks_for, ana):
    return asks_for(light, ana, {"place": "stairs", "what": "My knee hurts."})


def letters(template="repaired"):
    found = Effect.objects.filter(payload__template=template).order_by("payload__to")
    return [(one.payload["to"], one.payload["subject"]) for one in found]


def test_who_reports_the_same_place_is_told_that_it_is_known_and_nothing_else(light, broken, budi, ana, later):
    known = reported_before(light.pk, {"place": "stairs", "what": "dark"}, person_id=budi.pk, at=later(2))

    assert (known.place, known.affected, known.reported_at) == ("stairs", 1, later(0))
    assert set(known.__dict__) == {"fault_id", "place", "reported_at", "affected"}
    assert reported_before(light.pk, {"place": "hall"}, person_id=budi.pk, at=later(2)) is None
    assert reported_before(light.pk, {"place": "stairs"}, person_id=ana.pk, at=later(2)) is None
    assert reported_before(light.pk, {"place": "stairs"}, person_id=budi.pk, at=later(24 * 8)) is None


def test_a_request_that_is_no_fault_is_never_known(repairs, budi, monday):
    other = everyday.request(repairs, "other", everyday.LIGHT_FORM, at=monday)

    assert reported_before(other.pk, {"place": "stairs"}, person_id=budi.pk, at=monday) is None


def test_who_joins_counts_once_and_is_told_in_their_language(light, broken, manages, budi, later):
    fault = Fault.objects.get()
    for person in (manages, manages, budi):
        join(fault.pk, person_id=person.pk, by=person.ref, at=later(1))
    assert Affected.objects.count() == 2
    assert told(broken, "fault.joined") == ["fault.joined"] * 2

    resolve(broken.pk, by=budi.ref, at=later(5))

    assert letters() == [("budi@nidalia.example", "Repaired: Stairs"), ("carla@nidalia.example", "Repaired: Escalera")]
    assert Fault.objects.get().repaired_at == later(5)
    with pytest.raises(Refused, match="repaired already"):
        join(fault.pk, person_id=budi.pk, by=budi.ref, at=later(6))


def test_who_reported_it_does_not_join_themselves(broken, ana, later):
    with pytest.raises(Refused, match="yourself"):
        join(Fault.objects.get().pk, person_id=ana.pk, by=ana.ref, at=later(1))
    assert not Affected.objects.exists()


def test_disputed_it_is_broken_again_and_repaired_again_everybody_is_told_again(broken, budi, ana, light, later):
    join(Fault.objects.get().pk, person_id=budi.pk, by=budi.ref, at=later(1))
    resolve(broken.pk, by=budi.ref, at=later(2))
    dispute(broken.pk, reason="Still dark.", by=ana.ref, at=later(3))
    assert reported_before(light.pk, {"place": "stairs"}, person_id=budi.pk, at=later(4)) is not None

    resolve(broken.pk, by=budi.ref, at=later(5))

    assert len(letters()) == 2


def test_a_report_that_was_taken_back_is_not_called_repaired(broken, budi, ana, later):
    join(Fault.objects.get().pk, person_id=budi.pk, by=budi.ref, at=later(1))

    cancel(broken.pk, reason="It was the switch.", by=ana.ref, at=later(2))

    assert letters() == [("budi@nidalia.example", "Taken back: Stairs")]


def test_what_affects_me_too_is_on_my_list(broken, budi, ana, later):
    join(Fault.objects.get().pk, person_id=budi.pk, by=budi.ref, at=later(1))

    assert [fault.place for fault in joined_by(sight_of(budi))] == ["stairs"]
    assert joined_by(sight_of(ana)) == []


def test_a_place_is_chosen_from_a_list(light, monday):
    with pytest.raises(Refused, match="list to choose"):
        set_plan(light.pk, place_field="what", by="system", at=monday)
    assert timedelta(days=7).days == set_plan(light.pk, place_field="place", by="system", at=monday).days
