"""How much a case weighs for whoever holds it, in hundredths of a usual case. Plain Python."""

USUAL = 100
KINDS = {"complaint": 150, "incident": 120, "question": 80, "suggestion": 60, "compliment": 40}
CHANNELS = {"phone": 120, "chat": 130, "whatsapp": 110}
PRIORITIES = {1: 150, 2: 120, 4: 80}


def weight(*, kind: str, channel: str, priority: int) -> int:
    """What an active case weighs: a complaint by chat that is urgent weighs more than a question by mail."""
    parts = (KINDS.get(kind, USUAL), CHANNELS.get(channel, USUAL), PRIORITIES.get(priority, USUAL))
    weighed = USUAL
    for part in parts:
        weighed = weighed * part // USUAL
    return weighed
