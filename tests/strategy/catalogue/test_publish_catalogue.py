"""A service and its form are published, changed and retired, and nothing that was published is rewritten."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import NOBODY
from pasillo.strategy.catalogue.commands import (
    change_service,
    draft_request_type,
    draft_service,
    open_family,
    publish_form,
    publish_service,
    retire_request_type,
    retire_service,
)
from pasillo.strategy.catalogue.models import FormVersion, Service
from pasillo.strategy.catalogue.queries import (
    current_form,
    find,
    published_request_types,
    published_services,
    service_by_slug,
)
from tests.strategy.conftest import BY

ONE = [{"key": "when", "kind": "date", "labels": {"en": "When?"}}]
TWO = [*ONE, {"key": "gate", "kind": "text", "labels": {"en": "How do we get in?"}}]


@pytest.fixture
def draft(field_north, noon):
    return draft_service(block="lifecycle", names={"en": "Move home"}, area=field_north, by=BY, at=noon)


def test_a_long_name_has_an_address_as_long_as_one_may_be(field_north, noon):
    names = {"en": "Somebody of ours moves with all of their things to another house in another town and " * 3}

    service = draft_service(block="lifecycle", names=names, area=field_north, by=BY, at=noon)
    family = open_family(block="lifecycle", names=names, by=BY, at=noon)
    request_type = draft_request_type(service.pk, names=names, kind="request", by=BY, at=noon)

    assert service.slug == "somebody-of-ours-moves-with-all-of-their-things-to-another-house-in-another-town"
    assert service.slug == family.slug == request_type.slug
    assert service.names == names


def test_a_draft_is_for_nobody_until_it_is_published(draft, noon):
    assert not published_services()
    with pytest.raises(LookupError):
        service_by_slug("move-home", NOBODY)

    publish_service(draft.pk, by=BY, at=noon)

    assert service_by_slug("move-home", NOBODY) == draft


def test_publishing_twice_is_told_once(draft, noon):
    publish_service(draft.pk, by=BY, at=noon)
    publish_service(draft.pk, by=BY, at=noon)

    assert Entry.objects.filter(name="service.published").count() == 1


def test_a_new_form_is_a_new_version_and_the_old_one_stays(draft, noon):
    publish_service(draft.pk, by=BY, at=noon)
    asked = draft_request_type(draft.pk, names={"en": "Move"}, by=BY, at=noon)
    assert not published_request_types(draft.pk)

    first = publish_form(asked.pk, fields=ONE, by=BY, at=noon)
    second = publish_form(asked.pk, fields=TWO, by=BY, at=noon)
    same = publish_form(asked.pk, fields=TWO, by=BY, at=noon)

    assert (first.number, second.number, same.pk) == (1, 2, second.pk)
    assert current_form(asked.pk) == second
    assert FormVersion.objects.get(pk=first.pk).fields == ONE


def test_even_the_database_refuses_to_rewrite_a_published_form(draft, noon):
    asked = draft_request_type(draft.pk, names={"en": "Move"}, by=BY, at=noon)
    version = publish_form(asked.pk, fields=ONE, by=BY, at=noon)

    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(fields=TWO)


def test_a_form_with_a_fault_changes_nothing(draft, noon):
    asked = draft_request_type(draft.pk, names={"en": "Move"}, by=BY, at=noon)
    told = Entry.objects.count()

    with pytest.raises(Refused, match="kind"):
        publish_form(asked.pk, fields=[{"key": "a", "kind": "magic", "labels": {"en": "A"}}], by=BY, at=noon)

    assert current_form(asked.pk) is None
    assert Entry.objects.count() == told


def test_two_services_cannot_share_an_address(draft, field_north, noon):
    with pytest.raises(Refused, match="move-home"):
        draft_service(block="delivery", names={"en": "Move Home"}, area=field_north, by=BY, at=noon)


def test_a_service_without_a_name_or_block_is_refused(field_north, noon):
    with pytest.raises(Refused, match="name"):
        draft_service(block="lifecycle", names={"en": "  "}, area=field_north, by=BY, at=noon)
    with pytest.raises(Refused, match="three blocks"):
        draft_service(block="other", names={"en": "A"}, area=field_north, by=BY, at=noon)


def test_what_is_retired_is_neither_offered_nor_found(moving, noon):
    assert find("mudanza", "es", NOBODY)

    retire_service(moving.pk, by=BY, at=noon)

    assert not find("mudanza", "es", NOBODY)
    assert not published_services()


def test_a_retired_request_type_takes_no_new_form(draft, noon):
    publish_service(draft.pk, by=BY, at=noon)
    asked = draft_request_type(draft.pk, names={"en": "Move"}, by=BY, at=noon)
    publish_form(asked.pk, fields=ONE, by=BY, at=noon)

    retire_request_type(asked.pk, by=BY, at=noon)

    assert not published_request_types()
    with pytest.raises(Refused, match="no longer"):
        publish_form(asked.pk, fields=TWO, by=BY, at=noon)


def test_a_changed_name_is_found_at_once_and_its_words_are_not_told(moving, noon):
    change_service(moving.pk, changes={"names": {"en": "Relocate"}}, by=BY, at=noon)

    assert [hit.name for hit in find("relocate", "en", NOBODY)] == ["Relocate"]
    entry = Entry.objects.get(name="service.changed")
    assert entry.data == {"service_id": moving.pk, "changed": ["names"]}


def test_a_detail_that_does_not_exist_is_refused(moving, noon):
    with pytest.raises(Refused, match="state"):
        change_service(moving.pk, changes={"state": "draft"}, by=BY, at=noon)


def test_hours_that_open_on_single_dates_only_are_refused_for_what_is_offered(draft, noon):
    publish_service(draft.pk, by=BY, at=noon)
    rule = CalendarRule(exceptions={date(2027, 3, 29): (Opening.of("09:00", "10:00"),)})
    once = set_hours(name="One hour ever", rule=rule, effective_from=noon)

    with pytest.raises(Refused, match="“One hour ever”: no day of their week is open"):
        change_service(draft.pk, changes={"calendar": once}, by=BY, at=noon)
    assert Service.objects.get(pk=draft.pk).calendar == draft.calendar
