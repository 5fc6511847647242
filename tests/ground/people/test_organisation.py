"""The organisation and its areas are changed by one person at a time; the second is shown both."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import change_area, change_organisation, give_role, meet, open_area, take_role
from pasillo.ground.people.commands.organisation import OrganisationAs
from pasillo.ground.people.commands.serving import AreaAs
from pasillo.ground.people.models import Organisation, Role
from pasillo.ground.people.organisation import organisation, organisation_name
from pasillo.ground.people.queries import leads_of
from pasillo.ground.people.sight import sight_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD = {"by": "person:999999", "at": NOON}  # nobody whom a story meets


def _wish(name="Nidalia", **more):
    return OrganisationAs(name=name, languages=("en", "es"), zone="Europe/Madrid", **more)


def test_until_somebody_sets_it_up_the_house_is_called_as_it_was_started(db, settings):
    settings.ORGANISATION = "Nidalia of the environment"

    assert organisation_name() == "Nidalia of the environment"
    assert not Organisation.objects.exists()


def test_a_change_is_seen_at_once_and_told_by_the_names_of_the_settings(db):
    change_organisation(version=0, wish=_wish("Nidalia Hogar"), **TOLD)

    assert organisation_name() == "Nidalia Hogar"
    assert organisation().languages == ["en", "es"]
    told = Entry.objects.get(name="organisation.changed").data
    assert told["settings"] == ["name", "languages", "zone"]
    assert "Hogar" not in str(told)


def test_the_second_of_two_learns_what_the_first_made_of_it(db):
    change_organisation(version=0, wish=_wish("Nidalia"), **TOLD)

    with pytest.raises(ChangedMeanwhile) as met:
        change_organisation(version=0, wish=_wish("Nidalia SA"), **TOLD)

    assert met.value.now.name == "Nidalia"
    assert Organisation.objects.get().version == 1


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (OrganisationAs(name=" ", languages=["en"]), "needs a name"),
        (OrganisationAs(name="Nidalia", languages=["xx"]), "at least one language"),
        (OrganisationAs(name="Nidalia", languages=["en"], zone="Mars/Olympus"), "time zone"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(db, wish, why):
    with pytest.raises(Refused, match=why):
        change_organisation(version=0, wish=wish, **TOLD)
    assert not Organisation.objects.exists()


@pytest.fixture
def hours(db):
    return set_hours(name="Always", rule=CalendarRule.always(), effective_from=NOON)


@pytest.fixture
def field(hours):
    return open_area(name="Field", function="field", calendar=hours, **TOLD)


def test_an_area_is_changed_by_one_at_a_time(field, hours):
    change_area(field.pk, version=1, wish=AreaAs(name="Field north", calendar_id=hours.pk), **TOLD)

    with pytest.raises(ChangedMeanwhile) as met:
        change_area(field.pk, version=1, wish=AreaAs(name="Field south", calendar_id=hours.pk), **TOLD)
    assert met.value.now.name == "Field north"


def test_an_area_is_not_a_part_of_itself_not_even_through_another(field, hours):
    south = open_area(name="South", function="", calendar=hours, **TOLD)
    change_area(south.pk, version=1, wish=AreaAs(name="South", calendar_id=hours.pk, parent_id=field.pk), **TOLD)

    for above in (field.pk, south.pk):
        with pytest.raises(Refused, match="part of itself"):
            change_area(field.pk, version=1, wish=AreaAs(name="Field", calendar_id=hours.pk, parent_id=above), **TOLD)


def test_an_area_is_led_by_somebody_of_it(field, hours):
    ivan = meet(name="Ivan", email="ivan@nidalia.example", **TOLD)
    wish = AreaAs(name="Field", calendar_id=hours.pk, lead_id=ivan.pk)

    with pytest.raises(Refused, match="has a role in it"):
        change_area(field.pk, version=1, wish=wish, **TOLD)
    give_role(person=ivan, role="agent", area=field, **TOLD)
    assert change_area(field.pk, version=1, wish=wish, **TOLD).lead_id == ivan.pk


def test_two_areas_have_two_names(field, hours):
    with pytest.raises(Refused, match="already"):
        open_area(name="FIELD", function="", calendar=hours, **TOLD)


def test_whoever_is_named_as_lead_manages_that_area_and_no_other(field, hours):
    ivan = meet(name="Ivan", email="ivan@nidalia.example", **TOLD)
    held = give_role(person=ivan, role="agent", area=field, **TOLD)
    south = open_area(name="South", function="", calendar=hours, **TOLD)
    give_role(person=ivan, role="agent", area=south, **TOLD)
    assert sight_of(ivan).managed_ids == frozenset()

    change_area(field.pk, version=1, wish=AreaAs(name="Field", calendar_id=hours.pk, lead_id=ivan.pk), **TOLD)

    seen = sight_of(ivan)
    assert (seen.managed_ids, seen.area_ids) == ({field.pk}, {field.pk, south.pk})
    assert seen.roles == {Role.AGENT, Role.MANAGER}
    assert leads_of([field.pk, south.pk]) == {field.pk: ivan.pk}

    take_role(held.pk, **TOLD)
    assert sight_of(ivan).managed_ids == frozenset()
    assert sight_of(ivan).roles == {Role.AGENT}
    assert leads_of([field.pk]) == {}


def test_the_named_lead_comes_before_whoever_has_managed_for_longest(field, hours):
    dora, ivan = (meet(name=name, email=f"{name}@nidalia.example", **TOLD) for name in ("Dora", "Ivan"))
    give_role(person=dora, role="manager", area=field, **TOLD)
    give_role(person=ivan, role="agent", area=field, **TOLD)
    assert leads_of([field.pk]) == {field.pk: dora.pk}

    change_area(field.pk, version=1, wish=AreaAs(name="Field", calendar_id=hours.pk, lead_id=ivan.pk), **TOLD)
    assert leads_of([field.pk]) == {field.pk: ivan.pk}


def test_nobody_makes_themselves_the_lead(field, hours):
    nuria = meet(name="Nuria", email="nuria@nidalia.example", **TOLD)
    give_role(person=nuria, role="agent", area=field, **TOLD)
    wish = AreaAs(name="Field", calendar_id=hours.pk, lead_id=nuria.pk)

    with pytest.raises(Refused, match="nobody gives to themselves"):
        change_area(field.pk, version=1, wish=wish, by=nuria.ref, at=NOON)
    assert sight_of(nuria).managed_ids == frozenset()

    give_role(person=nuria, role="manager", area=field, **TOLD)
    assert change_area(field.pk, version=1, wish=wish, by=nuria.ref, at=NOON).lead_id == nuria.pk


def test_a_name_that_is_too_long_is_refused_and_not_cut(db, field, hours):
    long, fits = "N" * 121, "N" * 120
    with pytest.raises(Refused, match="at most 120 letters"):
        open_area(name=long, function="", calendar=hours, **TOLD)
    with pytest.raises(Refused, match="at most 120 letters"):
        wish = AreaAs(name=long, calendar_id=field.calendar_id)
        change_area(field.pk, version=field.version, wish=wish, **TOLD)
    with pytest.raises(Refused, match="at most 120 letters"):
        change_organisation(version=0, wish=OrganisationAs(name=long, languages=["en"]), **TOLD)
    assert open_area(name=fits, function="", calendar=hours, **TOLD).name == fits
