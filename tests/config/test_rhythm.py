"""What happens by itself happens once, also when several workers run, and goes on after trouble."""

import threading

import pytest
from django.db import connection

from pasillo.config import leaving, rhythm, waking
from pasillo.config.rhythm import RHYTHM, Beat, _once, _turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch):
    """The moments at which the beat was done."""
    moments = []
    monkeypatch.setattr(Beat, "function", lambda beat: moments.append)
    return moments


@pytest.mark.parametrize("beat", RHYTHM, ids=lambda beat: beat.name)
def test_everything_on_the_page_can_be_done(beat):
    _once(beat)
    assert callable(beat.function())


def test_a_beat_is_told_what_time_it_is(done):
    _once(Beat("a test", 1.0, "no.matter"))

    (moment,) = done
    assert moment.tzinfo is not None


def test_what_another_worker_does_just_now_is_not_done_twice(done):
    beat = Beat("a test", 1.0, "no.matter")

    with _turn(beat) as ours:
        assert ours
        _once(beat)
        assert done == []

    _once(beat)
    assert len(done) == 1


def test_a_beat_that_fails_does_not_end_the_rhythm(monkeypatch):
    def wrong(at):
        raise RuntimeError("this time it went wrong")

    monkeypatch.setattr(Beat, "function", lambda beat: wrong)

    _once(Beat("a test", 1.0, "no.matter"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_jobs_of_a_worker_that_died_are_given_back():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '2 minutes'), (now()) RETURNING id"
        )
        dead, alive = (row[0] for row in cursor.fetchall())
        for worker in (dead, alive):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
                "VALUES ('intake', 'intake.read', '{\"inbound_id\": 0}', 'doing', %s)",
                [worker],
            )

    _once(next(beat for beat in RHYTHM if "worker died" in beat.name))

    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("todo", 1), ("doing", 0)]


def test_a_call_of_the_database_wakes_at_once(monkeypatch):
    worked = threading.Event()
    calls = []

    def work():
        calls.append(1)
        if len(calls) > 1:
            worked.set()
            leaving.leaving.set()

    monkeypatch.setattr(waking, "POLL", 4.0)
    sleeper = threading.Thread(target=waking.wake_for_ever, args=["pasillo_test", work], daemon=True)
    sleeper.start()
    try:
        for _ in range(20):
            with connection.cursor() as cursor:
                cursor.execute("NOTIFY pasillo_test")
            if worked.wait(0.1):
                break
        assert worked.is_set()
        sleeper.join(8)
        assert not sleeper.is_alive()
    finally:
        leaving.leaving.clear()


def test_one_thread_a_beat_and_none_is_forgotten():
    assert [thread.name for thread in rhythm.keep_rhythm()] == [f"rhythm: {beat.name}" for beat in RHYTHM]
