"""One command, from nothing to an address that answers; and away again without a trace."""

import os
import signal

import pytest
from psycopg.conninfo import make_conninfo

from pasillo.config.places import owner_address
from tests.config.furnished import furnished_house
from tests.config.running import Running, address_in, house, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running():
    with house() as data, Running(data, "--web", "2") as running:
        yield running.wait_until_ready()


@pytest.fixture(scope="module")
def data():
    with furnished_house() as data:
        yield data


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def test_it_tells_its_address_and_answers_there(running):
    assert address_in(running.words()) == f"http://localhost:{running.port}"
    assert running.get("/health") == (200, b"well\n")


def test_every_part_runs(running):
    assert len(running.pids("web")) == 2
    assert len(running.pids("worker")) == 1


def test_a_second_start_on_the_same_data_says_so_in_one_line(running):
    with Running(running.data) as second:
        assert second.process.wait(20) == 2
        assert second.words() == (
            f"pasillo: Pasillo runs already on the data in {running.data}. Stop it first, or set PASILLO_DATA.\n"
        )


def test_a_port_that_is_taken_says_so_in_one_line(running, data):
    with Running(data, port=running.port) as second:
        assert second.process.wait(20) == 2
        assert second.words() == (
            f"pasillo: 127.0.0.1:{running.port} cannot be used (Address already in use). Choose another with --port.\n"
        )


@pytest.mark.parametrize("part", ["web", "worker"])
def test_a_part_that_is_killed_is_started_again(running, part):
    before = running.pids(part)

    kill(before[0])

    until(lambda: before[0] not in running.pids(part) and len(running.pids(part)) == len(before), 10)
    until(running.well, 10)


def test_a_database_that_is_killed_comes_back_and_pages_with_it(running):
    (first,) = running.pids("postgres")

    kill(first)

    until(lambda: running.pids("postgres") not in ([], [first]), 10)
    until(running.well, 15)


def test_the_worker_hears_of_facts_again_after_the_database_came_back(running):
    with running.database() as database:
        database.execute(
            "INSERT INTO journal_entry (name, about, by, happened_at, data) "
            "VALUES ('x.y', 'x:1', 'system', now(), '{}')"
        )

        def read_on():
            told = database.execute("SELECT max(id) FROM journal_entry").fetchone()[0]
            return database.execute("SELECT min(entry_id) FROM journal_position").fetchone()[0] == told

        until(read_on, 15)


def test_what_runs_may_not_rewrite_the_journal(running):
    with running.database() as database:
        rights = database.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants "
            "WHERE table_name = 'journal_entry' AND grantee = 'pasillo_app' ORDER BY 1"
        ).fetchall()
    assert rights == [("INSERT",), ("SELECT",)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_five_seconds_and_leaves_nothing_running(data, how):
    with Running(data) as running:
        running.wait_until_ready()
        running.process.send_signal(how)

        took = until(lambda: running.process.poll() is not None, 10)

        assert took < 5
        assert running.process.returncode == 0
        assert [running.pids(part) for part in ("web", "worker", "mail", "postgres")] == [[], [], [], []]


def test_a_supervisor_that_is_killed_takes_everything_with_it(data):
    with Running(data) as running:
        running.wait_until_ready()

        running.process.kill()

        until(lambda: not running.pids(""), 10)
        until(lambda: not running.pids("postgres"), 10)
    with Running(data) as again:
        again.wait_until_ready()
        assert again.well()


def test_a_database_that_may_lose_what_it_confirms_is_refused(data):
    (data / "postgres" / "own.conf").write_text("fsync = off\n")

    with Running(data) as refused:
        assert refused.process.wait(30) == 2

    assert "fsync is off: the database may lose what it has confirmed. Set it to on." in refused.words()


def test_with_a_database_elsewhere_none_is_started_here(running):
    with running.database() as database:
        database.execute("CREATE DATABASE elsewhere")
    address = make_conninfo(**{**owner_address(running.data), "dbname": "elsewhere"})

    with house() as data, Running(data, DATABASE_URL=address) as second:
        second.wait_until_ready()

        assert second.get("/health") == (200, b"well\n")
        assert second.pids("postgres") == []
        second.process.terminate()
        assert second.process.wait(10) == 0
    assert running.well()
