"""The wake-up for the removal of the example. The truth is the table: a wish that is not done can be wished again."""

from procrastinate.contrib.django import app

from pasillo.doors.console.example.removal import in_a_process_of_its_own


@app.task(name="console.remove_example", queue="example")
def remove_example() -> None:
    """Take the example away; where it is gone already, nothing happens."""
    in_a_process_of_its_own()
