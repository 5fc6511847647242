"""Where the data lives: one folder, and the database that is in it or at an address."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

APP_ROLE = "pasillo_app"


def data_folder() -> Path:
    """The folder that holds everything of this installation."""
    return Path(os.environ.get("PASILLO_DATA", "data")).resolve()


def socket_folder(data: Path) -> Path:
    """A short private folder for the database's socket: long paths do not fit in one."""
    import hashlib

    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(os.environ.get("PASILLO_RUN", "/tmp")) / f"pasillo-{name}"  # noqa: S108


def database(data: Path) -> dict[str, Any]:
    """Connection settings: DATABASE_URL if given, else the socket of the embedded server."""
    url = os.environ.get("DATABASE_URL")
    if url:
        given = conninfo_to_dict(url)
        parts = {key: given.pop(key, "") for key in ("host", "port", "dbname", "user", "password")}
    else:
        given = {}
        parts = {"host": str(socket_folder(data)), "port": "5432", "dbname": "pasillo", "user": "postgres"}
    options: dict[str, Any] = dict(given)
    if os.environ.get("PASILLO_DB_ROLE", "app") == "app":
        options["options"] = f"-c role={APP_ROLE}"
    if not os.environ.get("PASILLO_TESTING"):
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts["host"],
        "PORT": parts["port"],
        "NAME": parts["dbname"],
        "USER": parts["user"],
        "PASSWORD": parts.get("password", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
    }
