"""The second wall: when the first one is broken on purpose, the database still shows nobody what is not theirs."""

from contextlib import ExitStack
from unittest.mock import patch

import pytest
from django.db import Error, connection, transaction

from pasillo.doors.channels.messaging.models import Account, Thread
from pasillo.doors.desk import finding
from pasillo.ground.asking import forget_the_words
from pasillo.ground.kit import looking
from pasillo.ground.kit.looking import EVERYTHING, NOTHING, for_the_house, here, look_as, looking_as
from pasillo.ground.people.models import Identity
from pasillo.ground.people.sight import NOBODY, sight_of
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases import queries, queue
from pasillo.operations.cases.models import Case, Dispute, Task
from pasillo.operations.conversations.models import Conversation, Draft, Message, MessageFile
from pasillo.operations.voice.models import Feedback
from tests.rights.roles import ROLES, SIGNED_IN

GUARDED = (Alarm, Case, Task, Dispute, Conversation, Message, MessageFile, Draft, Feedback, Identity, Account, Thread)


def _looks(world, role):
    return looking_as(sight_of(world.people.get(role)).look)


@pytest.mark.parametrize("role", ROLES)
def test_the_database_shows_the_cases_that_the_first_wall_shows_and_no_others(open_database, role):
    world = open_database
    world.people["disabled"].refresh_from_db()
    seen = sight_of(world.people.get(role))

    with looking_as(seen.look):
        through_the_database = set(Case.objects.values_list("number", flat=True))

    assert through_the_database == set(queries.visible_to(seen).values_list("number", flat=True))


@pytest.mark.parametrize("role", SIGNED_IN)
def test_the_database_shows_no_message_that_the_first_wall_hides(open_database, role):
    world = open_database
    world.people["disabled"].refresh_from_db()
    seen = sight_of(world.people[role])
    readable = {
        pk for case in queries.visible_to(seen) for pk in queries.messages_for(seen, case).values_list("pk", flat=True)
    }

    with looking_as(seen.look):
        shown = set(Message.objects.values_list("pk", flat=True))

    assert shown >= readable
    if not seen.is_staff:
        assert shown == readable


@pytest.mark.parametrize("table", GUARDED, ids=lambda table: table.__name__)
def test_who_is_nobody_sees_nothing(open_database, table):
    with looking_as(NOTHING):
        assert not table.objects.exists()


@pytest.mark.parametrize("path", ["/app/cases/{}", "/requests/{}"])
@pytest.mark.parametrize("role", ["agent", "manager", "owner", "employee", "admin"])
def test_with_the_first_wall_down_another_areas_case_still_does_not_exist(open_database, path, role):
    world = open_database
    theirs = world.things["theirs"]

    with _first_wall_down():
        answer = world.browsers[role].get(path.format(theirs.number))
        machine = world.browsers["anonymous"].get(
            f"/api/v1/cases/{theirs.number}", headers={"authorization": f"Bearer {world.tokens[role]}"}
        )

    assert answer.status_code in (403, 404)
    assert b"A visit" not in answer.content
    assert machine.status_code == 404
    assert b"A visit" not in machine.content


@pytest.mark.parametrize("address", ["/app/work", "/app/work?split=new", "/app/search?q=visit", "/app/palette?q=visit"])
def test_with_the_first_wall_down_no_list_and_no_search_shows_another_areas_case(open_database, address):
    world = open_database

    with _first_wall_down():
        answer = world.browsers["agent"].get(address)

    assert answer.status_code == 200
    assert b"A visit" not in answer.content
    assert str(world.things["theirs"].number).encode() not in answer.content


def test_with_the_first_wall_down_the_api_lists_no_other_areas_case(open_database):
    world = open_database

    with _first_wall_down():
        answer = world.browsers["anonymous"].get(
            "/api/v1/cases", headers={"authorization": f"Bearer {world.tokens['agent']}"}
        )

    hers = queries.visible_to(sight_of(world.people["agent"])).values_list("number", flat=True)
    assert {case["number"] for case in answer.json()["items"]} == set(hers)
    assert world.things["theirs"].number not in set(hers)


def test_with_the_first_wall_down_another_areas_file_and_mail_stay_closed(open_database):
    world = open_database

    with _first_wall_down(), patch.object(queries, "messages_for", lambda *_, **__: Message.objects.all()):
        file = world.browsers["agent"].get(f"/files/{world.things['their file'].pk}")
        mail = world.browsers["agent"].get(f"/messages/{world.things['their message'].pk}/html")

    assert file.status_code == 404
    assert mail.status_code == 404


def test_with_the_first_wall_down_a_customer_reads_no_note(open_database):
    world = open_database
    everything = Message.objects.all().select_related("author", "html").prefetch_related("files")

    with patch("pasillo.doors.portal.thread.messages_for", lambda *_, **__: everything):
        answer = world.browsers["owner"].get(f"/requests/{world.things['case'].number}")

    assert answer.status_code == 200
    assert b"Nobody came." in answer.content
    assert b"She is patient." not in answer.content


def test_the_wall_would_not_hold_if_the_house_itself_looked(open_database):
    """So that the tests above can fail."""
    world = open_database

    with _first_wall_down(), patch("pasillo.doors.shell.visitor.look_as", lambda _: look_as(EVERYTHING)):
        answer = world.browsers["agent"].get(f"/app/cases/{world.things['theirs'].number}")

    assert answer.status_code == 200
    assert b"A visit" in answer.content


@pytest.mark.parametrize("table", GUARDED, ids=lambda table: table.__name__)
def test_a_page_cannot_write_where_only_commands_write(open_database, table):
    statement = f"update {table._meta.db_table} set id = id"
    with _looks(open_database, "agent"), connection.cursor() as cursor, pytest.raises(Error, match="permission denied"):
        cursor.execute(statement)


def test_a_command_works_with_the_eyes_of_the_house(open_database):
    everything = Case.objects.count()
    with _looks(open_database, "owner"):
        before = Case.objects.count()
        with transaction.atomic():
            inside = Case.objects.count()
        after = Case.objects.count()

    assert (inside, after) == (everything, before)
    assert 0 < before < everything


def test_a_transaction_that_is_taken_back_does_not_lend_its_eyes(open_database):
    everything = Case.objects.count()
    with _looks(open_database, "stranger"):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert Case.objects.count() == everything
            raise ZeroDivisionError

        assert Case.objects.count() == 1


def test_a_visit_begins_with_nothing_and_leaves_nothing_behind(open_database):
    world = open_database
    seen = []

    def look_around(request):
        seen.append((here(), Case.objects.count()))
        return NOBODY

    with patch("pasillo.doors.shell.guards.sight", look_around):
        answer = world.browsers["agent"].get("/app/work")

    assert answer.status_code == 403
    assert seen == [(NOTHING, 0)]
    assert here() == EVERYTHING


def test_a_process_that_serves_strangers_sees_nothing_between_visits(open_database):
    before, everything = looking._otherwise[0], Case.objects.count()
    try:
        looking.close()
        assert Case.objects.count() == 0
        with for_the_house("a test asks"):
            assert Case.objects.count() == everything > 0
    finally:
        looking._otherwise[0] = before


def test_the_house_says_why_it_looks():
    with pytest.raises(ValueError, match="why"), for_the_house(""):
        raise AssertionError("It looked without a reason.")


def _first_wall_down():
    """Everybody may see everything, says the first wall."""
    everything = lambda *_: Case.objects.all()  # noqa: E731
    stack = _patched(
        (queries, "visible_to"), (queries, "served_by"), (queries, "own_cases"), (queue, "served_by"),
        with_=everything,
    )  # fmt: skip
    stack.enter_context(patch.object(queue, "served_in_parts", lambda *_: [Case.objects.all()]))
    stack.enter_context(patch.object(queue, "held_by", everything))
    forget_the_words()
    stack.callback(forget_the_words)
    return stack


def _patched(*places, with_):
    stack = ExitStack()
    for module, name in places:
        stack.enter_context(patch.object(module, name, with_))
    assert finding.queries is queries
    return stack
