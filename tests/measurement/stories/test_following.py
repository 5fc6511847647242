"""The stories follow the journal: once each, and the same again from zero."""

import random

import pytest

from pasillo.ground.journal.followers import follow, rebuild
from pasillo.measurement.stories.models import Pledge, Story
from tests.measurement.journal import Case, written
from tests.measurement.stories.test_fold import elena

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> tuple[list[dict], list[dict]]:
    return (
        list(Story.objects.order_by("case_id").values()),
        list(Pledge.objects.order_by("clock_id").values()),
    )


def a_busy_week() -> list[Case]:
    chance = random.Random(46)
    cases = [elena()]
    for _ in range(40):
        case = Case(service_id=chance.randint(1, 3), customer_id=chance.randint(1, 9))
        case.promised("resolution", 480, due_in=30).answered(chance.uniform(0.1, 9))
        end = chance.uniform(1, 60)
        case.promise("broken", "resolution", 30) if end > 30 else None
        case.resolved(end).promise("stopped_late" if end > 30 else "kept", "resolution", end, served_minutes=end * 20)
        case.scored(end + 1, chance.randint(1, 5))
        cases.append(case)
    return cases


def test_a_story_and_its_promises_stand_as_the_journal_tells_them():
    list(written(elena()))
    follow("stories")

    story = Story.objects.get()
    assert (story.lived_minutes, story.kept, story.broken, story.path) == (6000, 1, 1, [10, 20, 10])
    assert sorted(Pledge.objects.values_list("metric", "outcome", "disputed")) == [
        ("dispute", "broken", False),
        ("first_response", "kept", False),
        ("resolution", "kept", True),
    ]


def test_read_in_small_steps_or_again_from_zero_the_stories_are_the_same():
    list(written(*a_busy_week()))
    while follow("stories", limit=7):
        pass
    in_small_steps = rows()
    rebuild("stories")

    assert len(in_small_steps[0]) == 41
    assert rows() == in_small_steps


def test_nothing_is_read_twice():
    list(written(elena()))

    assert follow("stories") > 0
    assert follow("stories") == 0
    assert Story.objects.get().contacts_in == 2


def test_many_entries_cost_few_questions(django_assert_max_num_queries):
    list(written(*a_busy_week()))

    with django_assert_max_num_queries(16):
        assert follow("stories") > 200
