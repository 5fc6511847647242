"""A whole database is called sound; whatever is changed behind the product's back is found and named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from pasillo.config.keeping import verify
from pasillo.config.places import owner_address
from pasillo.ground.files.commands import keep
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.queries import newest_version
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import meet
from pasillo.operations.cases import commands as cases
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from tests.faults import seed
from tests.keeper import folder
from tests.measurement.journal import follow_to
from tests.template import as_owner

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def case():
    """Elena asked for something, was answered, waited, and was helped."""
    seed.run()
    elena = meet(name="Elena", email="elena@mail.example", language="es", by="system", at=NOON)
    opening = cases.Opening(
        customer_id=elena.pk,
        service_id=Service.objects.get().pk,
        subject="My line",
        text="It is dead.",
        channel="phone",
    )
    case = cases.open_case(opening=opening, by="system", at=NOON)
    cases.reply(case.pk, text="Which line?", then="wait", by="system", at=NOON + timedelta(minutes=20))
    cases.resume(case.pk, by="system", at=NOON + timedelta(minutes=50))
    cases.resolve(case.pk, by="system", at=NOON + timedelta(hours=2))
    keep(b"a photo of the box " * 30_000)
    read_all()
    return case


def read_all():
    """Every follower has read everything, also while others on the same server hold the horizon back for a while."""
    follow_to(Entry.objects.order_by("tx", "id").last())
    catch_up()


def asked():
    """What is wrong, by the name of the check."""
    address = {**owner_address(folder()), "dbname": connection.settings_dict["NAME"]}
    return {outcome.name: outcome.told for outcome in verify.outcomes(address) if outcome.wrong}


def change(statement):
    """As somebody with all rights who thinks that they know better."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_what_the_product_wrote_is_sound(case):
    assert asked() == {}


def test_what_became_one_case_is_sound(case):
    opening = cases.Opening(
        customer_id=case.customer_id, service_id=case.service_id, subject="Again", text="Still dead.", channel="phone"
    )
    again, third = (cases.open_case(opening=opening, by="system", at=NOON + timedelta(hours=hour)) for hour in (3, 4))
    cases.reply(again.pk, text="We are at it.", by="system", at=NOON + timedelta(hours=5))
    cases.merge(again.pk, into_id=third.pk, by="system", at=NOON + timedelta(hours=6))
    read_all()

    assert asked() == {}


def test_what_was_parted_again_and_what_became_two_cases_is_sound(case):
    opening = cases.Opening(
        customer_id=case.customer_id, service_id=case.service_id, subject="Again", text="Still dead.", channel="phone"
    )
    again, third = (cases.open_case(opening=opening, by="system", at=NOON + timedelta(hours=hour)) for hour in (3, 4))
    cases.reply(again.pk, text="We are at it.", by="system", at=NOON + timedelta(hours=5))
    cases.merge(again.pk, into_id=third.pk, by="system", at=NOON + timedelta(hours=6))
    read_all()
    ring(at=NOON + timedelta(days=2))
    cases.unmerge(again.pk, by="system", at=NOON + timedelta(days=2))
    words = Words(text="And the bill.", channel="portal")
    cases.customer_writes(again.pk, author_id=case.customer_id, words=words, by="system", at=NOON + timedelta(days=3))
    bill = Message.objects.get(text="And the bill.")
    part = cases.Part(message_ids=[bill.pk], service_id=case.service_id)
    cases.split(again.pk, part=part, by="system", at=NOON + timedelta(days=3))
    read_all()

    assert asked() == {}


def test_what_was_merged_after_the_hours_changed_and_a_promise_broke_is_sound(case):
    opening = cases.Opening(
        customer_id=case.customer_id, service_id=case.service_id, subject="Again", text="Still dead.", channel="phone"
    )
    again = cases.open_case(opening=opening, by="system", at=NOON + timedelta(hours=3))
    ring(at=NOON + timedelta(days=3))
    broken = Clock.objects.filter(case=again, state="breached_running")
    assert broken.count() == 2
    usual = CalendarRule.from_json(newest_version(case.service.calendar_id).rule)
    closed = CalendarRule(zone=usual.zone, week=usual.week, exceptions={(NOON + timedelta(days=3)).date(): ()})
    for hours, at in ((closed, timedelta(days=3, hours=1)), (usual, timedelta(days=3, hours=2))):
        newest = newest_version(case.service.calendar_id)
        change_hours(
            newest.calendar_id, rule=hours, effective_from=NOON + at, known=newest.pk, by="system", at=NOON + at
        )
    third = cases.open_case(opening=opening, by="system", at=NOON + timedelta(days=3, hours=3))
    cases.merge(again.pk, into_id=third.pk, by="system", at=NOON + timedelta(days=3, hours=4))
    assert Clock.objects.filter(case=third, state="breached_running").count() == 2
    assert asked() == {}
    read_all()

    assert asked() == {}


def test_promises_that_moved_with_the_hours_are_sound_and_one_that_did_not_is_found(case):
    opening = cases.Opening(
        customer_id=case.customer_id, service_id=case.service_id, subject="Again", text="Still dead.", channel="phone"
    )
    again = cases.open_case(opening=opening, by="system", at=NOON + timedelta(hours=3))
    newest, at = newest_version(case.service.calendar_id), NOON + timedelta(hours=4)
    before = CalendarRule.from_json(newest.rule)
    closed = dict.fromkeys((at.date() + timedelta(days=day) for day in range(5)), ())
    rule = CalendarRule(zone=before.zone, week=before.week, exceptions=dict(before.exceptions) | closed)
    assert change_hours(newest.calendar_id, rule=rule, effective_from=at, known=newest.pk, by="system", at=at)

    assert asked() == {}
    read_all()
    assert asked() == {}
    change(f"UPDATE promises_clock SET due_at = due_at - interval '4 days' WHERE case_id = {again.pk}")
    assert "Clocks" in {name.partition(" say")[0] for name in asked()}


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("UPDATE promises_clock SET due_at = due_at + interval '1 hour'", "Clocks say", "due_at is"),
        ("UPDATE promises_clock SET state = 'running' WHERE metric = 'resolution'", "Clocks say", "state is running"),
        ("DELETE FROM promises_clock WHERE metric = 'first_response'", "Clocks say", "is told of and is not there"),
        ("UPDATE stories_story SET contacts_out = 7", "Stories say", "contacts_out is 7, should be"),
        ("DELETE FROM stories_story", "Stories say", "is missing"),
        (
            "UPDATE cases_case SET state = 'closed', closed_at = now()",
            "Every case stands",
            "is closed, the journal says",
        ),
        ("UPDATE cases_case SET cycle = 2", "A case has as many rounds", "is in round 2, the journal tells of 1"),
        ("UPDATE cases_case SET next_due_at = now()", "The queue is sorted", "its promises say nothing"),
        ("UPDATE cases_case SET area_id = 999", "An open case has exactly one area", "an area that is not there"),
        ("DELETE FROM conversations_message WHERE direction = 'in'", "What the journal says was written", "not there"),
        ("DELETE FROM journal_entry WHERE name = 'case.opened'", "Every case was opened once", "was opened 0 times"),
        ("DELETE FROM people_person WHERE name = 'Elena'", "Rows that point", "there is no such row in people_person"),
        ("UPDATE files_chunk SET data = '\\x00' WHERE number = 1", "Files have", "bytes instead of"),
        ("DELETE FROM files_chunk WHERE number = 1", "Files have", "a piece is missing"),
        ("UPDATE catalogue_service SET owner_id = NULL", "A published service", "is published without an owner"),
        ("UPDATE journal_position SET entry_id = 999999", "Readers of the journal", "stands at entry 999999"),
        ("UPDATE journal_entry SET tx = '9999999999999'", "The journal can be read on", "the database is at"),
        ("GRANT DELETE ON journal_entry TO pasillo_app", "The running product cannot", "pasillo_app may DELETE"),
    ],
)
def test_what_is_changed_behind_its_back_is_found_and_named(case, statement, check, words):
    change(statement)
    try:
        found = asked()
    finally:
        change("REVOKE DELETE ON journal_entry FROM pasillo_app")

    (told,) = [told for name, told in found.items() if name.startswith(check)]
    assert any(words in line for line in told), found


def test_an_index_that_was_never_finished_and_what_it_would_not_have_let_in_are_found(case):
    change("UPDATE people_person SET phone = '600 100 200'")
    with pytest.raises(DatabaseError):
        change("CREATE UNIQUE INDEX CONCURRENTLY one_phone ON people_person (phone)")
    try:
        found = asked()
    finally:
        change("DROP INDEX one_phone")

    assert found["Keys that may exist once exist once"] == ["people_person has 600 100 200 2 times (one_phone)"]
    assert found["Indexes and rules are finished"] == ["the index one_phone is not finished: run REINDEX on it"]


def test_it_exits_with_one_when_something_is_wrong(case, monkeypatch, capsys):
    monkeypatch.setattr(
        verify.places,
        "owner_address",
        lambda data: {**owner_address(folder()), "dbname": connection.settings_dict["NAME"]},
    )
    verify.run()
    assert "\nSound: 23 checks in" in capsys.readouterr().out

    change("UPDATE cases_case SET cycle = 2")
    with pytest.raises(SystemExit) as leaving:
        verify.run()

    assert leaving.value.code == 1
    assert "Not sound: 1 things are wrong" in capsys.readouterr().out
