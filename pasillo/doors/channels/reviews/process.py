"""Reads one feed in a process of its own, within limits: whatever it holds, the worker lives on.

`python -m pasillo.doors.channels.reviews.process` takes a feed and gives its entries as JSON.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pasillo.doors.channels.reviews.feed import NoFeed, read_feed

SECONDS, MEMORY = 5, 300 * 2**20
PATIENCE = 20.0
ROOT = Path(__file__).resolve().parents[4]


def read_elsewhere(raw: bytes) -> list[dict[str, Any]]:
    """The entries of a feed. NoFeed when it is none, or when reading it took too long or too much."""
    known = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    command = [sys.executable, "-m", "pasillo.doors.channels.reviews.process"]
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=PATIENCE, cwd=ROOT, env=known, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoFeed("it took too long") from None
    if done.returncode != 0:
        raise NoFeed(done.stderr.decode("utf-8", "replace").strip()[-200:] or "it could not be read")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> int:
    """In the process itself."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found = read_feed(sys.stdin.buffer.read())
    except (NoFeed, MemoryError, RecursionError) as fault:
        print(str(fault) or type(fault).__name__, file=sys.stderr)
        return 1
    json.dump([asdict(one) for one in found], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
