"""The example is played in two parts, and one may be broken off; the pages say how far it is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from pasillo.doors.console.example import loading
from pasillo.doors.console.example.sizes import SMALL, Begun, begun
from pasillo.doors.console.example.stage import Stage
from pasillo.doors.shell.example_progress import Progress, note_progress
from pasillo.ground.effects.models import Effect
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Organisation, Person
from pasillo.ground.people.organisation import forget_organisation, organisation_name
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service
from tests import template

TODAY = datetime(2026, 11, 19, 10, 4, tzinfo=UTC)
WANTED = Begun(at=TODAY, size=replace(SMALL, cases=24, customers=40), seed=46)


@pytest.fixture
def empty(django_db_setup, django_db_blocker):
    """An empty house, in which everything is committed, and emptied again."""
    with django_db_blocker.unblock():
        yield
        template.put_back()


@pytest.mark.slow
def test_a_load_that_was_broken_off_goes_on_and_nothing_is_there_twice(empty, monkeypatch):
    load = loading.lay_base(WANTED)
    loading.play_part(load, 0)
    half = Case.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(Stage, "play", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            loading.play_part(load, 1)
    assert Case.objects.count() == half

    again = loading.lay_base(Begun(at=datetime(2026, 11, 20, 9, tzinfo=UTC), size=WANTED.size, seed=1))
    assert again == begun() == WANTED  # the day and the luck with which it was begun
    for part in (0, 1):
        loading.play_part(again, part)
    loading.finish(again)

    assert 0 < half < 24
    assert Case.objects.count() == 24 + 5 + 3  # what colleagues ask of each other; one need told twice, and a chat
    assert max(Counter(Case.objects.values_list("number", flat=True)).values()) == 1
    assert Case.objects.get(number=48213).customer.name == "Elena Prats"


@pytest.mark.slow
def test_what_people_send_while_it_plays_stands_beside_it_and_is_really_sent(empty):
    load = loading.lay_base(WANTED)
    while_it_plays = WANTED.at + timedelta(minutes=1)
    pilar = Person.objects.get(name="Pilar Otero")
    own = open_case(
        opening=Opening(
            customer_id=pilar.pk, service_id=Service.objects.get(slug="enquiries").pk, channel="email",
            subject="Is anybody there?", text="I write while the example plays.",
        ),
        by=pilar.ref, at=while_it_plays,
    )  # fmt: skip
    loading.play_part(load, 0)
    loading.play_part(load, 1)
    loading.finish(load)

    assert own.number > 48213 + 24
    assert Case.objects.count() == 24 + 5 + 3 + 1
    assert Case.objects.get(number=48213).customer.name == "Elena Prats"
    assert Effect.objects.filter(about=f"case:{own.pk}", state="queued").exists()
    assert not Effect.objects.filter(about__startswith="case:", state="queued").exclude(about=f"case:{own.pk}").exists()


@pytest.mark.slow
def test_the_house_keeps_its_name_when_it_is_started_without_the_example(empty, settings):
    settings.ORGANISATION = "Pasillo"
    loading.lay_base(WANTED)
    forget_organisation()

    assert organisation_name() == "Nidalia"
    loading.lay_base(WANTED)  # what was begun is not named twice
    assert Organisation.objects.get().version == 1


@pytest.mark.slow
def test_what_would_be_sent_stops_the_whole_part(empty, monkeypatch):
    load = loading.lay_base(WANTED)
    monkeypatch.setattr(loading, "withholding", loading.together)
    with pytest.raises(Refused, match="would be sent to the outside"):
        loading.play_part(load, 1)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_while_it_is_played_every_page_says_which_day_it_is(client, settings, tmp_path):
    settings.DATA, settings.EXAMPLE = tmp_path, True
    note_progress(Progress(34, 90))
    page = client.get(reverse("shell:sign-in")).content.decode()
    assert "day 34 of 90" in page

    note_progress(None)
    assert "of 90" not in client.get(reverse("shell:sign-in")).content.decode()
