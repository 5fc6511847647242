"""The stories follow the journal: once each, and the same again from zero."""

import random

import pytest

from pasillo.ground.journal.followers import follow, followers, rebuild
from pasillo.measurement.stories.models import Pledge, Story
from tests.measurement.journal import Case, follow_to, told
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
    told(elena())

    story = Story.objects.get()
    assert (story.lived_minutes, story.kept, story.broken, story.path) == (6000, 1, 1, [10, 20, 10])
    assert sorted(Pledge.objects.values_list("metric", "outcome", "disputed")) == [
        ("dispute", "broken", False),
        ("first_response", "kept", False),
        ("resolution", "kept", True),
    ]


def test_followed_in_small_steps_or_again_from_zero_the_stories_are_the_same():
    entries = told(*a_busy_week())
    at_once = rows()
    followers["stories"].forget()
    follow_to(entries[-1], limit=7)
    in_small_steps = rows()
    rebuild("stories")
    follow_to(entries[-1])

    assert len(at_once[0]) == 41
    assert in_small_steps == at_once
    assert rows() == at_once


def test_nothing_is_followed_twice():
    entries = told(elena())
    followers["stories"].forget()

    assert follow_to(entries[-1]) >= len(entries)
    assert follow("stories") == 0
    assert Story.objects.get().contacts_in == 2


def test_many_entries_cost_few_questions(django_assert_max_num_queries):
    entries = told(*a_busy_week())

    with django_assert_max_num_queries(8):
        followers["stories"].read(entries)
