"""Several machines on one PostgreSQL, behind the proxy that we recommend: each with a folder of its own."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from pasillo.config.places import socket_folder
from pasillo.config.postgres import provision
from pasillo.config.postgres.server import Server
from tests.config.running import Running, free_port, house, until
from tests.doors.channels.email.sink import Sink
from tests.keeper import ROOT

NGINX = "/usr/sbin/nginx"
KEY = "the same on every machine, and nowhere else: 0f4c1b"


class Machines:
    """Two that answer browsers, two that work in the background, one database, one proxy."""

    def __init__(
        self, port: int, told: dict[str, str], owner: dict[str, str], webs: list[Running], workers: list[Running]
    ) -> None:
        self.port, self.told, self.owner, self.webs, self.workers = port, told, owner, webs, workers
        self.address = f"http://127.0.0.1:{port}"
        self.people: dict[str, int] = {}

    def ask(self, sql: str, *values: Any) -> Any:
        """One value out of the database, as its owner sees it."""
        with self.database() as connection:
            row = connection.execute(sql, values).fetchone()
            return row[0] if row else None

    def database(self) -> psycopg.Connection:
        return psycopg.connect(**self.owner, autocommit=True)

    def fails(self, machine: Running) -> None:
        """A machine is gone from one moment to the next: its supervisor and all that it ran."""
        pids = [machine.process.pid, *machine.pids()]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        machine.process.wait(10)
        until(lambda: not machine.pids(), 10)


@contextlib.contextmanager
def open_machines() -> Iterator[Machines]:
    """They stand on a fresh database and are gone afterwards."""
    with house() as data, Sink() as post, contextlib.ExitStack() as going:
        port = free_port()
        server = Server(data)
        server.start()
        going.callback(server.stop)
        provision.make_database(_address(data, "postgres"), "pasillo")
        told = _settings(data, port, post.port)
        webs = [_machine(going, data, name, told, "--workers", "0", "--no-mail") for name in ("web-1", "web-2")]
        workers = [_machine(going, data, name, told, "--web", "0", "--no-mail") for name in ("work-1", "work-2")]
        for machine in [*webs, *workers]:
            machine.wait_until_ready(90)
        _proxy(going, data.parent / "proxy", port, [machine.port for machine in webs])
        machines = Machines(port, told, _address(data, "pasillo"), webs, workers)
        machines.people = _company(told, webs[0].data)
        yield machines


def _address(data: Path, name: str) -> dict[str, str]:
    return {"host": str(socket_folder(data)), "port": "5432", "dbname": name, "user": "postgres"}


def _settings(data: Path, port: int, post: int) -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgresql://postgres@/pasillo?host={socket_folder(data)}&port=5432",
        "PASILLO_SECRET_KEY": KEY,
        "PASILLO_BASE_URL": f"http://127.0.0.1:{port}",
        "PASILLO_PROXIES": "127.0.0.1",
        "PASILLO_SMTP_OUT": f"127.0.0.1:{post}",
        "PASILLO_ORGANISATION": "Nidalia",
    }


def _machine(going: contextlib.ExitStack, data: Path, name: str, told: dict[str, str], *how: str) -> Running:
    return going.enter_context(Running(data.parent / name, *how, **told))


def _company(told: dict[str, str], data: Path) -> dict[str, int]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PASILLO_", "DJANGO_"))}
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.company"],
        cwd=ROOT, env={**kept, **told, "PASILLO_DATA": str(data)}, capture_output=True, text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    people: dict[str, int] = json.loads(made.stdout)
    return people


def _proxy(going: contextlib.ExitStack, home: Path, port: int, webs: list[int]) -> None:
    """nginx with the very file that we hand out; only addresses and the certificate differ."""
    home.mkdir()
    (home / "pasillo.conf").write_text(_here((ROOT / "deploy/nginx.conf").read_text(), port, webs))
    temporary = "".join(
        f"{what}_temp_path {home}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"daemon off; pid {home}/pid; error_log {home}/errors; worker_processes 1; user root;"
        f"events {{}} http {{ access_log off; {temporary} include {home}/pasillo.conf; }}"
    )
    process = subprocess.Popen([NGINX, "-e", str(home / "errors"), "-c", str(home / "nginx.conf")])
    going.callback(process.wait, 10)
    going.callback(process.terminate)


def _here(text: str, port: int, webs: list[int]) -> str:
    text = re.sub(r"server 10\.0\.0\.11:8000", f"server 127.0.0.1:{webs[0]}", text)
    text = re.sub(r"server 10\.0\.0\.12:8000", f"server 127.0.0.1:{webs[1]}", text)
    text = re.sub(r"\n\s*ssl_certificate.*", "", text).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    return text[: text.rindex("server {")]
