"""Gives a server what the product needs: its database, and the role with the smaller rights."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql

from pasillo.config.places import APP_ROLE, LOOKS_ROLE
from pasillo.config.postgres.trouble import Trouble


def make_database(maintenance: Mapping[str, Any], name: str) -> None:
    """Creates the database if it is not there."""
    with psycopg.connect(**maintenance, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def make_roles(owner: Mapping[str, Any]) -> None:
    """The role as which the house works, and the one as which its visitors look: see `config.second_wall`."""
    for role in (APP_ROLE, LOOKS_ROLE):
        make_role(owner, role)


def make_role(owner: Mapping[str, Any], name: str = APP_ROLE) -> None:
    """Creates one of the application's roles, which nobody can log in as, and lends it to the owner."""
    role = sql.Identifier(name)
    try:
        with psycopg.connect(**owner, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                with suppress(
                    psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation
                ):  # another machine was first
                    connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
            if not connection.execute("SELECT pg_has_role(%s, 'MEMBER')", [name]).fetchone()[0]:  # type: ignore[index]
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    except psycopg.errors.InsufficientPrivilege as reason:
        raise Trouble(
            f"The database's owner may not create roles. As an administrator run: CREATE ROLE {name} NOLOGIN; "
            f"GRANT {name} TO the owner; then start again."
        ) from reason
    except psycopg.OperationalError as reason:
        raise Trouble(f"The database cannot be reached: {str(reason).strip().splitlines()[0]}") from reason
