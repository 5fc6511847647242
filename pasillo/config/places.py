"""Where the data lives: one folder, and the database that is in it or at an address."""

import hashlib
import os
import pwd
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

APP_ROLE = "pasillo_app"
LOOKS_ROLE = "pasillo_looks"
DROP_TO = ("postgres", "nobody")


def data_folder() -> Path:
    """The folder that holds everything of this installation."""
    return Path(os.environ.get("PASILLO_DATA", "data")).resolve()


def short_name(data: Path) -> str:
    """A short name for a data folder, the same every time."""
    return hashlib.sha256(str(data).encode()).hexdigest()[:12]


def socket_folder(data: Path) -> Path:
    """A short private folder for the database's socket: long paths do not fit in one."""
    return Path(os.environ.get("PASILLO_RUN", "/tmp")) / f"pasillo-{short_name(data)}"  # noqa: S108


def server_account() -> pwd.struct_passwd | None:
    """Whom the embedded server runs as. Root may not run it and lends it an account that is there already."""
    names = DROP_TO if os.geteuid() == 0 else ()
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:  # a container with a user that has no name
        return None


def embedded_address(data: Path, dbname: str = "pasillo") -> dict[str, str]:
    """How to reach the embedded server. Who answers at the socket must be the account that we lent it to."""
    address = {"host": str(socket_folder(data)), "port": "5432", "dbname": dbname, "user": "postgres"}
    account = server_account()
    if account:
        address["requirepeer"] = account.pw_name
    return address


def owner_address(data: Path) -> dict[str, Any]:
    """How to reach the database as its owner: for set-up and migrations only."""
    url = os.environ.get("DATABASE_URL")
    return dict(conninfo_to_dict(url)) if url else dict(embedded_address(data))


def runtime_address(data: Path) -> dict[str, Any]:
    """How the running product reaches the database: with the smaller rights of the application's role."""
    address = owner_address(data)
    if os.environ.get("PASILLO_DB_ROLE", "app") == "app":
        address["options"] = f"{address.get('options', '')} -c role={APP_ROLE}".strip()
    return address


def listening_address() -> dict[str, Any]:
    """For a connection of its own that waits for calls: the very database that Django speaks to."""
    from django.db import connection

    return {**runtime_address(data_folder()), "dbname": connection.settings_dict["NAME"], "connect_timeout": 5}


def database(data: Path) -> dict[str, Any]:
    """The same address in the form that Django reads."""
    options = runtime_address(data)
    parts = {key.upper(): options.pop(key, "") for key in ("host", "port", "user", "password")}
    name = options.pop("dbname", "")
    threads = 0 if os.environ.get("PASILLO_TESTING") else int(os.environ.get("PASILLO_DB_POOL", "12"))
    if threads:
        options["pool"] = {"min_size": 1, "max_size": threads, "timeout": 10}
    return {
        "ENGINE": "pasillo.config.database",
        "NAME": name,
        **parts,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
    }
