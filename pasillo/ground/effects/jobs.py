"""The wake-up for senders. The truth is the table: the sweeper finds whatever a lost job left behind."""

from procrastinate.contrib.django import app

from pasillo.ground.effects.sending import send_now


@app.task(name="effects.send", queue="effects")
def send_effect(effect_id: str) -> None:
    """Carry out one effect that was just promised."""
    send_now(effect_id)
