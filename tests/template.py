"""A migrated database to copy from: made once for each state of the migrations, copied for each test process."""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from pasillo.config import rights
from pasillo.config.places import APP_ROLE, embedded_address
from pasillo.config.postgres.provision import make_roles
from tests.keeper import ROOT, folder

NEWEST_KEPT = 2
PRISTINE = "pristine"


def copy_for_this_process() -> str:
    """A fresh database for this process, like the template."""
    name = f"test_{os.getpid()}"
    with _locked(), _maintenance() as server:
        template = _template(server)
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return name


def drop(name: str) -> None:
    """Removes a copy, and the copies of processes that were killed."""
    with _maintenance() as server:
        _drop(server, name)
        for (other,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall():
            if not Path(f"/proc/{other.removeprefix('test_')}").exists():
                _drop(server, other)


def put_back() -> None:
    """After a test that committed: every table as it was in the template, by plain deletes, in one go."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {PRISTINE}.put_back()")


def all_can_be_read() -> None:
    """The journal is read up to the oldest transaction that is open on the whole server: others may just have one."""
    end = monotonic() + 60
    with connection.cursor() as cursor:
        while monotonic() < end:
            cursor.execute("SELECT max(tx) < pg_snapshot_xmin(pg_current_snapshot()) FROM journal_entry")
            if cursor.fetchone()[0] is not False:
                return
            sleep(0.05)
    raise RuntimeError("somebody has held a transaction open for a minute")


@contextmanager
def as_owner():
    """Speaks to the database as its owner for a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        try:
            yield
        finally:
            cursor.execute(f"SET ROLE {APP_ROLE}")
            connection.forget_seat()


def _template(server: psycopg.Connection) -> str:
    name = f"template_{fingerprint()}"
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        half = f"{name}_half"
        _drop(server, half)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
        make_roles(embedded_address(folder(), half))
        _migrate(half)
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))
        _forget_old(server)
    return name


def _migrate(name: str) -> None:
    """Migrates in this very process, as the owner."""
    settings, options = connection.settings_dict, connection.settings_dict["OPTIONS"]
    before = settings["NAME"]
    settings["NAME"], settings["OPTIONS"] = name, {key: value for key, value in options.items() if key != "options"}
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            rights.settle(cursor)
            cursor.execute(_memory_of_the_template())
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"] = before, options


def _memory_of_the_template() -> str:
    """Keeps a copy of the rows that migrations made, and a function that puts every table back to them."""
    return f"""
    CREATE SCHEMA {PRISTINE};
    DO $$ DECLARE t text; filled boolean; BEGIN
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO filled;
        IF filled AND t <> 'django_migrations' THEN
          EXECUTE format('CREATE TABLE {PRISTINE}.%I AS TABLE public.%I', t, t);
        END IF;
      END LOOP;
    END $$;
    CREATE FUNCTION {PRISTINE}.put_back() RETURNS void LANGUAGE plpgsql AS $f$ DECLARE t text; c text; BEGIN
      SET LOCAL session_replication_role = replica;
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' LOOP
        EXECUTE format('DELETE FROM public.%I', t);
      END LOOP;
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{PRISTINE}' LOOP
        SELECT string_agg(quote_ident(column_name), ', ') INTO c FROM information_schema.columns
          WHERE table_schema = 'public' AND table_name = t AND is_generated = 'NEVER';
        EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM {PRISTINE}.%I', t, c, c, t);
      END LOOP;
    END $f$;
    """


def fingerprint() -> str:
    """A fingerprint of everything that shapes the tables."""
    shaping = [*ROOT.glob("pasillo/**/migrations/*.py"), *ROOT.glob("pasillo/**/*.sql")]
    shaping += [ROOT / "pasillo/config/rights.py", ROOT / "pasillo/config/second_wall.py", Path(__file__)]
    found = hashlib.sha256()
    for path in sorted(shaping):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    found.update(f"{version('django')} {version('procrastinate')}".encode())
    return found.hexdigest()[:12]


def _forget_old(server: psycopg.Connection) -> None:
    templates = "SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{12}$' ORDER BY oid DESC OFFSET %s"
    for (name,) in server.execute(templates, [NEWEST_KEPT]).fetchall():
        _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(**embedded_address(folder(), "postgres"), autocommit=True)


@contextmanager
def _locked():
    with open(folder() / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
