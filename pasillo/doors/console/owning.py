"""What only the database's owner may do, in a process of its own: our own rights stay as small as they are."""

import os
import subprocess
import sys


def as_the_owner(part: str, *words: str) -> int:
    """Has a part of the house do it, and waits. Returns its exit code."""
    there = {**os.environ, "PASILLO_DB_ROLE": "owner", "PASILLO_DB_POOL": "0"}
    return subprocess.run(
        [sys.executable, "-m", "pasillo.config.parts", part, *words], env=there, check=False
    ).returncode
