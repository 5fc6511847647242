"""The next version of a form is written in peace, compared with the present one, and published."""

import pytest

from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands import (
    Overtaken,
    draft_request_type,
    drop_form_draft,
    publish_draft,
    publish_form,
    write_form,
)
from pasillo.strategy.catalogue.form_changes import form_changes
from pasillo.strategy.catalogue.models import FormDraft, FormVersion

BY = "person:1"


def asks(key, kind="text", **more):
    return {"key": key, "kind": kind, "labels": {"en": key.title()}, **more}


@pytest.fixture
def asking(moving, noon):
    one = draft_request_type(moving.pk, names={"en": "A move"}, by=BY, at=noon)
    publish_form(one.pk, fields=[asks("a"), asks("b")], by=BY, at=noon)
    return one


def test_what_is_written_is_not_asked_until_it_is_published(asking, noon):
    draft = write_form(asking.pk, fields=[asks("a"), asks("b"), asks("c")], revision=0, by=BY, at=noon)
    assert FormVersion.objects.filter(request_type=asking).count() == 1

    version = publish_draft(asking.pk, revision=draft.revision, by=BY, at=noon)

    assert (version.number, len(version.fields)) == (2, 3)
    assert not FormDraft.objects.exists()
    assert FormVersion.objects.get(request_type=asking, number=1).fields == [asks("a"), asks("b")]


def test_two_people_who_write_on_one_form_do_not_undo_each_other(asking, noon):
    write_form(asking.pk, fields=[asks("a")], revision=0, by=BY, at=noon)

    with pytest.raises(Overtaken):
        write_form(asking.pk, fields=[asks("b")], revision=0, by="person:2", at=noon)
    with pytest.raises(Overtaken):
        publish_draft(asking.pk, revision=0, by="person:2", at=noon)

    assert FormDraft.objects.get().fields == [asks("a")]


def test_a_form_with_a_fault_is_not_kept_and_a_draft_can_be_dropped(asking, noon):
    with pytest.raises(Refused, match="kind"):
        write_form(asking.pk, fields=[asks("a", "magic")], by=BY, at=noon)
    assert not FormDraft.objects.exists()

    write_form(asking.pk, fields=[], by=BY, at=noon)
    drop_form_draft(asking.pk, by=BY, at=noon)

    with pytest.raises(Refused, match="nothing to publish"):
        publish_draft(asking.pk, by=BY, at=noon)


def test_what_changes_is_told_question_by_question():
    before = [asks("a"), asks("b"), asks("c"), asks("d")]
    after = [asks("c"), asks("a", required=True), asks("b"), asks("e")]

    told = [(change.what, change.key, change.settings) for change in form_changes(before, after)]

    assert told == [
        ("moved", "c", ()),
        ("changed", "a", ("required",)),
        ("added", "e", ()),
        ("removed", "d", ()),
    ]
    assert form_changes(before, before) == []
