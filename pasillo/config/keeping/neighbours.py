"""Who else uses this machine: the program behind a port, and whether Pasillo runs on a data folder."""

import contextlib
import fcntl
import socket
from pathlib import Path

LISTENS = "0A"


def is_running(data: Path) -> bool:
    """Whether a Pasillo holds this data folder just now."""
    try:
        with open(data / "running.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def is_free(host: str, port: int) -> bool:
    """Whether one could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return False
    return True


def who_listens(port: int) -> str:
    """The program that has a port, as 'nginx (process 812)'; empty where the system does not tell us."""
    wanted = {f"socket:[{number}]" for number in _sockets(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for handle in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(handle.readlink()) in wanted:
                        return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def _sockets(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                parts = line.split()
                if parts[3] == LISTENS and int(parts[1].rpartition(":")[2], 16) == port:
                    found.add(parts[9])
    return found
