"""What is put into SQL once still answers each asker with their own."""

from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext

from pasillo.ground.asking import MOST_OF_A_SORT, asked
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return meet(name="Elena Prats", email="elena@correo.example", by="system", at=AT)


@pytest.fixture
def marta():
    return meet(name="Marta Ruiz", email="marta@nidalia.example", by="system", at=AT)


def one(person_id):
    return Person.objects.filter(pk=person_id)


def some(person_ids, *, by="name"):
    return Person.objects.filter(pk__in=person_ids).order_by(by).values_list("name", flat=True)


def of_address(email, name):
    return Person.objects.filter(email=email, name=name).values("name")


def test_each_asker_gets_their_own_answer_from_the_same_words(elena, marta):
    assert asked(one, elena.pk) == [elena]
    assert asked(one, marta.pk) == [marta]
    assert asked(one, elena.pk)[0].email == "elena@correo.example"
    assert asked(of_address, "marta@nidalia.example", "Marta Ruiz") == [{"name": "Marta Ruiz"}]
    assert asked(of_address, "elena@correo.example", "Marta Ruiz") == []


def test_lists_of_one_length_share_their_words_and_what_shapes_them_is_told_apart(elena, marta):
    assert asked(some, (marta.pk, elena.pk)) == ["Elena Prats", "Marta Ruiz"]
    assert asked(some, (marta.pk, elena.pk), by="-name") == ["Marta Ruiz", "Elena Prats"]
    assert asked(some, (elena.pk, 0)) == ["Elena Prats"]
    assert asked(some, ()) == []
    assert asked(some, (elena.pk,)) == ["Elena Prats"]


def test_what_changed_since_is_seen(elena):
    assert asked(some, (elena.pk,)) == ["Elena Prats"]
    Person.objects.filter(pk=elena.pk).update(name="Elena Prats Vidal")
    assert asked(some, (elena.pk,)) == ["Elena Prats Vidal"]


def test_a_number_that_no_column_holds_and_a_long_list_are_answered_too(elena):
    assert asked(one, 10**30) == []
    assert asked(some, (elena.pk, *range(10**9, 10**9 + MOST_OF_A_SORT))) == ["Elena Prats"]


def test_it_is_one_question(elena, django_assert_num_queries):
    with django_assert_num_queries(1) as told:
        asked(one, elena.pk)
    assert isinstance(told, CaptureQueriesContext)
    assert "stand-in" not in told[0]["sql"]
    assert "77000000" not in told[0]["sql"]


def heard_of(names, since, email):
    del names  # what a question does not use shapes it nevertheless
    return Person.objects.filter(name=since, email=email).values_list("name", "email", "language")


def met_by(moment, word):
    return Person.objects.filter(verified_at__lte=moment, name__gte=word, preferences={}).order_by("pk")


def test_signs_that_mean_something_in_sql_are_only_words_here():
    name = r"100 % O'Hara \ %s %% -- $1"
    hers = meet(name=name, email="ohara@correo.example", by="system", at=AT)
    assert asked(of_address, "ohara@correo.example", name) == [{"name": name}]
    assert asked(heard_of, (1, 2), name, "ohara@correo.example") == [(name, "ohara@correo.example", hers.language)]
    assert asked(of_address, "ohara@correo.example", "' or ''='") == []
    assert asked(heard_of, (1, 2), name, None) == []


def test_moments_and_what_is_kept_as_json_are_told_as_django_tells_them(elena, marta):
    Person.objects.filter(pk=elena.pk).update(verified_at=AT)
    found = asked(met_by, AT, "E")
    assert found == [elena]
    assert (found[0].verified_at, found[0].preferences, found[0]._state.db) == (AT, {}, "default")
    assert asked(met_by, AT.replace(hour=8), "E") == []
