"""What the running product may do in the database: everything except rewriting what has happened."""

from typing import Any, Protocol

from pasillo.config import second_wall
from pasillo.config.places import APP_ROLE, LOOKS_ROLE

APPEND_ONLY = ("journal_entry",)
READ_ONLY = ("django_migrations",)


class Speaks(Protocol):
    """A cursor or a connection: anything that can run a statement."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


def settle(owner: Speaks) -> None:
    """After every migration: the application reads and writes, but the journal it can only continue."""
    both = f"{APP_ROLE}, {LOOKS_ROLE}"
    owner.execute(f"GRANT USAGE ON SCHEMA public TO {both}")
    owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {both}")
    owner.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {both}")
    for table in APPEND_ONLY:
        _take_back(owner, "UPDATE, DELETE, TRUNCATE", table)
    for table in READ_ONLY:
        _take_back(owner, "INSERT, UPDATE, DELETE, TRUNCATE", table)
    second_wall.build(owner)


def _take_back(owner: Speaks, rights: str, table: str) -> None:
    owner.execute(
        f"DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN "
        f"REVOKE {rights} ON public.{table} FROM {APP_ROLE}, {LOOKS_ROLE}; END IF; END $$"
    )
