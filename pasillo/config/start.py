"""`pasillo start`: from nothing to an address that answers."""

import argparse
import fcntl
import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo

from pasillo.config import places
from pasillo.config.postgres import provision
from pasillo.config.postgres.access import private_folder
from pasillo.config.postgres.server import Server
from pasillo.config.postgres.trouble import Trouble
from pasillo.config.supervisor import Child, Supervisor, open_port, run_part

Waits = Callable[["subprocess.Popen[bytes]"], int]
MAIL_DOOR = "127.0.0.1:2525"
MEMORY = Path("/dev/shm")  # noqa: S108
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def start(options: argparse.Namespace) -> None:
    """Runs everything until it is told to stop."""
    data = places.data_folder()
    with only_one(data):
        door = open_port(options.host, options.port) if options.web else None
        tell_environment(options)
        children = _children(options, door)
        supervisor = Supervisor(children, open_database(data))
        supervisor.mind_signals()
        try:
            bring_up_to_date(supervisor.wait_for)
            if not supervisor.stopping:
                _announce(options)
                if options.example:  # the house answers while it is loaded
                    threading.Thread(target=load_example, args=[data, supervisor.wait_for], daemon=True).start()
                supervisor.run()
        finally:
            supervisor.stop()
            shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def open_database(data: Path) -> Server | None:
    """The embedded server, or the one at DATABASE_URL; with what the product needs in it."""
    server = None
    if not os.environ.get("DATABASE_URL"):
        server = Server(data)
        server.start()
        provision.make_database(places.embedded_address(data, "postgres"), "pasillo")
    try:
        provision.make_roles(places.owner_address(data))
    except BaseException:
        if server:
            server.stop()
        raise
    return server


def bring_up_to_date(wait_for: Waits = subprocess.Popen.wait) -> None:
    """Tables, rights and files for browsers, in a process that has the owner's rights."""
    code = wait_for(run_part("upkeep", {"PASILLO_DB_ROLE": "owner", "PASILLO_DB_POOL": "0"}))
    if code > 0:
        raise Trouble("The tables could not be brought to this version; the reason stands above.")


def prove(address: Mapping[str, Any]) -> bool:
    """Brings the tables of a restored database to this version, and tells whether everything in it is sound."""
    there = {"PASILLO_DB_POOL": "0", "PASILLO_DB_ROLE": "owner", "DATABASE_URL": make_conninfo(**address)}
    if run_part("renew", there).wait():
        raise Trouble("The tables of the backup could not be brought to this version; the reason stands above.")
    return run_part("verify", there).wait() == 0


def load_example(data: Path, wait_for: Waits) -> None:
    """The example company, when this data folder has not had it before; and every time, who one can be in it."""
    words = data / "example.txt"
    if not words.exists():
        print("The example company is being loaded; this happens once, and takes a minute or two.", flush=True)
        half = words.with_suffix(".half")
        with open(half, "wb") as said:
            code = wait_for(run_part("example", {"PASILLO_DB_POOL": "0"}, stdout=said))
        if code < 0:  # broken off
            return
        if code:
            print("The example company could not be loaded; the house is open without it.", flush=True)
            return
        half.replace(words)
    print(of_today(words), flush=True)


def of_today(words: Path) -> str:
    """Who one can be, at the address at which the house is reached this time; the file says so, too."""
    told = words.read_text()
    here = re.sub(r"https?://\S+?(?=/sign-in)", lambda _found: os.environ["PASILLO_BASE_URL"], told)
    if here != told:
        words.write_text(here)
    return here


def tell_environment(options: argparse.Namespace) -> None:
    """What every process must know of where it is reached."""
    os.environ["PASILLO_DATA"] = str(places.data_folder())
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counting_folder(places.data_folder()))
    if options.example:
        os.environ.setdefault("PASILLO_EXAMPLE", options.example)
        os.environ.setdefault("PASILLO_ORGANISATION", "Nidalia")
    shown = f"[{options.host}]" if ":" in options.host else options.host
    if shown == LOOPBACK[0]:
        shown = LOOPBACK[1]  # by a bare number browsers make no passkeys
    os.environ.setdefault("PASILLO_BASE_URL", f"http://{shown}:{options.port}")
    if options.host not in (*LOOPBACK, "0.0.0.0", "::"):  # noqa: S104
        os.environ.setdefault("PASILLO_HOSTS", f"127.0.0.1,localhost,[::1],{shown}")


def _children(options: argparse.Namespace, door: socket.socket | None) -> list[Child]:
    children = []
    if door:
        web = {"PASILLO_WEB_SOCKET": str(door.fileno())}
        children += [Child("web", web, (door.fileno(),)) for _ in range(options.web)]
    children += [Child("worker", {"PASILLO_DB_POOL": "24"}) for _ in range(options.workers)]
    if options.mail and _mail_door_is_free():
        children.append(Child("mail", {"PASILLO_DB_POOL": "4"}))
    return children


def _mail_door_is_free() -> bool:
    """The mail door that was asked for must open; the usual one stays shut when somebody else has its port."""
    stated = os.environ.get("PASILLO_SMTP_IN")
    host, _, port = (stated or MAIL_DOOR).rpartition(":")
    try:
        open_port(host.strip("[]") or "127.0.0.1", int(port)).close()
    except Trouble as trouble:
        if stated:
            raise Trouble(f"The mail door {stated} cannot be used. Set PASILLO_SMTP_IN, or use --no-mail.") from trouble
        print(f"The mail door {MAIL_DOOR} is taken by another program: started without it.", flush=True)
        return False
    return True


def only_one(data: Path) -> IO[str]:
    """Holds this data folder; whoever comes second is told so."""
    data.mkdir(parents=True, exist_ok=True)
    lock = open(data / "running.lock", "w")  # noqa: SIM115 - held as long as we run
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Trouble(f"Pasillo runs already on the data in {data}. Stop it first, or set PASILLO_DATA.") from None
    return lock


def _counting_folder(data: Path) -> Path:
    """Where the processes of this machine count together; what earlier ones counted is gone.

    In memory: the counters are written as if they were memory, and on a full disk that would end the process.
    """
    place = MEMORY if os.access(MEMORY, os.W_OK) else places.socket_folder(data).parent
    folder = place / f"pasillo-{places.short_name(data)}-counted"
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder, None)
    return folder


def _announce(options: argparse.Namespace) -> None:
    if options.web:
        threading.Thread(target=_say_when_ready, args=[options.host, options.port], daemon=True).start()
    else:
        print("\nPasillo is ready: it works in the background here.   (Ctrl-C stops it)\n", flush=True)


def _say_when_ready(host: str, port: int) -> None:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if _answers(reached, port):
            print(f"\nPasillo is ready: {os.environ['PASILLO_BASE_URL']}   (Ctrl-C stops it)\n", flush=True)
            return
        time.sleep(0.1)
    print("The web process does not answer yet; see above.", flush=True)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
