"""Eight workers sweep, and are killed again and again: each alarm rings once, and none is told late.

`make alarms ARGS="--kills 50 --alarms 2000 --seed 7"`. The workers are forked from one process that has everything
loaded, so that a killed one is back at once and many can be killed in a short time.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.config.furnished import furnished_house
from tests.config.running import Running, until
from tests.faults.kills import _seed
from tests.keeper import ROOT

LATEST = 60
NURSERY = "import django; django.setup(); from tests.faults import alarms; alarms.nursery({workers}, {pids!r})"
LAY_DOWN = """
with talk as (
    insert into conversations_conversation (customer_id, channel, subject, opened_at)
    select (select min(id) from people_person), 'portal', 'Alarm ' || n, now() from generate_series(1, %(alarms)s) n
    returning id),
one as (
    insert into cases_case (customer_id, service_id, answers, kind, subject, state, area_id, priority, language,
        channel, conversation_id, cycle, unverified, opened_at, changed_at)
    select (select min(id) from people_person), s.id, '{{}}', 'incident', 'Dead', 'new', s.area_id, 3, 'en',
        'portal', talk.id, 1, false, now(), now()
    from talk, (select * from catalogue_service order by id limit 1) s
    returning id)
insert into promises_clock (case_id, objective_id, calendar_id, metric, cycle, target_minutes, started_at, due_at,
    state, paused_minutes, warned, next_alarm_at{names})
select one.id, o.id, s.calendar_id, 'resolution', 1, 60, now() - interval '30 minutes' + r.after,
    now() + interval '30 minutes' + r.after, 'running', 0, 0, now() + r.after{values}
from one, (select * from objectives_objective where metric = 'resolution' order by id limit 1) o,
    (select * from catalogue_service order by id limit 1) s,
    lateral (select random() * %(seconds)s * interval '1 second' + one.id * interval '0' as after) r
"""
GIVEN = """id, case_id, objective_id, calendar_id, metric, cycle, target_minutes, started_at, due_at, state,
    paused_minutes, warned, next_alarm_at"""
WRONG = {
    "a clock that was due and did not ring": "select c.id from promises_clock c where c.next_alarm_at <= now()",
    "a clock without exactly one alarm": "select c.id from promises_clock c left join alarms_alarm a "
    "on a.clock_id = c.id group by c.id having count(a.id) <> 1",
    "a clock that was told of more than once": "select data->>'clock_id' from journal_entry "
    "where name = 'promise.warned' group by 1 having count(*) <> 1",
    "an alarm that was told not once": "select a.id from alarms_alarm a left join journal_entry e on e.name = "
    "'alarm.rang' and e.data->>'alarm_id' = a.id::text group by a.id having count(e.id) <> 1",
    "an alarm that was told too late": "select id from alarms_alarm "
    "where told_at - rang_at > {late} * interval '1 second'",
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many sweep, how often one of them dies, and how much there is to tell of meanwhile."""

    workers: int = 8
    kills: int = 50
    alarms: int = 2000
    seconds: float = 60.0
    seed: int = 7


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was counted afterwards."""

    killed: int
    told: int
    slowest: float
    wrong: tuple[str, ...]


def main() -> int:
    """Prints what was killed, told, and wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("kills", 50), ("alarms", 2000), ("seconds", 60), ("workers", 8), ("seed", int(time.time()))):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    plan = Plan(**vars(options))
    result = carry_out(plan)
    print(f"seed {plan.seed}, killed {result.killed} of {plan.workers} workers: {result.told} alarms told, ", end="")
    print(f"the slowest {result.slowest:.1f} s after its instant, {len(result.wrong)} wrong")
    for line in result.wrong[:20]:
        print(f"  {line}")
    return 1 if result.wrong else 0


def carry_out(plan: Plan) -> Result:
    """An installation of its own, whose own worker is not needed: the clocks are rung by those who are killed."""
    with furnished_house() as data, Running(data, "--web", "1", "--no-mail") as running:
        running.wait_until_ready(180)
        _seed(data)
        with running.database() as database:
            _lay_down(database, plan)
            with _nursery(data, plan) as pids:
                killed = _kill(plan, pids)
                until(lambda: not _waiting(database), plan.seconds + LATEST)
            return _count(database, killed)


def _lay_down(database: psycopg.Connection, plan: Plan) -> None:
    """Clocks of which half is used up at moments spread over the time of the kills."""
    database.execute("select setseed(%s)", [plan.seed % 1000 / 1000])
    given = [name.strip() for name in GIVEN.split(",")]
    rows = database.execute(
        "select column_name, data_type from information_schema.columns where table_name = 'promises_clock' "
        "and is_nullable = 'NO' and column_default is null and column_name <> all (%s) order by 1", [given],
    ).fetchall()  # fmt: skip
    empty = {"jsonb": "'[]'::jsonb", "boolean": "false", "character varying": "''"}
    also = {"audience": "'customer'", "policy": "'service_fixed'"}
    names = "".join(f", {name}" for name, _ in rows)
    values = "".join(f", {also.get(name) or empty.get(sort, '0')}" for name, sort in rows)
    statement = LAY_DOWN.format(names=names, values=values)
    database.execute(statement, {"alarms": plan.alarms, "seconds": plan.seconds})


@contextmanager
def _nursery(data: Path, plan: Plan) -> Iterator[Path]:
    """Keeps so many workers alive until we leave; their numbers stand in a file."""
    pids = data.parent / "sweepers"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASILLO_")}
    settings = {"PASILLO_DATA": str(data), "PASILLO_DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "pasillo.config.settings"}
    words = NURSERY.format(workers=plan.workers, pids=str(pids))
    process = subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, env={**kept, **settings})
    try:
        until(lambda: len(_alive(pids)) == plan.workers, 60)
        yield pids
    finally:
        until(lambda: _told_to_leave(process), 20)


def _told_to_leave(process: "subprocess.Popen[bytes]") -> bool:
    """Once may not be enough: a signal that comes just before it waits for its workers is heard when the next dies."""
    process.send_signal(signal.SIGTERM)
    return process.poll() is not None


def _leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)


def nursery(workers: int, pids: str) -> None:
    """Forks workers that sweep; whoever dies is replaced."""
    born: set[int] = set()
    signal.signal(signal.SIGTERM, _leave)
    try:
        while True:
            while len(born) < workers:
                born.add(os.fork() or _sweep_for_ever())
            Path(pids).write_text(" ".join(map(str, born)))
            born.discard(os.wait()[0])
    finally:
        for pid in born:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _sweep_for_ever() -> int:
    """What a worker does, without the turn that only one of them would have."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from django.db import Error, connection

    from pasillo.config.sweeping import ring_promises
    from pasillo.doors.shell.clock import now

    while True:
        try:
            ring_promises(now())
        except Error:
            connection.close()
        time.sleep(0.2)


def _alive(pids: Path) -> list[int]:
    return [int(pid) for pid in pids.read_text().split()] if pids.exists() else []


def _kill(plan: Plan, pids: Path) -> int:
    """One after another, whatever it does just now."""
    chance, killed = random.Random(plan.seed), 0
    while killed < plan.kills:
        time.sleep(chance.uniform(0.2, 1.8) * plan.seconds / max(plan.kills, 1))
        alive = _alive(pids)
        if alive:
            try:
                os.kill(chance.choice(alive), signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed += 1
    return killed


def _waiting(database: psycopg.Connection) -> int:
    row = database.execute(
        "select (select count(*) from promises_clock where warned = 0)"
        " + (select count(*) from alarms_alarm where told_at is null)"
    ).fetchone()
    return row[0] if row else 1


def _count(database: psycopg.Connection, killed: int) -> Result:
    wrong = [
        f"{words}: {row[0]}"
        for words, question in WRONG.items()
        for row in database.execute(question.format(late=LATEST)).fetchall()
    ]
    row = database.execute(
        "select count(*), coalesce(extract(epoch from max(told_at - rang_at)), 0) from alarms_alarm"
    ).fetchone()
    told, slowest = row or (0, 0)
    return Result(killed=killed, told=told, slowest=float(slowest), wrong=tuple(wrong))


if __name__ == "__main__":
    sys.exit(main())
