"""The real house for a real browser: the product's own server, on a database of this test process."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from psycopg.conninfo import make_conninfo

from pasillo.config.places import embedded_address
from tests.keeper import ROOT, folder

PATIENCE = 90.0


@contextmanager
def open_house(dbname: str) -> Iterator[str]:
    """The address of a server that runs as long as the block."""
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    log = open(folder() / f"web-{os.getpid()}.log", "wb")  # noqa: SIM115 - held as long as the server
    server = subprocess.Popen(
        [sys.executable, "-m", "pasillo.config.parts", "web"],
        cwd=ROOT,
        env=_environment(dbname, address) | {"PASILLO_WEB_SOCKET": str(door.fileno())},
        pass_fds=(door.fileno(),),
        stdout=log,
        stderr=log,
    )
    door.close()
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _environment(dbname: str, address: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "pasillo.config.settings",
        "DATABASE_URL": make_conninfo(**embedded_address(folder(), dbname)),
        "PASILLO_TESTING": "1",
        "PASILLO_DATA": str(folder()),
        "PASILLO_BASE_URL": address,
        "PASILLO_EXAMPLE": "1",
        "PASILLO_ORGANISATION": "Nidalia",
    }


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"The server left at once; see {folder()}/web-{os.getpid()}.log")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The server did not answer in time.")
