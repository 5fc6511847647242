"""Every way in which effects are promised, claimed and settled."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pasillo.ground.effects.models import Done, Effect
from pasillo.ground.kit.together import gather

LEASE_SECONDS = 60

CLAIM = """
update effects_effect set fence = fence + 1, attempts = attempts + 1,
    uncertain = uncertain or lease_until is not null, lease_until = clock_timestamp() + %s * interval '1 second'
where id = (
    select id from effects_effect
    where state = 'queued' and not_before <= %s and (lease_until is null or lease_until < clock_timestamp())
      and (%s::uuid is null or id = %s::uuid) and (%s::text[] is null or kind = any(%s)) and kind <> all(%s)
    order by not_before limit 1 for update skip locked)
returning id, fence
"""

SETTLE = """
update effects_effect set state = %s, settled_at = %s, lease_until = null, error = %s,
    not_before = coalesce(%s, not_before)
where id = %s and fence = %s and state = 'queued'
"""

_withholding: ContextVar[bool] = ContextVar("withholding", default=False)

PROLONG = """
update effects_effect set lease_until = clock_timestamp() + %s * interval '1 second'
where id = %s and fence = %s and state = 'queued'
"""


ENTER = "insert into effects_done (key, about, done_at) values (%s, '', %s) on conflict do nothing"


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """An effect that we alone may carry out, as long as our fence holds."""

    effect: Effect
    fence: int


def promise(
    kind: str, *, key: str, payload: dict[str, Any], about: str = "", at: datetime, not_before: datetime | None = None
) -> None:
    """Owe the outside an effect, in the caller's transaction. The same key promised twice is owed once."""
    effect = Effect(kind=kind, key=key, payload=payload, about=about, promised_at=at, not_before=not_before or at)
    if _withholding.get():
        effect.state, effect.settled_at = Effect.State.WITHHELD, at
    gather("effects", [effect], _owe)


def _owe(effects: list[Effect]) -> None:
    Effect.objects.bulk_create(effects, ignore_conflicts=True)


@contextmanager
def withholding() -> Iterator[None]:
    """What is promised inside is written down and never carried out: nobody writes to invented people."""
    before = _withholding.set(True)
    try:
        yield
    finally:
        _withholding.reset(before)


def claim(
    *, at: datetime, effect_id: str | None = None, only: Collection[str] | None = None, but: Collection[str] = ()
) -> Claimed | None:
    """Take the effect that has waited longest, for a minute by the database's clock. None when nothing is due.

    `only` and `but` name kinds: what is slow is carried out by threads of its own.
    """
    kinds = None if only is None else sorted(only)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [LEASE_SECONDS, at, effect_id, effect_id, kinds, kinds, sorted(but)])
        row = cursor.fetchone()
    if row is None:
        return None
    return Claimed(effect=Effect.objects.get(pk=row[0]), fence=row[1])


def prolong(claimed: Claimed) -> bool:
    """Keep it for another minute: the outside is slow. False when our lease was lost meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(PROLONG, [LEASE_SECONDS, claimed.effect.pk, claimed.fence])
        return cursor.rowcount == 1


def sent(claimed: Claimed, *, at: datetime) -> bool:
    """The effect is done. False when our lease was lost meanwhile: then another has it and we change nothing."""
    return _settle(claimed, state=Effect.State.SENT, at=at, error="", retry_at=None)


def failed(claimed: Claimed, *, error: str, at: datetime) -> bool:
    """The effect will never happen: a person must see it."""
    return _settle(claimed, state=Effect.State.FAILED, at=at, error=error, retry_at=None)


def put_off(claimed: Claimed, *, error: str, retry_at: datetime, at: datetime) -> bool:
    """The outside could not take it now; try again at that moment."""
    return _settle(claimed, state=Effect.State.QUEUED, at=None, error=error, retry_at=retry_at)


def again(key: str, *, even_sent: bool = False, at: datetime) -> bool:
    """A person wants an effect that failed to be tried once more. False when there is no such one.

    `even_sent`: it was taken, and only later somebody told that it never arrived.
    """
    states = [Effect.State.FAILED, *([Effect.State.SENT] if even_sent else [])]
    failed = Effect.objects.filter(key=key, state__in=states)
    tried = failed.update(state=Effect.State.QUEUED, settled_at=None, attempts=0, promised_at=at, not_before=at)
    return tried == 1


def hasten(about: str, *, at: datetime) -> int:
    """Whoever could not take what we owe about one thing can take it now: nothing of it waits any longer."""
    waiting = Effect.objects.filter(about=about, state=Effect.State.QUEUED, not_before__gt=at, lease_until=None)
    return waiting.update(not_before=at)


def _settle(claimed: Claimed, *, state: str, at: datetime | None, error: str, retry_at: datetime | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [state, at, error[:2000], retry_at, claimed.effect.pk, claimed.fence])
        return cursor.rowcount == 1


def once(key: str, *, at: datetime) -> bool:
    """Whether this cause has its effect now for the first time. Asked in the effect's own transaction.

    A second asker waits until the first has committed, and then learns that it comes too late.
    """
    if not ledger_is_on():
        return True
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [key, at])
        return cursor.rowcount == 1


def note_result(key: str, *, about: str) -> None:
    """Remember what came of a cause, for whoever asks a second time."""
    Done.objects.filter(key=key).update(about=about)


@transaction.atomic
def forget_done(*, before: datetime) -> int:
    """Let old lines of the ledger go. Returns how many."""
    gone, _ = Done.objects.filter(done_at__lt=before, key__startswith="form:").delete()
    return gone


@transaction.atomic
def forget_settled(kind: str, *, before: datetime) -> int:
    """What was owed of this kind and settled long ago need not be remembered. Returns how many."""
    gone, _ = Effect.objects.filter(kind=kind, settled_at__lt=before).exclude(state=Effect.State.QUEUED).delete()
    return gone


def ledger_is_on() -> bool:
    """Only a test may switch the ledger off, to see that without it things happen twice."""
    return not (os.environ.get("PASILLO_TESTING") and os.environ.get("PASILLO_LEDGER_OFF"))
