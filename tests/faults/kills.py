"""Kills web, worker and mail door at random while messages come in, and counts what is there afterwards.

`make kills ARGS="--kills 100 --messages 2000 --seed 7"`. With `--without-ledger` the effect ledger is switched off:
then things must be doubled, else this test would prove nothing.
"""

import argparse
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.config.furnished import furnished_house
from tests.config.running import Running, until
from tests.faults.drivers import Driver, Mailer, Visitor
from tests.faults.ledger import Ledger, Reckoning, reckon
from tests.faults.sink import Sink
from tests.keeper import ROOT

PARTS = ("web", "worker", "web", "worker", "mail")
PEOPLE = 4
Kill = Callable[["Plan", Running], int]
Place = Callable[[], AbstractContextManager[Path]]
SEED = "import django; django.setup(); from tests.faults import seed; seed.run()"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is broken, while how much comes in."""

    kills: int = 100
    messages: int = 2000
    seed: int = 7
    shortest: float = 0.3
    longest: float = 2.5
    with_ledger: bool = True
    hurry: bool = False
    impatient: float = 0.05

    @property
    def lasts(self) -> float:
        return self.kills * (self.shortest + self.longest) / 2


@dataclass
class Outages:
    """How long nobody was served."""

    running: Running
    longest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        last = time.monotonic()
        while not self.over.wait(0.1):
            if self.running.well():
                self.longest = max(self.longest, time.monotonic() - last)
                last = time.monotonic()


@dataclass(frozen=True)
class Result:
    """What was counted, and for how long nobody was served at most."""

    reckoning: Reckoning
    killed: int
    longest_outage: float
    quiet_after: float


def main() -> int:
    """Prints what was tried, promised, lost and doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--without-ledger", action="store_true")
    options = parser.parse_args()
    plan = Plan(
        kills=options.kills, messages=options.messages, seed=options.seed, with_ledger=not options.without_ledger
    )
    result = carry_out(plan)
    print(f"seed {plan.seed}, killed {result.killed}: {result.reckoning}")
    print(f"longest outage {result.longest_outage:.1f} s, quiet {result.quiet_after:.1f} s after the last message")
    for name in ("lost", "doubled", "strangers", "other"):
        for line in getattr(result.reckoning, name)[:20]:
            print(f"  {name}: {line}")
    return 0 if result.reckoning.is_exact == plan.with_ledger else 1


def carry_out(
    plan: Plan,
    kill: Kill | None = None,
    *,
    place: Place = furnished_house,
    then: Callable[[Running], None] | None = None,
) -> Result:
    """One installation of its own, from its first message to the count; `then` looks at it before it goes."""
    with place() as data, Sink() as sink, _running(data, sink, plan) as running:
        running.wait_until_ready()
        path = _seed(data)
        ledger, outages = Ledger(data.parent / "ledger"), Outages(running)
        threading.Thread(target=outages.watch, daemon=True).start()
        drivers = _drivers(plan, ledger, running, path)
        killed = (kill or _kill)(plan, running)
        until(lambda: not any(driver.is_alive() for driver in drivers), 120 + plan.messages / 5)
        outages.over.set()
        faults = [str(driver.fault) for driver in drivers if driver.fault]
        quiet_after = _wait_until_quiet(plan, running)
        with running.database() as database:
            found = [row[0] for row in database.execute("SELECT subject FROM cases_case")]
            other = [*faults, *_other_faults(database, sink, killed)]
        if then:
            then(running)
        return Result(reckon(ledger, found, other), killed, outages.longest, quiet_after)


def _running(data: Path, sink: Sink, plan: Plan) -> Running:
    off = {} if plan.with_ledger else {"PASILLO_TESTING": "1", "PASILLO_LEDGER_OFF": "1"}
    return Running(data, "--web", "2", PASILLO_SMTP_OUT=f"127.0.0.1:{sink.port}", **off)


def _seed(data: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASILLO_")}
    settings = {"PASILLO_DATA": str(data), "PASILLO_DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "pasillo.config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", SEED], cwd=ROOT, env={**kept, **settings}, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr[-2000:]
    return said.stdout.strip().splitlines()[-1]


def _drivers(plan: Plan, ledger: Ledger, running: Running, path: str) -> list[Driver]:
    """Half of the people write mails, half fill in the form, spread over the time of the kills."""
    pace = plan.lasts / max(1, plan.messages / (2 * PEOPLE)) * 0.8
    mails: queue.Queue[str] = queue.Queue()
    forms: queue.Queue[str] = queue.Queue()
    for number in range(plan.messages):
        (mails, forms)[number % 2].put(f"{'mail' if number % 2 == 0 else 'form'}-{plan.seed}-{number:05}")
    drivers: list[Driver] = []
    for turn in range(PEOPLE):
        manner = {"seed": plan.seed + turn, "pace": pace, "impatient": plan.impatient}
        drivers.append(Mailer(mails, ledger, running.mail_port, **manner))
        drivers.append(Visitor(forms, ledger, running.port, path=path, **manner))
    for driver in drivers:
        driver.start()
    return drivers


def _kill(plan: Plan, running: Running) -> int:
    chance, killed = random.Random(plan.seed), 0
    while killed < plan.kills:
        time.sleep(chance.uniform(plan.shortest, plan.longest))
        alive = running.pids(chance.choice(PARTS))
        if alive:
            os.kill(chance.choice(alive), signal.SIGKILL)
            killed += 1
    return killed


def _wait_until_quiet(plan: Plan, running: Running) -> float:
    """Everything read, sent and followed. In a hurry, nobody waits for the leases of the dead."""
    until(running.well, 30)
    if plan.hurry:
        _let_leases_end(running)
    with running.database() as database:
        return until(lambda: not _waiting(database), 300 + plan.messages / 2)


def _let_leases_end(running: Running) -> None:
    """The worker goes in order; before the next one begins, which it does with a sweep, two minutes have passed."""
    gone = running.pids("worker")
    for pid in gone:
        os.kill(pid, signal.SIGTERM)
    until(lambda: not set(gone) & set(running.pids("worker")))
    with running.database() as database:
        for table in ("intake_inbound", "effects_effect"):
            database.execute(f"UPDATE {table} SET lease_until = clock_timestamp() WHERE lease_until IS NOT NULL")


def _waiting(database: psycopg.Connection) -> int:
    row = database.execute(
        "SELECT (SELECT count(*) FROM intake_inbound WHERE state = 'new')"
        " + (SELECT count(*) FROM effects_effect WHERE state = 'queued')"
        " + (SELECT count(*) FROM cases_case WHERE id NOT IN (SELECT case_id FROM stories_story))"
    ).fetchone()
    return row[0] if row else 1


def _other_faults(database: psycopg.Connection, sink: Sink, killed: int) -> Iterator[str]:
    """Beyond the cases themselves: what belongs to each of them is there once."""
    questions = {
        "case without exactly one opening in the journal": "SELECT c.id FROM cases_case c LEFT JOIN journal_entry e "
        "ON e.about = 'case:' || c.id AND e.name = 'case.opened' GROUP BY c.id HAVING count(e.id) <> 1",
        "case without exactly one first message": "SELECT c.id FROM cases_case c LEFT JOIN conversations_message m "
        "ON m.conversation_id = c.conversation_id AND m.direction = 'in' GROUP BY c.id HAVING count(m.id) <> 1",
        "case without exactly one acknowledgement": "SELECT c.id FROM cases_case c LEFT JOIN effects_effect e "
        "ON e.about = 'case:' || c.id AND e.kind = 'mail' GROUP BY c.id HAVING count(e.id) <> 1",
        "case without exactly two clocks": "SELECT c.id FROM cases_case c LEFT JOIN promises_clock k "
        "ON k.case_id = c.id GROUP BY c.id HAVING count(k.id) <> 2",
        "acknowledgement that was not sent": "SELECT id FROM effects_effect WHERE state <> 'sent'",
        "mail that was not read": "SELECT id FROM intake_inbound WHERE state NOT IN ('read', 'seen_again')",
    }
    for words, question in questions.items():
        yield from (f"{words}: {row[0]}" for row in database.execute(question).fetchall())
    sent = database.execute("SELECT count(*) FROM effects_effect WHERE state = 'sent'").fetchone()
    if sent and len(sink.came) != sent[0]:
        yield f"{sent[0]} acknowledgements were sent, {len(sink.came)} different ones arrived"
    copies = sum(times - 1 for times in sink.came.values())
    if copies > killed:
        yield f"{copies} acknowledgements came again, more than the {killed} kills explain"


if __name__ == "__main__":
    sys.exit(main())
