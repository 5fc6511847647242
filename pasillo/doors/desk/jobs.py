"""The wake-up for rounds through very many cases. The truth is the table: it says what is still to be done."""

from procrastinate.contrib.django import app

from pasillo.doors.desk.many.commands import work_through
from pasillo.doors.shell.clock import now


@app.task(name="desk.round", queue="desk")
def go_round(round_id: int) -> None:
    """Work through the cases of one round."""
    work_through(round_id, at=now())
