"""Who people are, and what their roles let them see."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import Stranger, give_role, meet, meet_all, open_area, set_password, take_role
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.ground.people.sight import sight_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def repairs(db):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=NOON)
    return open_area(name="Repairs", function="field", calendar=hours, by="system", at=NOON)


def greet(email="ana@correo.example", name="Ana Pons"):
    return meet(name=name, email=email, by="system", at=NOON)


def test_one_address_is_one_person_whatever_its_capitals(db):
    ana = greet()

    assert greet(email="  ANA@correo.Example ", name="Somebody Else") == ana
    assert Person.objects.get().name == "Ana Pons", "a stranger's mail does not rename her"
    assert Entry.objects.filter(name="person.met").count() == 1


def test_many_strangers_are_met_in_the_order_of_their_addresses_whoever_wrote_first(db):
    """Two who meet the same strangers at the same moment wait for each other, and never in a ring."""
    ana = greet()
    wrote = [Stranger(name=name, email=f"{name}@correo.example") for name in ("Zoe", "Ana", "bea", "Carlos")]

    met = meet_all(wrote, by="system", at=NOON)

    made = Person.objects.exclude(pk=ana.pk).order_by("pk").values_list("name", flat=True)
    assert list(made) == ["bea", "Carlos", "Zoe"]
    assert {person.name for person in met} == {"Ana Pons", "bea", "Carlos", "Zoe"}


def test_people_without_an_address_are_as_many_as_they_are(db):
    assert meet(name="Pilar", phone="+34600000000", by="system", at=NOON) != meet(name="Pilar", by="system", at=NOON)


def test_a_name_that_a_database_cannot_bear_is_made_readable(db):
    assert greet(name="A\0na\x07 ").name == "Ana"
    assert meet(name="\0", email="x@correo.example", by="system", at=NOON).name == "x"


def test_a_new_person_has_no_password_that_opens_anything(db):
    ana = greet()

    assert not ana.has_usable_password()
    assert not any(ana.check_password(word) for word in ("", "!", "None"))


def test_a_short_password_is_refused(db):
    with pytest.raises(Refused, match="at least 10"):
        set_password(greet().pk, password="corto", by="system", at=NOON)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password123", "strangers try"),
        ("Qwertyuiop", "strangers try"),
        ("ana-lopez-2", "too much like your name or your address"),
        ("ana@nidalia.example", "too much like your name or your address"),
        ("a" * 201, "at most 200"),
    ],
)
def test_what_others_would_guess_is_no_password(db, password, why):
    ana = meet(name="Ana López", email="ana@nidalia.example", by="system", at=NOON)
    with pytest.raises(Refused, match=why):
        set_password(ana.pk, password=password, by="system", at=NOON)

    ana.refresh_from_db()
    assert not ana.has_usable_password()


def test_a_role_is_gone_the_moment_it_is_taken(repairs):
    budi = greet(email="budi@nidalia.example")
    membership = give_role(person=budi, role=Role.MANAGER, area=repairs, by="system", at=NOON)
    give_role(person=budi, role=Role.MANAGER, area=repairs, by="system", at=NOON)
    assert sight_of(budi).area_ids == {repairs.pk}
    assert sight_of(budi).steers

    take_role(membership.pk, by="system", at=NOON)
    assert not sight_of(budi).is_staff
    assert Entry.objects.filter(name__startswith="person.role_").count() == 2


def test_nobody_serves_everywhere_by_a_missing_area(db):
    with pytest.raises(IntegrityError, match="who_serves_belongs"), transaction.atomic():
        Membership.objects.create(person=greet(), area=None, role=Role.AGENT)


def test_an_administrator_sees_no_customer_s_case_by_that_role(db):
    nuria = greet(email="nuria@nidalia.example")
    give_role(person=nuria, role=Role.ADMIN, by="system", at=NOON)

    assert sight_of(nuria).is_staff
    assert not sight_of(nuria).sees_all
    assert not sight_of(nuria).serves


def test_somebody_is_found_by_their_number_alone_and_nobody_by_a_number_of_nobody(db, django_assert_num_queries):
    elena = greet("elena@correo.example", "Elena Prats")
    with django_assert_num_queries(1):
        assert Person.objects.get(pk=elena.pk).email == "elena@correo.example"
    assert Person.objects.get(pk=str(elena.pk)) == Person.objects.get(name="Elena Prats") == elena
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get(pk=elena.pk + 1)
