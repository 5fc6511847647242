"""A hundred thousand mails at once: all kept, none doubled, read into cases, while somebody looks at the queue.

`make bench ONLY=burst`, or `make bench ONLY=burst N=5000` for a smaller one.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import clients
from tests.bench.house import ROOT, House, free_port
from tests.bench.senders import subject_of

Line = dict[str, Any]
MANY = 100_000
LOOK_EVERY = 0.5
STUCK = 180
EACH = 1000
WAITING = "select count(*) from intake_inbound where state = 'new'"
CONCLUDED = "select extract(epoch from concluded_at)::float8 from intake_inbound order by concluded_at"
IS_UP = "select count(*) from pg_stat_activity where query = 'LISTEN pasillo_intake'"
TICKS = os.sysconf("SC_CLK_TCK")


def burst(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Hands in over real lines, waits until all is read, and counts."""
    many = int(os.environ.get("N") or MANY)
    with _senders() as senders, _parts(house, _port_of(senders)) as (port, parts):
        before, began = _cpu(house, parts), time.time()
        large = _memory(parts)
        with Looker(house, things) as looker:
            ledger = house.data / "ledger"
            _tell(senders, f"{port} {many} {ledger}")
            taken = time.time()
            read = _wait_until_read(house)
        after = _cpu(house, parts)
        larger = _memory(parts)
        acked = [subject_of(int(line.split()[0])) for line in ledger.read_text().splitlines()]
        with psycopg.connect(**house.owner, autocommit=True) as owner:
            there = Counter(row[0] for row in owner.execute("select subject from cases_case where channel = 'email'"))
    doubled = sum(times - 1 for times in there.values())
    work = {name: round(1000 * (after[name] - before[name]) / many, 2) for name in after}
    yield {"measure": "mail_burst", "value": len(acked), "unit": "mails", "taken_per_s": round(many / (taken - began))}
    yield {"measure": "mail_burst_lost", "value": len(set(acked) - there.keys()), "unit": "mails", "goal": 0}
    yield {"measure": "mail_burst_doubled", "value": doubled, "unit": "cases", "goal": 0}
    yield {
        "measure": "mail_parsed_per_s",
        "value": round(many / (read[-1] - began), 1),
        "unit": "mails/s",
        "goal": 80,
        **_by_thousands(read, began),
    }
    yield {"measure": "mail_memory", "value": larger["worker"], "unit": "MB", "before": large, "after": larger}
    yield {"measure": "mail_cpu_ms", "value": round(sum(work.values()), 2), "unit": "ms", "goal": 25, **work}
    yield {
        "measure": "queue_p95_during_burst_ms",
        "value": round(1000 * looker.slow(), 1),
        "unit": "ms",
        "goal": 500,
        "looked": len(looker.took),
        "failed": looker.failed,
        "median": round(1000 * statistics.median(looker.took), 1),
    }


class Looker(threading.Thread):
    """Somebody who opens the queue twice a second, all the while."""

    def __init__(self, house: House, things: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self.house, self.over, self.took, self.failed = house, threading.Event(), list[float](), 0
        self.words = clients.request("GET", "/app/work", {"Cookie": f"sessionid={things['session']}"})
        self.port = house.port

    def __enter__(self) -> "Looker":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        while not self.over.wait(LOOK_EVERY):
            start = time.perf_counter()
            try:
                status, _body = clients.ask_once(self.port, self.words)
            except OSError:
                status = 0
            self.took.append(time.perf_counter() - start)
            self.failed += status != 200

    def slow(self) -> float:
        """Of a hundred looks, ninety-five were quicker."""
        return sorted(self.took)[int(0.95 * len(self.took))]


@contextmanager
def _senders() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.bench.senders"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _port_of(senders: "subprocess.Popen[str]") -> int:
    assert senders.stdout is not None
    return int(senders.stdout.readline())


def _tell(senders: "subprocess.Popen[str]", words: str) -> None:
    """Returns when everything was handed in."""
    assert senders.stdin is not None
    assert senders.stdout is not None
    senders.stdin.write(words + "\n")
    senders.stdin.flush()
    if senders.stdout.readline().strip() != "done":
        raise RuntimeError("The senders broke off.")


@contextmanager
def _parts(house: House, answers: int) -> Iterator[tuple[int, dict[str, "subprocess.Popen[bytes]"]]]:
    """The worker and the mail door of this house, as `pasillo start` runs them."""
    port = free_port()
    env = os.environ | {"PASILLO_SMTP_IN": f"127.0.0.1:{port}", "PASILLO_SMTP_OUT": f"127.0.0.1:{answers}"}
    pools = {"worker": "24", "mail": "4"}
    said = open(house.data.parent / f"{house.data.name}.said", "wb")  # noqa: SIM115 - as long as they run
    parts = {
        name: subprocess.Popen(
            [sys.executable, "-m", "pasillo.config.parts", name],
            cwd=ROOT,
            env=env | {"PASILLO_DB_POOL": pool},
            stdout=said,
            stderr=said,
        )
        for name, pool in pools.items()
    }
    try:
        _wait_for_door(port)
        _wait_for_worker(house)
        yield port, parts
    finally:
        for part in parts.values():
            part.terminate()
        for part in parts.values():
            part.wait(timeout=20)
        said.close()
        Path(said.name).unlink()


def _wait_for_door(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if clients.answers(port):
            return
        time.sleep(0.1)
    raise RuntimeError("The mail door did not open.")


def _wait_for_worker(house: House) -> None:
    """A house that is open has its worker: the burst begins when it listens, as nobody starts one for a burst."""
    end = time.monotonic() + 60
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        while time.monotonic() < end:
            row = owner.execute(IS_UP).fetchone()
            if row and row[0]:
                return
            time.sleep(0.1)
    raise RuntimeError("The worker did not begin.")


def _by_thousands(read: list[float], began: float) -> dict[str, list[float]]:
    """How many mails a second the first thousand had, the next, and so on: it must not become slower."""
    ends = [began, *read[EACH - 1 :: EACH]]
    rates = [round(EACH / (after - before), 1) for before, after in pairwise(ends)]
    return {"first": rates[:3], "last": rates[-3:]} if rates else {}


def _memory(parts: dict[str, "subprocess.Popen[bytes]"]) -> dict[str, int]:
    """Megabytes that a part and those who read for it hold."""
    return {name: round(sum(map(_held, _below(part.pid))) / 2**20) for name, part in parts.items()}


def _held(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _wait_until_read(house: House) -> list[float]:
    """When each mail was read, once the last is."""
    waiting, since = 0, time.monotonic()
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        while time.monotonic() - since < STUCK:
            row = owner.execute(WAITING).fetchone()
            if row and not row[0]:
                return [moment for (moment,) in owner.execute(CONCLUDED)]
            if row and row[0] != waiting:
                waiting, since = row[0], time.monotonic()
            time.sleep(1)
    raise RuntimeError(f"{waiting} mails are not read, and nothing moves.")


def _cpu(house: House, parts: dict[str, "subprocess.Popen[bytes]"]) -> dict[str, float]:
    """Seconds of CPU so far, by part; of the worker and of those who read for it, and of the database."""
    worker, mail = parts["worker"].pid, parts["mail"].pid
    helpers = set(_below(worker)) - {worker}
    return {
        "mail_door": _used(mail),
        "worker": _used(worker, ended=False),
        "readers": sum(map(_used, helpers)) + _used(worker, alive=False),
        "database": sum(map(_used, house.database())),
    }


def _below(pid: int) -> Iterator[int]:
    yield pid
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = [int(child) for child in file.read().split()]
        for thread in os.listdir(f"/proc/{pid}/task"):
            if thread != str(pid):
                with open(f"/proc/{pid}/task/{thread}/children") as file:
                    children += [int(child) for child in file.read().split()]
    except OSError:
        return
    for child in children:
        yield from _below(child)


def _used(pid: int, *, alive: bool = True, ended: bool = True) -> float:
    """What a process has used, and what its children that have ended had."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = [int(field) for field in file.read().rpartition(")")[2].split()[11:15]]
    except OSError:
        return 0.0
    return (sum(fields[:2]) * alive + sum(fields[2:]) * ended) / TICKS
