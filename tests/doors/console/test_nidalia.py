"""Nidalia at full size: ninety days, and what every screen can show of them is the story that was meant."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import fmean

import pytest
from django.db.models import Max, Min

from pasillo.doors.console.example import loading
from pasillo.doors.console.example.customers import customers_as_they_stand
from pasillo.doors.console.example.plans import draw_plans
from pasillo.doors.console.example.sizes import FULL, Begun
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Area, Person
from pasillo.ground.people.sight import sight_of
from pasillo.improvement.ideas.models import Idea
from pasillo.measurement.reports.course import courses
from pasillo.measurement.reports.handoffs import handoffs
from pasillo.measurement.reports.window import Window
from pasillo.measurement.reports.worst_experiences import worst_experiences
from pasillo.measurement.stories.models import Story
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queue import counts, queue
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from tests import template

pytestmark = [pytest.mark.slow, pytest.mark.long]

TODAY = datetime(2026, 11, 19, 10, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def nidalia(django_db_setup, django_db_blocker):
    """The whole company, once for all the stories below."""
    with django_db_blocker.unblock():
        loaded = loading.load(at=TODAY, size=FULL)
        template.all_can_be_read()
        catch_up()
        yield loaded
        template.put_back()


OF_COLLEAGUES = 5  # two rooms, two chairs, a letter, a light
OF_TODAY = 3  # a need that was told twice, and a chat


@pytest.fixture(scope="module")
def marta(nidalia):
    return Person.objects.get(email="marta@nidalia.example")


@pytest.fixture(scope="module")
def offered(nidalia):
    return dict(Service.objects.values_list("slug", "pk"))


def test_there_are_5400_cases_of_1200_customers_and_sixty_people_serve_them(nidalia):
    assert nidalia.cases == 5400 + OF_COLLEAGUES + OF_TODAY
    assert Case.objects.filter(service__position__lt=900).count() == 5400 + OF_TODAY
    assert Person.objects.filter(memberships=None).count() == 1200
    assert Person.objects.exclude(memberships=None).distinct().count() == 61
    assert Service.objects.filter(state="published").count() == 16 + 4  # for customers, and for colleagues
    assert set(Service.objects.values_list("block", flat=True)) == {"lifecycle", "customer", "delivery"}


def test_every_service_has_cases_that_are_over_and_most_have_some_that_live(nidalia):
    alive = 0
    for service in Service.objects.filter(position__lt=900):  # those for customers
        states = Counter(Case.objects.filter(service=service).values_list("state", flat=True))
        assert states["closed"] > 50, (service.slug, states)
        assert states["resolved"] > 0, (service.slug, states)
        alive += sum(states.values()) > states["closed"] + states["resolved"] + states["thanked"]
    assert alive >= 10


def test_nothing_happens_in_the_future_and_nothing_earlier_than_the_first_day(nidalia):
    case = Case.objects.aggregate(first=Min("opened_at"), last=Max("opened_at"))
    assert case["last"] < TODAY
    assert TODAY - case["first"] < 107 * DAY
    assert Message.objects.aggregate(last=Max("said_at"))["last"] <= TODAY
    assert Entry.objects.filter(about__startswith="case:").aggregate(last=Max("happened_at"))["last"] <= TODAY
    assert not Clock.objects.filter(state="running", due_at__lte=TODAY).exists()


def test_numbers_follow_the_moments_at_which_cases_began_and_elenas_is_the_known_one(nidalia):
    told = list(Case.objects.order_by("number").values_list("number", "opened_at"))[: -OF_COLLEAGUES - OF_TODAY]
    assert [number for number, _ in told] == list(range(told[0][0], told[0][0] + 5400))
    assert all(a <= b + 90 * timedelta(minutes=1) for (_, a), (_, b) in zip(told, told[1:], strict=False))
    assert Case.objects.get(number=48213).customer.name == "Elena Prats"


def test_moves_take_6_days_until_the_regions_were_merged_and_11_now(offered):
    course = courses(offered.values(), until=TODAY)[offered["move-home"]]
    days = [point.minutes / 1440 for point in course.points]

    assert abs(fmean(days[:7]) - 6.4) <= 0.3
    assert abs(fmean(days[-2:]) - 11.4) <= 0.3
    assert course.has_worsened
    assert 7 <= course.changed_at <= 10


def test_31_of_100_hand_offs_to_field_come_back_and_most_for_want_of_a_gate_code(offered):
    field = set(Area.objects.filter(name__startswith="Field").values_list("pk", flat=True))
    pairs = [pair for pair in handoffs(offered.values(), Window.last(90, until=TODAY)) if pair.to_area_id in field]
    passed, returned = sum(pair.n for pair in pairs), sum(pair.returned for pair in pairs)

    assert passed > 500
    assert 0.29 <= returned / passed <= 0.33


def test_elena_is_first_in_martas_day_and_among_the_worst_experiences(nidalia, marta, offered):
    first = queue(sight_of(marta), split="todo")[0]
    worst = worst_experiences(offered.values(), Window.last(30, until=TODAY)).experiences
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=[one.customer_id for one in worst])}

    assert first["number"] == 48213
    assert "Elena Prats" in [names[one.customer_id] for one in worst[:4]]


def test_marta_has_a_day_that_one_can_do(marta):
    found = counts(sight_of(marta))

    assert (found["todo"], found["new"], found["waiting"]) == (12, 6, 14)


def test_nothing_is_overdue_for_weeks(nidalia):
    oldest = Clock.objects.filter(state="breached_running").aggregate(first=Min("due_at"))["first"]
    assert TODAY - oldest < 12 * DAY


def test_promises_have_all_colours_today(nidalia):
    states = set(Clock.objects.filter(stopped_at=None).values_list("state", flat=True))
    assert states >= {"running", "paused", "breached_running"}


def test_three_languages_are_written(nidalia):
    spoken = Counter(Case.objects.values_list("language", flat=True))
    assert 0.68 < spoken["es"] / 5400 < 0.82
    assert 0.12 < spoken["en"] / 5400 < 0.24
    assert 0.04 < spoken["id"] / 5400 < 0.11


def test_no_page_of_first_words_reads_like_a_form_letter(nidalia):
    newest = Case.objects.order_by("-opened_at").values_list("subject", "conversation_id")[:50]
    said = Message.objects.filter(conversation__in=[conversation for _, conversation in newest], direction="in")
    assert max(Counter(subject for subject, _ in newest).values()) <= 4
    assert max(Counter(said.values_list("text", flat=True)).values()) <= 2
    assert not Message.objects.filter(text__regex=r"[{}]").exists()
    assert not Case.objects.filter(subject__regex=r"[{}]").exists()


def test_some_send_photos_and_papers(nidalia):
    kinds = Counter(Message.objects.exclude(files=None).values_list("files__media_type", flat=True))
    assert kinds["image/png"] > 100
    assert kinds["application/pdf"] > 20


def test_nothing_leaves_the_house(nidalia):
    assert set(Effect.objects.values_list("state", flat=True)) == {"withheld"}
    assert not Person.objects.exclude(email__endswith=".example").exists()


def test_tomas_wrote_down_what_he_heard_on_his_front_line_day(nidalia):
    idea = Idea.objects.get(title__startswith="Ask for gate code")
    assert (idea.author.name, idea.state, idea.service.slug) == ("Tomás Vidal", "accepted", "move-home")
    assert idea.feedback.case.number == 48213
    assert idea.votes == max(Idea.objects.values_list("votes", flat=True))


def test_every_case_has_a_story_and_the_journal_reads_in_order(nidalia):
    assert Story.objects.count() == 5400 + OF_COLLEAGUES + OF_TODAY
    of_case = (
        Entry.objects.filter(about__startswith="case:").values_list("about", "happened_at").order_by("about", "id")
    )
    before = ("", TODAY)
    for about, moment in of_case.iterator():
        assert about != before[0] or moment >= before[1] - timedelta(milliseconds=1), about  # due times are whole ones
        before = (about, moment)


def test_the_same_seed_and_day_make_the_same_plans_and_another_seed_others(nidalia):
    def drawn(seed):
        stage, _ = loading._set_stage(Begun(at=TODAY, size=FULL, seed=seed), 0)
        people = customers_as_they_stand(FULL.customers)
        plans = draw_plans(stage, people, count=FULL.cases, days=FULL.days)
        rows = [(plan.opens_at, plan.ends_at, plan.service, plan.customer.place, plan.steps) for plan in plans]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    assert drawn(46) == drawn(46)
    assert drawn(46) != drawn(47)
