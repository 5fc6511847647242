"""The connection. Outside of a transaction it looks with the eyes of the visitor; inside of one a command is at work.

Pages read without a transaction, commands change within one: so what a page lists, counts or finds passes the second
wall, and a command may lock and write what its rules need. What a command is given to work on was read by a page.
"""

from typing import Any

from django.db.backends.postgresql import base

from pasillo.config.database.moments import reads_quickly
from pasillo.config.places import APP_ROLE, LOOKS_ROLE
from pasillo.ground.kit.looking import EVERYTHING, Look, here

SEAT = (
    "select set_config('role', %s, false), set_config('pasillo.person', %s, false), "
    "set_config('pasillo.staff', %s, false), set_config('pasillo.areas', %s, false)"
)


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """Knows with whose eyes its server-side session looks, and changes them before a question when they differ."""

    outer_transactions = 0

    def get_connection_params(self) -> dict[str, Any]:
        """As Django has them; moments are read quickly, because a page has hundreds of them."""
        params: dict[str, Any] = super().get_connection_params()
        return params | {"context": reads_quickly(params["context"], self.timezone)}

    def create_cursor(self, name: str | None = None) -> Any:
        self._take_seat()
        return super().create_cursor(name)

    def forget_seat(self) -> None:
        """Whoever looks next says who they are."""
        if self.connection is not None:
            self.connection.pasillo_seat = None

    def _take_seat(self) -> None:
        if f"role={APP_ROLE}" not in self.settings_dict["OPTIONS"].get("options", ""):
            return  # the owner, who sets up and migrates
        wanted = EVERYTHING if self._is_at_work() else here()
        if getattr(self.connection, "pasillo_seat", None) != wanted:
            with self.connection.cursor() as cursor:
                cursor.execute(SEAT, _words(wanted))
            self.connection.pasillo_seat = wanted

    def _is_at_work(self) -> bool:
        """Whether a command's transaction is open. A test's own transaction around everything does not count."""
        return bool(self.in_atomic_block) and 1 + len(self.savepoint_ids) > self.outer_transactions

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        except BaseException:
            self.forget_seat()
            raise

    def _rollback(self) -> None:
        self.forget_seat()
        super()._rollback()  # type: ignore[misc]
        self.forget_seat()

    def _close(self) -> None:
        self.forget_seat()
        super()._close()  # type: ignore[misc]


def _words(look: Look) -> list[str]:
    return [APP_ROLE if look.everything else LOOKS_ROLE, look.person, look.staff, look.areas]
