"""Gives a server what the product needs: its database, and the role with the smaller rights."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from pasillo.config.places import APP_ROLE
from pasillo.config.postgres.trouble import Trouble


def make_database(maintenance: Mapping[str, Any], name: str) -> None:
    """Creates the database if it is not there."""
    with psycopg.connect(**maintenance, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def make_role(owner: Mapping[str, Any]) -> None:
    """Creates the application's role, which nobody can log in as, and lends it to the owner."""
    role = sql.Identifier(APP_ROLE)
    try:
        with psycopg.connect(**owner, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
            if not connection.execute("SELECT pg_has_role(%s, 'MEMBER')", [APP_ROLE]).fetchone()[0]:  # type: ignore[index]
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    except psycopg.errors.InsufficientPrivilege as reason:
        raise Trouble(
            f"The database's owner may not create roles. As an administrator run: CREATE ROLE {APP_ROLE} NOLOGIN; "
            f"GRANT {APP_ROLE} TO the owner; then start again."
        ) from reason
    except psycopg.OperationalError as reason:
        raise Trouble(f"The database cannot be reached: {str(reason).strip().splitlines()[0]}") from reason
