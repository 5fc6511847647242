"""A newer version meets older tables: a backup first, then all steps or none, and words when it does not work."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError

from pasillo.config.keeping import upgrade
from pasillo.config.keeping.parcel import open_parcel
from pasillo.config.places import owner_address
from pasillo.config.postgres.server import Server
from tests.config.furnished import furnished_house
from tests.config.keeping.at_the_terminal import pasillo
from tests.config.running import Running

OLDER = "DELETE FROM django_migrations WHERE app = 'console' OR (app, name) = ({other})"
OTHER = "'effects', '0004_effects_may_be_held'"
STEPS = "SELECT count(*) FROM django_migrations WHERE app = 'console' OR (app, name) = ({other})"


@contextmanager
def opened(data):
    """The database of an installation that does not run."""
    server = Server(data)
    server.start()
    try:
        with psycopg.connect(**owner_address(data), autocommit=True) as database:
            yield database
    finally:
        server.stop()


@pytest.fixture(scope="module")
def data():
    """An installation in which somebody works."""
    with furnished_house() as data:
        with Running(data) as running:
            running.wait_until_ready()
            made = pasillo(data, "create-person", "nuria@nidalia.example", "--role", "admin", "--no-password")
            assert made.code == 0, made.words
        yield data


@pytest.mark.slow
def test_before_the_tables_change_a_backup_is_made_and_the_last_five_are_kept(data):
    (data / "backups").mkdir()
    for day in range(1, 8):
        (data / "backups" / f"before-upgrade-2025010{day}-000000.pasillo").touch()
    with opened(data) as database:
        database.execute(OLDER.format(other=OTHER))
        database.execute("DROP TABLE console_keymark")

    with Running(data) as running:
        running.wait_until_ready()
        said = running.words()

    assert "Before that, a backup is made." in said
    kept = sorted((data / "backups").glob("before-upgrade-*.pasillo"))
    assert len(kept) == 5
    contents = open_parcel(kept[-1]).contents
    assert contents["rows"]["people_person"] == 1
    assert ["console", "0001_by_what_the_key_is_known"] not in contents["migrations"]
    assert pasillo(data, "check", "--port", "0").code == 0


@pytest.mark.slow
def test_an_upgrade_that_fails_leaves_everything_as_it_was_and_says_what_to_do(data):
    with opened(data) as database:
        database.execute(OLDER.format(other=OTHER))  # the table stays and is in the way of the step that makes it

    with Running(data) as running:
        assert running.process.wait(60) == 2
        said = running.words()

    assert "The upgrade did not succeed" in said
    assert "Nothing was changed: your data is as it was before. A backup of it is in" in said
    assert "Start the version that you had before" in said
    with opened(data) as database:
        assert database.execute(STEPS.format(other=OTHER)).fetchone() == (0,)
        assert database.execute("SELECT email FROM people_person").fetchall() == [("nuria@nidalia.example",)]


def blocked():
    trouble = OperationalError("canceling statement due to lock timeout")
    trouble.__cause__ = psycopg.errors.LockNotAvailable()
    return trouble


def test_a_table_in_use_is_waited_for(monkeypatch, capsys):
    waits, tries = [], [blocked(), blocked(), None]
    monkeypatch.setattr(upgrade.time, "sleep", waits.append)

    def do():
        if trouble := tries.pop(0):
            raise trouble

    upgrade._patiently(do)

    assert waits == [upgrade.PAUSE] * 2
    assert capsys.readouterr().out.count("the upgrade waits for it") == 2


def test_not_for_ever(monkeypatch):
    monkeypatch.setattr(upgrade.time, "sleep", lambda seconds: None)
    tried = []

    def do():
        tried.append(1)
        raise blocked()

    with pytest.raises(OperationalError):
        upgrade._patiently(do)
    assert len(tried) == upgrade.TRIES
    assert "stop whatever works with the database" in upgrade._what_went_wrong(blocked(), "", whole=True)
