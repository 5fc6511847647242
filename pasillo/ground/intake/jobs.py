"""The wake-up for readers. The truth is the table: the sweeper finds whatever a lost job left behind."""

from procrastinate.contrib.django import app

from pasillo.ground.intake.reading import read_one


@app.task(name="intake.read", queue="intake")
def read_inbound(inbound_id: int) -> None:
    """Read one thing that came in."""
    read_one(inbound_id)
