"""The wake-ups for what takes long: the removal of the example, and imports. The truth is in the tables: a wish that is
not done can be wished again."""

import os
import subprocess
import sys

from procrastinate.contrib.django import app

from pasillo.doors.console.example.removal import in_a_process_of_its_own


@app.task(name="console.remove_example", queue="example")
def remove_example() -> None:
    """Take the example away; where it is gone already, nothing happens."""
    in_a_process_of_its_own()


@app.task(name="console.carry_out_import", queue="imports")
def carry_out_import(run_id: int) -> None:
    """What is wished of an import, in a process of its own; where nothing is wished any more, nothing happens."""
    there = {**os.environ, "PASILLO_DB_POOL": "0"}
    command = [sys.executable, "-m", "pasillo.config.parts", "import-run", str(run_id)]
    subprocess.run(command, env=there, check=False)
