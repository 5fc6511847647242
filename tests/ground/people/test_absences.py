"""Who is away, who stands in, and who can do what."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import (
    add_skill,
    change_skill,
    come_back_early,
    give_role,
    give_skill,
    meet,
    plan_absence,
    take_skill,
)
from pasillo.ground.people.models import Absence, Role
from pasillo.ground.people.queries import covers, is_away, skilled
from pasillo.ground.people.standing_in import stand_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _colleague(name, zone="Europe/Madrid"):
    person = meet(name=name, email=f"{name.lower()}@nidalia.example", zone=zone, by="system", at=NOON)
    give_role(person=person, role=Role.EMPLOYEE, by="system", at=NOON)
    return person


def _away(person, first, last, cover=None):
    return plan_absence(
        person.pk, first=date(2026, 3, first), last=date(2026, 3, last), cover_id=cover.pk if cover else None,
        why="holiday", by=person.ref, at=NOON,
    )  # fmt: skip


def test_the_days_are_days_of_the_person_who_is_away(db):
    budi = _colleague("Budi", zone="Asia/Jakarta")
    _away(budi, 3, 4)

    # In Jakarta the third begins at 17:00 UTC of the second, and the fourth ends at 17:00 UTC.
    assert is_away([budi.pk], datetime(2026, 3, 2, 16, 59, tzinfo=UTC)) == set()
    assert is_away([budi.pk], datetime(2026, 3, 2, 17, 0, tzinfo=UTC)) == {budi.pk}
    assert is_away([budi.pk], datetime(2026, 3, 4, 16, 59, tzinfo=UTC)) == {budi.pk}
    assert is_away([budi.pk], datetime(2026, 3, 4, 17, 0, tzinfo=UTC)) == set()


def test_whoever_stands_in_is_found_even_when_the_first_is_away_too(db):
    marta, jordi, leire = _colleague("Marta"), _colleague("Jordi"), _colleague("Leire")
    _away(marta, 1, 9, cover=jordi)
    _away(jordi, 2, 3, cover=leire)

    assert covers([marta.pk, jordi.pk, leire.pk], NOON) == {marta.pk: leire.pk, jordi.pk: leire.pk}
    assert covers([marta.pk], datetime(2026, 3, 5, 12, tzinfo=UTC)) == {marta.pk: jordi.pk}


@given(st.dictionaries(st.integers(0, 6), st.none() | st.integers(0, 6)), st.integers(0, 6))
def test_nobody_who_is_away_stands_in_and_no_circle_turns_for_ever(away, who):
    cover = stand_in(who, away)

    assert cover is None or cover not in away


def test_nobody_stands_in_for_themselves_and_no_customer_does(db):
    marta = _colleague("Marta")
    elena = meet(name="Elena", email="elena@correo.example", by="system", at=NOON)

    with pytest.raises(Refused, match="themselves"):
        _away(marta, 1, 2, cover=marta)
    with pytest.raises(Refused, match="work here"):
        _away(marta, 1, 2, cover=elena)
    assert not Absence.objects.exists()


def test_two_absences_do_not_overlap_and_none_ends_before_it_begins(db):
    marta = _colleague("Marta")
    _away(marta, 3, 5)

    with pytest.raises(Refused, match="planned for some of these days"):
        _away(marta, 5, 8)
    with pytest.raises(Refused, match="before the first"):
        _away(marta, 9, 8)
    _away(marta, 6, 8)
    assert Absence.objects.count() == 2


def test_who_comes_back_early_is_here_at_once_and_what_never_began_never_was(db):
    marta = _colleague("Marta")
    began, planned = _away(marta, 1, 9), _away(marta, 20, 22)

    come_back_early(began.pk, by=marta.ref, at=NOON)
    come_back_early(planned.pk, by=marta.ref, at=NOON)

    assert is_away([marta.pk], NOON) == set()
    assert list(Absence.objects.values_list("last", flat=True)) == [date(2026, 3, 2)]
    assert Entry.objects.filter(name="person.absence_ended").count() == 2


def test_the_journal_does_not_say_why_somebody_was_away(db):
    _away(_colleague("Marta"), 1, 2)

    assert "holiday" not in str(Entry.objects.get(name="person.absence_planned").data)


def test_who_can_do_what_on_a_day(db):
    marta, jordi = _colleague("Marta"), _colleague("Jordi")
    english = add_skill(name="English", by="system", at=NOON)
    given = {"skill_id": english.pk, "by": "system", "at": NOON}
    give_skill(marta.pk, level=3, since=date(2026, 1, 1), until=date(2026, 2, 1), **given)
    give_skill(jordi.pk, level=1, since=date(2026, 1, 1), **given)

    assert skilled([english.pk], NOON) == {english.pk: {jordi.pk}}
    assert skilled([english.pk], NOON, level=2) == {english.pk: set()}
    take_skill(jordi.pk, skill_id=english.pk, by="system", at=NOON)
    assert skilled([english.pk], NOON) == {english.pk: set()}


def test_a_skill_has_one_name(db):
    english = add_skill(name=" English ", by="system", at=NOON)

    with pytest.raises(Refused, match="already"):
        add_skill(name="english", by="system", at=NOON)
    with pytest.raises(Refused, match="needs a name"):
        change_skill(english.pk, name=" ", is_active=True, by="system", at=NOON)
    assert change_skill(english.pk, name="ENGLISH", is_active=False, by="system", at=NOON).name == "ENGLISH"


def test_days_that_are_over_are_refused_and_one_that_goes_on_is_not(db):
    budi = _colleague("Budi", zone="Asia/Jakarta")

    with pytest.raises(Refused, match="over already"):
        _away(budi, 1, 1)
    assert not Absence.objects.exists()

    _away(budi, 1, 2)
    assert Absence.objects.get().first == date(2026, 3, 1)
