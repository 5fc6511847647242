"""The secrets of a hook: sealed; while one is exchanged two are valid."""

import json
from datetime import datetime, timedelta

from pasillo.doors.channels.webhooks.models import Hook
from pasillo.doors.shell.sealing import sealed, unsealed

PURPOSE = "webhooks"
BOTH_FOR = timedelta(days=1)


def secrets_of(hook: Hook, *, at: datetime) -> list[str]:
    """The secrets that sign now, the newest first."""
    kept = json.loads(unsealed(hook.sealed, PURPOSE) or "[]")
    return [secret for secret, until in kept if until is None or datetime.fromisoformat(until) > at]


def with_secret(hook: Hook, secret: str, *, at: datetime) -> bytes:
    """The secrets of a hook after one more was made: the one before signs for another day, older ones no more."""
    before = [[old, (at + BOTH_FOR).isoformat()] for old in secrets_of(hook, at=at)[:1]]
    return sealed(json.dumps([[secret, None], *before]), PURPOSE)
